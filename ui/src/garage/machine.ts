/**
 * What the engine and the controllers say of a garage reaches the window in Chinese alone: A.3's words, table 92's states, the
 * reasons that are written into the journal and told to the platform, and what a machine does at the moment. Here is the
 * English of all that Lotdesk itself says; tests/garage.test.ts reads the Rust sources and names what is missing. What
 * a person typed, or a maker's own controller says, stays as it is.
 */
const ENGLISH: Record<string, string> = {
  // A.3
  设备电机故障: 'Motor of a device broken', 车辆入库: 'Car is in', 车辆出库: 'Car is out', '安全检查（人员误入）': 'Safety check: somebody walked in', 急停触发告警: 'Emergency stop pulled', 人员闯入告警: 'Somebody is inside', 车辆超长告警: 'Car too long', 车辆超宽告警: 'Car too wide', 车辆超高告警: 'Car too high', 车辆超重告警: 'Car too heavy', 消防报警: 'Fire alarm',
  升降过载告警: 'Lift overloaded', 平移过载告警: 'Slide overloaded', 旋转过载告警: 'Rotation overloaded', 缓冲器异常告警: 'Buffer out of order', 防坠器异常告警: 'Fall arrester out of order', 控制系统异常告警: 'Controller out of order', 电源系统异常告警: 'Power out of order', 机械故障告警: 'Mechanical fault', 电机故障告警: 'Motor fault', 变频器故障告警: 'Inverter fault', 传感器故障告警: 'Sensor fault', 安全门故障告警: 'Safety door fault',
  非正常操作告警: 'Unusual operation', 搬运器通讯故障: 'Carrier does not answer', 搬运器移动故障: 'Carrier cannot move', 搬运器存车故障: 'Carrier cannot store', 搬运器取车故障: 'Carrier cannot retrieve', 升降机通讯故障: 'Lift does not answer', 升降机上升故障: 'Lift cannot go up', 升降机下降故障: 'Lift cannot go down', 进出口关门故障: 'Door of the pass does not close', 进出口安全检查故障: 'Safety check at the pass failed',
  进出口停车定位故障: 'Car does not stand right in the pass', 进出口车牌识别故障: 'Plate not read at the pass',
  // Table 92
  停用: 'Stopped', 正常: 'Normal', 异常: 'Abnormal', 故障: 'Fault', 维修: 'Maintenance',
  // Why a command ended, why a garage stands as it does
  '执行中程序重启，请查看车辆位置后重新下达': 'The program was started anew meanwhile; see where the car is, then ask again', '程序重启，请重新下达': 'The program was started anew; ask again', 已由新的取车指令取代: 'A newer booking took its place', 车库已撤销: 'The garage was removed', 车位已不空闲: 'The space is free no more', 车位上已无车辆: 'No car is in the space any more', 已恢复: 'Works again', 控制系统不应答: 'Controller does not answer',
  '未设置控制系统，车库不能动作': 'No controller is set up; the garage cannot move', '指令已过期，未执行': 'The command had expired and was not carried out', 指令已执行过: 'The command was carried out already', 车库正在执行另一条指令: 'The garage is at another command', 车位上已有车: 'A car is in the space already', 车位上没有车: 'No car is in the space', 已停止: 'Stopped', '车辆未驶入，存车取消': 'No car drove in; nothing was stored',
  // What the machine does
  准备: 'Getting ready', 旋转选位: 'Turning to the space', 横移让位: 'Sliding aside', 载车板下降: 'Pallet going down', 等待车辆驶入: 'Waiting for the car to drive in', 载车板上升复位: 'Pallet going back up', 等待车辆驶出: 'Waiting for the car to drive out', 车厅安全检查: 'Safety check of the cabin', 搬运器取车: 'Carrier taking the car', 堆垛机运行: 'Stacker under way', 搬运器存入车位: 'Carrier putting it into the space', 搬运器从车位取车: 'Carrier taking it from the space',
  送至车厅: 'Bringing it to the cabin', 车厅开门: 'Cabin opening',
}
/** Said of something by its number. */
const ABOUT: Array<[form: RegExp, english: string]> = [
  [/^没有编号为 (.+) 的车库$/, 'No garage has the number $1'],
  [/^车库内没有车位 (.+)$/, 'The garage has no space $1'],
]

export function knows(text: string): boolean {
  return text in ENGLISH || ABOUT.some(([form]) => form.test(text))
}

/** In the window's language. An event with a remark, `人员闯入告警：2 号口光幕`, part by part. */
export function sayMachine(text: string, locale: string): string {
  if (locale !== 'en') return text
  const about = ABOUT.find(([form]) => form.test(text))
  if (about) return text.replace(about[0], about[1])
  return text.split('：').map((part) => ENGLISH[part] ?? part).join(': ')
}
