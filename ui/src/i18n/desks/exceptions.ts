export const zh = {
  history: {
    title: '车辆履历', plate: '车牌', whole: '完整车牌，如 粤B12345', find: '查履历', kind: '类别', kinds: { parking: '停车', street: '路内停车', charging: '充电', garage: '车库', violation: '违章', inspection: '年检', other_lot: 'ETCP 停车', repair: '维修' }, show: '显示完整资料', shown: '完整资料（已记入日志）', none: '输入完整车牌，查看它的全部经过', none_hint: '停车、充电、车库、违章等按时间排成一列；个人资料已遮盖。', nothing: '没有记录', count: '共 {n} 条',
    withheld: '{what}记录须由有权限的岗位查看', effect: '{plate} 履历中的车架号、违章地点等将完整显示；谁、何时、为何查看会记入日志。', why: ['车主本人查询', '公安协查', '核对维修记录', '处理投诉'], open: '车辆履历',
    state: { inside: '在场', left: '已离场', cancelled: '已作废', starting: '正在启动', charging: '充电中', stopping: '正在停止', ended: '已结束', waiting: '排队', running: '执行中', done: '已完成', failed: '失败', lapsed: '已失效', untreated: '未处理', under_way: '办理中', not_supported: '不能代办', settled: '已结算', draft: '未结算', bound: '已建档', sending: '提交中', not_sent: '未提交', refused: '被拒', unknown: '结果未知', not_there: '未找到', ordered: '已下单' },
    work: { store: '存车', retrieve: '取车' }, word: { area: '区域 {said}', space: '车位 {said}', connector: '枪 {said}', energy: '{said} 度', why: '{said}', reason: '{said}', points: '记 {said} 分', where: '地点 {said}', lot: '{said}', code: '清单 {said}', fault: '{said}', vin: 'VIN {said}' },
  },
  training: { title: '练习模式', short: '练习', banner: '练习模式', banner_more: '车辆、收费、道闸都是模拟的，不连接任何平台，不影响真实账目', open: '打开练习窗口', about: '在另一个窗口里练习收费和异常处理：车场按本场的区域、车道、车位、收费标准和月租设置建立（尚未设置时用示例车场），车牌、人员、设备和账号都是编的；自己的数据目录，只连沙箱平台，道闸是模拟的，真实账目不变。关闭窗口即结束。', opened: '练习窗口正在打开', cannot: '只能在控制台程序中打开' },
  stuck: {
    title: '已放行，道闸未开', paid: '已收 ¥{amount}，不会再次计费', free: '无需缴费', since: '{at} 下达开闸，已等 {wait}', tries: '已试 {n} 次', again: '再开一次', gone: '车已离开',
    again_title: '再开一次', again_effect: '{lane} 的道闸为 {plate} 再开启一次。每次未开只可补开一次，10 秒内未执行即作废；不会再次收费。', again_submit: '再开{lane}', why_again: ['道闸未动作', '道闸已复位', '故障已排除', '栏杆落下太快'],
    gone_title: '车已离开', gone_effect: '{plate} 不再等待开闸，告警结束，道闸不动作。停车记录和收费不变。', gone_submit: '车已离开', why_gone: ['道闸手动抬起后驶离', '从旁边车道驶离', '道闸其实已开'],
    inside: '仍在场内', inside_title: '车辆仍在场内', inside_effect: '{plate} 没有出场：停车记录继续，已收的 ¥{amount} 全部计入；免费离场时间内不再收费，之后只补差额。市平台收到更正（5006）。', inside_effect_free: '{plate} 没有出场：停车记录继续，再次出场时按规则计费。市平台收到更正（5006）。', inside_submit: '记为仍在场内', why_inside: ['道闸未开，倒车回场', '道闸故障，请车主先停回', '改走其他出口'],
    in_title: '已准入场，道闸未开', in_free: '已登记入场', in_gone: '车已倒走', in_gone_title: '车已倒走，未入场', in_gone_effect: '{plate} 没有入场：入场记录作废并上报（5006），告警结束，道闸不动作。', in_gone_submit: '记为未入场', in_why_gone: ['道闸未开，倒车离开', '改走其他入口'],
    in_inside: '已经入场', in_inside_title: '车已入场', in_inside_effect: '{plate} 已入场：停车记录不变，告警结束，道闸不动作。', in_inside_submit: '记为已入场', in_why_inside: ['道闸手动抬起后驶入', '道闸其实已开'],
  },
  double: {
    title: '同一车牌：在场与入口', inside: '在场记录', here: '入口车辆', due: '目前应收 ¥{due}', how: '核对结果', left_unseen: '是同一辆：上次出场漏记', inside_misread: '在场的车牌认错了', two_cars: '确是两辆车同牌', effect: {
      left_unseen: '在场记录按异常离场结束并上报（5005），所欠停车费记为车主欠费；入口车辆登记入场并开闸。', inside_misread: '在场记录改为正确车牌并上报（5006）；入口车辆登记入场并开闸。', two_cars: '两条记录都保留；入口车辆登记为异常入场并开闸。疑似套牌已上报（2002）。',
    },
    right_plate: '在场车辆的正确车牌', left_at: '上次离场时间', left_note: '不知道就留空，按现在计', fee: '所欠 ¥{due}', fee_kind: { owed: '记为欠费', let_off: '免除（须第二人）' }, submit: { left_unseen: '结束旧记录并放行', inside_misread: '更正并放行', two_cars: '按两辆车放行' },
    why: { left_unseen: ['对照图片为同一辆车', '录像确认已出场'], inside_misread: ['对照入场图片认错'], two_cars: ['对照图片为两辆车', '疑似套牌，已报经理'] },
  },
  ticket: {
    issue: '发凭条入场', effect: '无牌车发 4 位凭条号：登记入场、开闸；号码打印或告知车主，出场时输入。', with_plate: '其实有牌：输入车牌', issued: '凭条号', printed: '已打印，请交给车主', say: '没有打印机：请把号码告诉车主', done: '知道了',
    code: '凭条号（4 位数字）', find: '按凭条出场', note: '也可在下方按图片选车',
  },
  passage: {
    title: '漏记通行', open: '待处理', past: '已处理', at: '时间', lane: '车道', way: '方向', entering: '驶入', leaving: '驶出', state: '结果', settled: { entered: '已补录入场', left: '已补记出场', nothing: '无需补录' }, none: '没有漏记的通行', none_past: '还没有处理过的漏记通行', none_hint: '一次开闸过了两辆车，或没有识别就过车时，会列在这里并告警。',
    about: '这辆车没有自己的识别或开闸指令。请看录像核对，再补录或说明。', enter: '补录入场', leave: '补记出场', nothing: '不是车辆', plate: '车牌', record: '打开记录',
    enter_effect: '按通行时间补一条入场记录并上报（5004，异常）。', leave_effect: '{plate} 按通行时间结束停车并上报（5005，异常）；通行时所欠停车费 ¥{due} 记为车主欠费。', leave_let_off: '{plate} 按通行时间结束停车并上报（5005，异常）；通行时所欠停车费 ¥{due} 由第二人批准免除。', leave_nothing: '{plate} 按通行时间结束停车并上报（5005，异常）；通行时不欠费。', leave_unknown: '{plate} 按通行时间结束停车并上报（5005，异常）；金额按通行时间计算。', fee: '停车费', fee_kind: { owed: '记为车主欠费', let_off: '免除（须第二人）' }, nothing_effect: '不补记录，只结束告警。', enter_submit: '补录入场', leave_submit: '补记出场', nothing_submit: '无需补录', find: '查找在场车辆', choose: '选择驶离的车辆', no_pick: '没有含“{part}”的在场车辆',
    why_enter: ['跟车进场，已看录像', '道闸常开时进场', '入口漏识别'], why_leave: ['跟车出场，已看录像', '道闸常开时出场'], why_nothing: ['行人或推车', '同一辆车挂车', '传感器误报'],
  },
  walk: {
    title: '巡场核对', paste: '在场看到的车牌', paste_note: '每行一个，或用逗号分开；可从手机粘贴', began: '开始巡场时间', began_note: '之后才入场的车不算', compare: '核对', comparing: '核对中…', sums: '清单 {listed} 个车牌，{matched} 辆在场', unseen: '在场未见', strange: '看到却无记录', unread: '不是车牌',
    plate: '车牌', entered: '入场', stay: '停留', due: '现应收', hint: '提示', like: '像 {what}', held: '不能清理：已锁、受控或正在出口', pick_all: '全选', picked: '已选 {n} 辆，共欠 ¥{due}', close: '清理所选…', none_unseen: '在场车辆都已看到', none_strange: '看到的车都有记录', candidates: '可能是 {what}', left_at: '上次 {at} 离场', never: '从未入场', enter: '补录入场…', correct: '更正车牌…',
    close_title: '清理不在场的车辆', close_effect: '所选 {n} 辆按异常离场结束并上报（5005）。此操作不能撤销，请确认车辆确实不在场。', left: '离场时间', left_note: '不知道就留空，按现在计', fee: '停车费', fee_kind: { owed: '记为车主欠费', let_off: '全部免除（须第二人）' }, close_submit: '结束 {n} 条停车记录', why: ['巡场未见，出场漏识别', '道闸故障期间离场', '重复入场记录'],
    progress: '已处理 {done} / {all}', stop: '停止', stopped: '已停止：处理了 {done} 条，其余未动', done: '已结束 {n} 条，记欠费 ¥{due}', refused: '{n} 条未能结束', enter_title: '补录入场', enter_effect: '{plate} 补一条入场记录并上报（5004，异常），从所填时间起计费。', since: '入场时间', enter_submit: '补录入场', why_enter: ['巡场见车，入口漏识别', '入口停电时进场'], rule_time: '时间格式：2026-11-22 14:32', first: '输入或粘贴巡场看到的车牌，与在场记录比对。核对本身不改动任何记录。',
  },
}

export const en: typeof zh = {
  history: {
    title: 'History of a car', plate: 'Plate', whole: 'The whole plate', find: 'Look up', kind: 'Kind', kinds: { parking: 'Parking', street: 'Street', charging: 'Charging', garage: 'Garage', violation: 'Violation', inspection: 'Inspection', other_lot: 'ETCP lot', repair: 'Repair' }, show: 'Show in full', shown: 'In full (journalled)', none: 'Type a whole plate to see all that happened', none_hint: 'Parking, charging, garage, violations and more on one time line; personal data is masked.', nothing: 'Nothing', count: '{n} entries',
    withheld: '{what}: only for roles that may see it', effect: 'VINs, places of violations and the like of {plate} are shown in full; the journal keeps who looked, when and why.', why: ['The owner asks', 'Police enquiry', 'Checking a repair', 'A complaint'], open: 'History',
    state: { inside: 'Inside', left: 'Left', cancelled: 'Cancelled', starting: 'Starting', charging: 'Charging', stopping: 'Stopping', ended: 'Ended', waiting: 'Waiting', running: 'Running', done: 'Done', failed: 'Failed', lapsed: 'Lapsed', untreated: 'Open', under_way: 'Under way', not_supported: 'Not handled', settled: 'Settled', draft: 'Draft', bound: 'Known', sending: 'Sending', not_sent: 'Not sent', refused: 'Refused', unknown: 'Unknown', not_there: 'Not found', ordered: 'Ordered' },
    work: { store: 'Store', retrieve: 'Retrieve' }, word: { area: 'area {said}', space: 'space {said}', connector: 'connector {said}', energy: '{said} kWh', why: '{said}', reason: '{said}', points: '{said} points', where: 'at {said}', lot: '{said}', code: 'list {said}', fault: '{said}', vin: 'VIN {said}' },
  },
  training: { title: 'Training', short: 'Training', banner: 'TRAINING', banner_more: 'Cars, money and gates are made up; no platform is contacted and the real books stay as they are', open: 'Open a training window', about: 'Practise payments and exceptions in a window of its own: the areas, lanes, spaces, tariff and leases are this lot’s (a sample where none is set up yet); plates, people, devices and accounts are made up. Its own data folder, sandbox platforms only, played gates, and the real books unchanged. It ends when the window is closed.', opened: 'The training window is opening', cannot: 'Only from within the console program' },
  stuck: {
    title: 'Let out, gate did not open', paid: '¥{amount} taken; nothing more is charged', free: 'Nothing was due', since: 'told to open at {at}, {wait} ago', tries: '{n} tries', again: 'Open again', gone: 'Car is gone',
    again_title: 'Open again', again_effect: 'The gate of {lane} opens once more for {plate}. Once for each time that it failed; not carried out within 10 seconds, it lapses. Nothing more is charged.', again_submit: 'Open {lane}', why_again: ['Gate did not move', 'Gate was reset', 'Fault is mended', 'Boom came down too soon'],
    gone_title: 'Car is gone', gone_effect: '{plate} waits for the gate no longer and the alarm is over; the gate does not move. Record and payment stay as they are.', gone_submit: 'Car is gone', why_gone: ['Boom was lifted by hand', 'Left by another lane', 'Gate had opened'],
    inside: 'Still inside', inside_title: 'The car is still inside', inside_effect: '{plate} did not leave: its stay goes on and all of the ¥{amount} taken counts. Nothing more is asked within the minutes for leaving, and later the difference only. The city platform is told (5006).', inside_effect_free: '{plate} did not leave: its stay goes on, and it pays by the rules when it leaves. The city platform is told (5006).', inside_submit: 'It is still inside', why_inside: ['Gate stayed shut, car went back', 'Gate broken, driver asked to park again', 'Takes another exit'],
    in_title: 'Let in, gate did not open', in_free: 'Its entry stands in the books', in_gone: 'Car turned back', in_gone_title: 'The car turned back', in_gone_effect: '{plate} did not come in: its record counts for nothing, the city platform is told (5006), and the alarm is over; the gate does not move.', in_gone_submit: 'It did not come in', in_why_gone: ['Gate stayed shut, car went back', 'Takes another entry'],
    in_inside: 'Car is inside', in_inside_title: 'The car did come in', in_inside_effect: '{plate} is inside: its record stays as it is and the alarm is over; the gate does not move.', in_inside_submit: 'It is inside', in_why_inside: ['Boom was lifted by hand', 'Gate had opened'],
  },
  double: {
    title: 'One plate: inside and at the entry', inside: 'Inside', here: 'At the entry', due: 'owes ¥{due} now', how: 'Looking at both', left_unseen: 'Same car: it left unseen', inside_misread: 'The one inside was misread', two_cars: 'Two cars with one plate', effect: {
      left_unseen: 'The record inside ends as an abnormal one (5005) and its driver owes the fee; the car here gets a record and the gate opens.', inside_misread: 'The record inside gets its right plate (5006); the car here gets a record and the gate opens.', two_cars: 'Both records stay; the car here gets an abnormal one and the gate opens. The doubled plate was reported (2002).',
    },
    right_plate: 'Right plate of the one inside', left_at: 'When it left', left_note: 'Empty when unknown: counted until now', fee: '¥{due} due', fee_kind: { owed: 'Its driver owes it', let_off: 'Let off (second person)' }, submit: { left_unseen: 'End the old record, let in', inside_misread: 'Correct and let in', two_cars: 'Let in as a second car' },
    why: { left_unseen: ['Same car by the pictures', 'Seen leaving on video'], inside_misread: ['Misread by its entry picture'], two_cars: ['Two cars by the pictures', 'Cloned plate? Manager told'] },
  },
  ticket: {
    issue: 'Issue a ticket', effect: 'A car without a plate gets a code of four digits: it gets a record, the gate opens, and the code is printed or told. It is typed at the exit.', with_plate: 'It has one: type the plate', issued: 'Code', printed: 'Printed; give it to the driver', say: 'No printer: tell the driver the code', done: 'Done',
    code: 'Ticket code (4 digits)', find: 'Leave by ticket', note: 'Or choose the car by its picture below',
  },
  passage: {
    title: 'Unread passages', open: 'Open', past: 'Settled', at: 'When', lane: 'Lane', way: 'Way', entering: 'In', leaving: 'Out', state: 'Became', settled: { entered: 'Entry put in', left: 'Exit put in', nothing: 'No record needed' }, none: 'No car passed unread', none_past: 'None was settled yet', none_hint: 'Two cars on one opening, or a car without a read, stand here and raise an alarm.',
    about: 'This car had no read and no opening of its own. Look at the video, then put its record in or say what it was.', enter: 'Put an entry in', leave: 'Put its exit in', nothing: 'No car', plate: 'Plate', record: 'Open the record',
    enter_effect: 'A record from that moment on is put in and reported (5004, abnormal).', leave_effect: 'The stay of {plate} ends at that moment and is reported (5005, abnormal); its driver owes the ¥{due} that were due then.', leave_let_off: 'The stay of {plate} ends at that moment and is reported (5005, abnormal); the ¥{due} that were due then are let off, and a second person agrees.', leave_nothing: 'The stay of {plate} ends at that moment and is reported (5005, abnormal); nothing was due then.', leave_unknown: 'The stay of {plate} ends at that moment and is reported (5005, abnormal); what was due then is counted.', fee: 'Fee', fee_kind: { owed: 'Its driver owes it', let_off: 'Let off (second person)' }, nothing_effect: 'No record is put in; the alarm is over.', enter_submit: 'Put the entry in', leave_submit: 'Put the exit in', nothing_submit: 'No record needed', find: 'Find a car inside', choose: 'Choose the car that left', no_pick: 'No car inside has “{part}”',
    why_enter: ['Followed another car in', 'Came in while the gate stood open', 'Entry camera missed it'], why_leave: ['Followed another car out', 'Left while the gate stood open'], why_nothing: ['Pedestrian or cart', 'Trailer of the same car', 'Sensor was wrong'],
  },
  walk: {
    title: 'Walk through the lot', paste: 'Plates seen in the lot', paste_note: 'One a line, or apart by commas; paste from a phone', began: 'Walk began', began_note: 'Cars that came later do not count', compare: 'Compare', comparing: 'Comparing…', sums: '{listed} plates on the list, {matched} of them inside', unseen: 'Inside, not seen', strange: 'Seen, no record', unread: 'No plates',
    plate: 'Plate', entered: 'Came in', stay: 'Stay', due: 'Due now', hint: 'Hint', like: 'like {what}', held: 'Cannot be closed: locked, listed or at an exit', pick_all: 'All', picked: '{n} chosen, ¥{due} due', close: 'Close the chosen…', none_unseen: 'Every car inside was seen', none_strange: 'Every car seen has a record', candidates: 'perhaps {what}', left_at: 'left {at}', never: 'never came in', enter: 'Put an entry in…', correct: 'Correct a plate…',
    close_title: 'Close cars that are not there', close_effect: 'The {n} chosen records end as abnormal ones and are reported (5005). This cannot be undone: make sure that the cars are not in the lot.', left: 'When they left', left_note: 'Empty when unknown: counted until now', fee: 'Fees', fee_kind: { owed: 'Their drivers owe them', let_off: 'All let off (second person)' }, close_submit: 'End {n} records', why: ['Not seen; exit camera missed it', 'Left while the gate was broken', 'Doubled entry'],
    progress: '{done} of {all} done', stop: 'Stop', stopped: 'Stopped: {done} done, the others untouched', done: '{n} ended, ¥{due} owed', refused: '{n} could not be ended', enter_title: 'Put an entry in', enter_effect: '{plate} gets a record, reported as abnormal (5004), and pays from the time given.', since: 'Came in', enter_submit: 'Put the entry in', why_enter: ['Seen in the lot, entry missed it', 'Came in during a power cut'], rule_time: 'A time like 2026-11-22 14:32', first: 'Type or paste the plates seen on a walk, and they are compared with the cars inside. Comparing changes nothing.',
  },
}
