import { zh as alarms } from './desks/alarms'
import { zh as attach } from './desks/attach'
import { zh as billing } from './desks/billing'
import { zh as cars } from './desks/cars'
import { zh as charging } from './desks/charging'
import { zh as driver } from './desks/driver'
import { zh as exceptions } from './desks/exceptions'
import { zh as garage } from './desks/garage'
import { zh as lanes } from './desks/lanes'
import { zh as lists } from './desks/lists'
import { zh as merchants } from './desks/merchants'
import { zh as payment } from './desks/payment'
import { zh as reconcile } from './desks/reconcile'
import { zh as shift } from './desks/shift'
import { zh as reconcileAll } from './desks/reconcileAll'
import { zh as palette } from './desks/palette'
import { zh as session } from './desks/session'
import { zh as setup } from './desks/setup'
import { zh as street } from './desks/street'
import etcp from '@/etcp/zh'
import service from '@/service/zh'
import violation from '@/violations/zh'

export default {
  etcp,
  service,
  violation,
  app: { name: '泊务台', about: '停车场与维修点操作台', demo: '演示车场' },
  common: {
    all: '全部', back: '返回', retry: '重试', loading: '正在载入…', no_rows: '没有记录', list_comma: '、',
    no_answer: '引擎没有应答。数据没有丢失；请稍候重试，急需放行时可手动开闸。',
  },
  time: { seconds: '{s} 秒', minutes: '{m} 分钟', hours_minutes: '{h} 小时 {m} 分', days_hours: '{d} 天 {h} 小时' },
  nav: { label: '主导航', booth: '岗亭', alarms: '告警', shift: '班次', cars: '车辆', lists: '名单月租', billing: '发票信用', street: '路边', charging: '充电', reports: '报表', garage: '车库', service: '服务台', reconcile: '对账', platforms: '平台', settings: '设置' },
  nav_long: { booth: '岗亭', alarms: '设备、事件与平台告警', shift: '开班、清点与交班', cars: '车辆与退费', lists: '名单、月租、预约、共享', billing: '发票与信用', street: '路边泊位', charging: '充电', reports: '报表与导出', garage: '机械车库', service: '维修服务台：派单与电子档案', reconcile: '与市平台对账', platforms: '平台消息', settings: '设置' },
  theme: { to_dark: '深色', to_light: '浅色', system: '跟随系统', light: '浅色', dark: '深色' },
  role: { attendant: '收费员', clerk: '文员', manager: '经理' },
  role_may: { attendant: '值守车道、收费、处理异常、重发消息', clerk: '查看、重发消息', manager: '全部权限，并可作为第二人批准' },
  platform: { city: '市停车管理平台', charging: '充电平台', etcp: 'ETCP 停车', docloud: '违章年检平台', repair: '维修电子档案', autox3: 'AutoX3' },
  platform_short: { city: '市平台', charging: '充电', etcp: 'ETCP', docloud: '违章年检', repair: '维修档案', autox3: 'AutoX3' },
  link_state: { idle: '未连接过', up: '正常', down: '未连接', login_refused: '登录被拒' },
  links: {
    up: '{n} 个正常', none: '未配置平台', none_more: '没有配置任何平台。在 lotdesk.toml 中填写平台地址与账号后，链路会显示在这里。', since: '已持续 {wait}', waiting: '待传 {n} 条',
    needs_person: '{n} 条需人工处理', oldest: '最早一条已等 {wait}', last_error: '最近错误：{error}',
  },
  top: { free: '临停空位', waiting: '待传' },
  banner: {
    engine_down: '与引擎的连接中断，正在重连。画面为最后已知状态；急需放行请用道闸手动开启。',
    offline: '{who}未连接，{n} 条消息待传', oldest: '最早一条已等 {wait}', goes_on: '收费与放行照常，恢复后自动补传。',
  },
  signin: {
    who: '谁在值班', who_keys: '↑ ↓ 选择', pin: 'PIN（数字）', pin_again: '再输一次 PIN', name: '姓名或工号', submit: '{name} 登录', submit_plain: '登录',
    demo_pin: '演示车场：所有人的 PIN 都是 {pin}', ended: '引擎已重新启动，登录已失效，请重新登录。',
    first_title: '首次启动：创建经理', first_about: '经理可以添加收费员、设置收费标准，并批准免费放行。', create: '创建经理并登录',
    name_note: '1 至 20 个字', pin_note: '4 至 12 位数字，请牢记', rule_name: '请填写姓名或工号', rule_name_long: '最多 20 个字',
    rule_pin: 'PIN 须为 4 至 12 位数字', rule_again: '两次输入的 PIN 不一致', nobody: '还没有可登录的人员', nobody_hint: '经理可在“设置 → 人员”中添加。', may_again: '可以再试了。',
  },
  plate: { none: '无牌' },
  plate_color: { blue: '蓝牌', yellow: '黄牌', green: '绿牌（新能源）', yellow_green: '黄绿牌（大型新能源）', white: '白牌', black: '黑牌' },
  class: { small: '小型车', medium: '中型车', large: '大型车' },
  car_color: { 白: '白色', 黑: '黑色', 银: '银色', 灰: '灰色', 蓝: '蓝色', 红: '红色', 棕: '棕色', 金: '金色', 绿: '绿色', 黄: '黄色', 橙: '橙色', 紫: '紫色', 粉: '粉色' },
  standing: { temporary: '临停', lease: '月租', reserved: '预约', shared: '共享', paid_more: '已缴，超时补缴' },
  gate: { unknown: '道闸状态未知', closed: '道闸已关', opening: '正在开闸', open: '道闸已开', fault: '道闸故障' },
  fate: {
    entered: '已入场', left: '已出场', must_pay: '待缴费', refused_full: '车位已满', already_inside: '车牌已在场', no_entry: '无入场记录', no_plate: '未识别车牌',
    barred: '名单管控', locked: '车辆已锁定', lane_closed: '通道已停用', repeat: '重复识别', late: '补传记录',
  },
  fate_short: {
    entered: '已开闸', left: '已开闸', must_pay: '待缴费', refused_full: '满位', already_inside: '已在场', no_entry: '无入场', no_plate: '无牌', barred: '管控', locked: '已锁', lane_closed: '停用', repeat: '重复', late: '补传',
  },
  level: { info: '一般', look: '请留意', act: '需处理' },
  picture: { none: '没有图片', loading: '图片载入中…', failed: '图片无法显示' },
  entry: { title: '入口', no_reads: '暂无识别', none: '没有入口车道' },
  exit: {
    title: '出口收费', lanes: '出口车道', live: '出口车辆 {plate}', stay: '停 {stay}', since: '{at} 入场', entered_at: '入场 {at}', here_at: '到出口 {at}',
    due: '应收', sum: '停车费 {fee} − 优惠 {discount} − 已付 {paid}', changed: '应收已变：原为 ¥{before}', how: '明细', pictures: '看图片', free: '免费放行', scan: '扫码', coupon: '优惠', scanned: '{channel}收款', received: '实收', cash: '现金',
    change: '找零', missing: '还差', take: '收 ¥{given}，找零 ¥{change}，开闸', take_exact: '正好收 ¥{due}，开闸', let_out: '无需付费，开闸', short_by: '不足，还差 ¥{missing}',
    type_amount: '请输入实收金额', accept_new: '确认新金额 ¥{due}', paying: '正在记账…', not_permitted: '您的角色不能收款',
    unknown_short: '正在核对，请勿再次收款', unknown: '收款结果未知，正在核对', unknown_more: '系统用同一笔号反复核对，不会重复记账。请先不要再次收款，也不要让车离开。',
    next: '完成，下一辆', paid_done: '¥{due} 已入账', free_done: '已免费放行', was_free: '免费', gate_opens: '道闸开启', gate_shut: '道闸未开，见上方', gate_stays: '未在车道缴费，道闸不动作',
    receipt: '小票', receipt_loading: '小票生成中…', idle: '没有等待缴费的车', idle_more: '车辆到达出口后自动显示在这里', last: '上一辆', last_paid: '收 ¥{received}，找零 ¥{change}', last_free: '免费放行 ¥{due}',
  },
  fee: { title: '{tariff} · 停 {stay}', fee: '停车费', discount: '优惠', coupon: '优惠券 {channel}', paid: '已付', deposit: '预约金抵扣', none: '没有计费明细' },
  fee_step: { free_minutes: '免费时段', first_period: '首时段', following_periods: '后续时段', once: '按次', span_cap: '超过时段封顶', daily_cap: '超过每日封顶', stay_cap: '超过单次封顶', new_energy_free: '新能源免费时段', free_while_charging: '充电免停车费', new_energy_discount: '新能源优惠', new_tariff: '改按新收费标准', earlier_stay: '连续停放此前费用', covered_by_lease: '月租覆盖', covered_by_sharing: '共享时段', free_by_list: '名单免费通行' },
  reason: {
    label: '原因', keys: '↑ ↓ 选常用原因，或直接输入', too_short: '请填写原因（至少 2 个字）', too_long: '原因最多 100 个字',
    open: ['道闸未自动开启', '应急车辆', '车辆倒车重来', '设备检修', '领导车辆'],
    free: ['应急车辆', '设备故障导致久等', '误收退场', '内部公务车', '商户免单'],
    dismiss: ['不是车辆', '车已离开', '车辆掉头', '已另行处理'],
    put_in: ['入口漏识别', '入口停电', '牌照识别错误', '车辆从他口进入'],
    admit: ['车牌识别错误，已核对', '上次出场漏识别', '仍有空位，经理同意', '无牌车登记'],
    unlock: ['已核对行驶证与车主', '已电话联系车主', '现场确认为车主本人'],
  },
  resolve: {
    second: '无需缴费，须另一位有审批权限的人员同意',
    title: '异常车辆', how: '处理方式', choose: '从在场车辆中选', put_in: '补录入场', search: '车牌任意几位', search_note: '输入两位以上，查找在场车辆', nothing: '在场车辆中没有含“{part}”的车牌',
    candidates: '候选车辆', no_candidates: '没有相近的在场车辆。可输入车牌查找，或按 F6 补录入场。', differs: '差异：{what}', found: '按车牌查到', this_one: '就是 {plate}，计费', choose_first: '请先选择车辆',
    put_in_and_price: '补录入场并计费', unlock: '核对无误，解锁', locked_since: '{at} 起锁定', entry_picture: '入场 {at}', listed_by: '名单来源：{who}，至 {until}', may_not_pass: '不能放行', admit: '登记入场并开闸', dismiss: '移除此车', not_permitted: '您的角色不能处理车道', plate: '车牌', plate_note: '以肉眼看到的为准', entered_at: '入场时间', entered_note: '如 2026-11-22 14:32',
    rule_plate: '请输入完整车牌，如 粤B12345', rule_time: '时间格式：2026-11-22 14:32', rule_future: '入场时间不能晚于现在', confidence: '可信度 {n}',
    why: {
      must_pay: '', entered: '', left: '', repeat: '', late: '摄像机时间相差 {n} 秒（或线路延迟），这次识别没有开闸。请看图片核对车辆后处理，并校准摄像机时间。',
      no_entry: '找不到这块车牌的入场记录。请对照图片选出是哪辆车，或补录入场。', no_plate: '摄像机看到车但读不出车牌。请看图片输入车牌。', already_inside: '这块车牌已有一辆在场。核对图片后可登记入场，或移除。',
      refused_full: '临停车位已满。可引导离开后移除，或说明原因放行。', barred: '这块车牌在管控名单上，不能放行。请按名单来源联系处理，车离开后移除。', locked: '车主已锁车。请核对图片与车主，确认后解锁。', lane_closed: '本入口已停用。请引导车辆走其他入口后移除，或说明原因放行。',
    },
  },
  grid: { space: '{label}：{state}', hint: 'Alt B 进入车位图，方向键查看', summary: '空闲 {free}，占用 {taken}，预留 {reserved}，未知 {unknown}。' },
  space_state: { free: '空闲', taken: '占用', reserved: '预留', unknown: '未知' },
  board: { title: '车场', free_of: '空 {free} / {total}', free_held: '空 {free} / {total}，预约 {reserved}', around: '本场已满，附近', offer: '{name} 余 {free}', metres: '{n} 米', km: '{n} 公里', counts_only: '本场只按区域计数，没有单车位感应，因此不画车位图。' },
  events: { title: '动态与告警', none: '还没有动态。车辆进出、收费和告警会出现在这里，最新在上。' },
  event: {
    violation_order_made: '违章代办订单 {number} 已下单，待支付', violation_order_refused: '懂云拒绝违章代办：{code} {why}', violation_order_unknown: '违章代办应答丢失，正在核对：{why}', violation_order_paid: '违章代办订单 {number} 已支付，办理中', violation_order_done: '违章代办订单 {number} 已完成', violation_order_in_part: '违章代办订单 {number} 部分办成，有退款要退客户', violation_order_closed: '违章代办订单 {number} 已关闭', violation_money_taken: '收违章代管款 {amount} 元', violation_money_returned: '退违章代管款 {amount} 元', watched_car_violations: '监控车辆有 {count} 条新违章或变化', watched_car_wrong: '监控车辆资料有误：{code} {why}', inspection_ordered: '年检单 {number} 已提交', inspection_unknown: '年检单应答丢失，须人工核实',
    service_order_came: '接车单 {number} 已到', repair_settled: '维修结算 {code}，自动上传', repair_corrected: '维修记录更正 {code}：{reason}', repair_near: '维修记录 {code} 须在 {until} 前上传', repair_over: '维修记录 {code} 未能在 {until} 前上传',
    etcp_paid: '代收 ETCP 停车费 ¥ {amount}（{lot}）', etcp_missed: '有一笔 ETCP 代收款未送达，应退还车主', etcp_given_back: '已退还 ETCP 代收款：{reason}', etcp_settled: '已付给 ETCP ¥ {amount}（{reference}）', etcp_settlement_taken_back: '已冲回与 ETCP 的一笔结算：{reason}',
    car_entered: '入场', entry_put_in: '补录入场：{reason}', car_left: '出场', car_backed_out: '倒车退出，入场作废', refused_full: '满位，未放行', no_entry: '出口无入场记录', no_plate: '未识别车牌', late_read: '补传的识别',
    entry_approved: '入场记录经 {approver} 批准', released_free: '免费放行 ¥{amount}：{reason}（{approver} 批准）', paid: '现金收费 ¥{amount}', paid_by_code: '{channel}付款码 ¥{amount}', paid_by_trade: '{channel}收款码 ¥{amount}，手工录入 {trade}', debt_paid: '补缴欠费 ¥{amount}', let_go_owing: '欠费离场 ¥{amount}：{reason}', scan_refused: '扫码未成功：{reason}', scan_unknown: '扫码结果未知：{reason}', scan_cancelled: '扫码已撤销：{reason}', channel_refund_refused: '通道拒绝退款：{reason}', channel_refund_unknown: '通道退款结果未知：{reason}', channel_file_taken: '导入{channel}账单 {name}', difference_resent: '对账差异重发：{reason}', difference_put_right: '对账调整 ¥{amount}：{reason}（{approver} 批准）', difference_accepted: '对账差异接受：{reason}', paid_online: '线上缴费 ¥{amount}', paid_in_part: '线上缴费 ¥{amount}，未缴清', paid_too_much: '线上缴费 ¥{amount}，应退 ¥{extra}', payment_requested: '已请平台扣款', deduction_booked: '无感出场，平台代扣 ¥{amount}', refunded: '退费 ¥{amount}：{reason} {approver}', opened_by_hand: '手动开闸：{reason}', same_plate: '同一车牌已在场', lane_fault: '车道故障 {remark}', lane_recovered: '车道恢复', gate_not_opened: '已放行，道闸未开 {why}', gate_tried_again: '补开一次：{reason}', car_gone: '道闸未开，车已离开：{reason}', engine_noted: '{why}', car_came_in: '道闸未开告警结束，车已入场：{reason}', still_inside: '道闸未开，车仍在场内：{reason}', passed_unread_in: '有车未识别即驶入', passed_unread_out: '有车未识别即驶出', passage_settled: '漏记通行已处理：{reason}', closed_unseen: '人工结束停车：{reason}', closed_unseen_owing: '人工结束停车，欠费 ¥{amount}：{reason}', ticket_issued: '无牌车凭条 {code}',
    charge_ended: '充电结束，{energy} 度，{amount} 元', connector_fault: '充电接口 {connector} 故障：{remark}', charge_disputed: '平台对充电订单 {order} 有争议', charge_check_disputed: '平台对 {count} 笔充电订单有争议',
    waiting_dismissed: '移除等待车辆：{reason}', tariff_set: '收费标准已更换：{name}', tariff_planned: '收费标准 {name} 定于 {from} 生效', tariff_withdrawn: '撤回收费标准 {name}：{reason}', coupon_by_hand: '人工减免：{reason}（{approver} 批准）', coupon_attached: '使用优惠券', merchant_settled: '商户结算 {amount} 元，减免不收 {waived} 元', coupon_voided: '优惠券作废：{reason}', paid_by_coupons: '优惠抵扣 ¥{amount}', lot_set: '车场资料已更新', signed_in: '{operator} 登录', sign_in_refused: 'PIN 错误，登录被拒', pc_admitted: '{operator} 准入远程电脑“{pc}”', pc_revoked: '{operator} 撤销远程电脑“{pc}”', message_resent: '重发消息 {interface}', alarm_acknowledged: '告警已确认{note}', alarm_handed_on: '告警转交下一班：{note}', shift_opened: '{operator} 接班，备用金 ¥{amount}', shift_closed: '{operator} 交班，长短款 ¥{amount}', platform_pointed: '上报对象改为 {address}',
    reservation_booked: '预约车位，至 {until}', reservation_paid: '预约已支付，至 {until}', reservation_prolonged: '预约延长，至 {until}', reservation_used: '预约车已入场', reservation_cancelled: '预约已取消', reservation_cancelled_by_hand: '人工取消预约：{reason}', reservation_expired: '预约已过期，车位释放',
    paid_from_deposit: '预约金抵扣 ¥{amount}', share_set: '共享停车 {first} 至 {last}', share_cancelled: '共享停车已取消',
    stay_began: '泊位 {space} 车辆入位', stay_ended: '泊位车辆离位', stay_ended_unpaid: '泊位车辆离位，欠费 {amount} 元', stay_plate_set: '登记泊位车牌', invoice_asked: '申请开票 {serial}，{amount} 元', invoice_reversal: '申请红冲 {serial}，{amount} 元：{reason}', invoice_issued: '发票已开出 {code} {number}', invoice_paper_kept: '发票 PDF 已取回，{kib} KB', invoice_dropped: '发票未开出：{reason}',
    credit_proposed: '欠费 {amount} 元拟上报征信', credit_approved: '征信上报已由 {approver} 审批', credit_withdrawn: '征信上报已撤回：{reason}', person_shown: '{operator} 查看个人资料', history_shown: '{operator} 查看车辆履历完整资料：{reason}', person_erased: '个人资料已删除：{reason}',
    listed_barred: '管控车辆，不放行（来源：{placed_by}）', listed_warned: '管控提示：请留意此车（来源：{placed_by}）', listed_free: '名单免费通行（来源：{placed_by}）', held_locked: '锁定的车到达出口，未放行', lane_closed: '车到停用的入口，未放行',
    placed_no_entry: '列入名单：禁止入场（{placed_by}，至 {until}）', placed_no_exit: '列入名单：禁止出场（{placed_by}，至 {until}）', placed_no_passage: '列入名单：禁止进出（{placed_by}，至 {until}）', placed_warn: '列入名单：警告（{placed_by}，至 {until}）', placed_free_passage: '列入名单：免费通行（{placed_by}，至 {until}）', control_removed: '移出管控名单',
    locked_by_owner: '车主锁车', locked_by_hand: '岗亭锁车：{reason}', lock_let_go: '人工核对后解锁：{reason}', unlocked_by_hand: '岗亭解锁：{reason}', unlocked: '车主解锁', plate_corrected: '车牌由 {from} 改为 {to}：{reason}', plate_corrected_approved: '车牌由 {from} 改为 {to}：{reason}（{approver} 批准）',
    lane_in_service: '车道恢复使用：{reason}', lane_jammed: '车道拥堵：{reason}', lane_badly_jammed: '车道严重拥堵：{reason}', lane_out_of_service: '车道停用：{reason}', device_lost: '{device} 失联 {why}', device_back: '{device} 恢复', motor_failed: '道闸电机故障：{remark}', lease_extended: '月租由平台延期至 {until}', lease_ended: '月租终止：{reason}',
    garage_store_asked: '车库存车：车位 {space}', garage_retrieve_asked: '车库取车：车位 {space}', garage_failed: '车库指令失败：{reason}', garage_lapsed: '车库指令需重新下达：{reason}', garage_cancelled: '车库指令已取消：{reason}', garage_state: '车库 {garage}：{state} {reason}', garage_event: '车库：{event} {space} {remark}',
  },
  queue: { title: '等待处理', none: '没有等待的车辆' },
  keys: { title: '功能键', F1: '帮助', F2: '查车', F3: '手动开闸', 'Shift+F3': '通道状态', F6: '扫码', F7: '免费放行', 'Shift+F7': '欠费离场', F8: '移除此车', F8_coupon: '优惠', F9: '锁屏', F10: '车库', F11: '班次', F12: '换人', hint: '数字 → 实收，字母 → 查车，Esc 退一步' },
  help: {
    title: '按键一览', desks: '工作台', signs: '四种信号',
    sign: { act: '红色：现在需要处理', look: '琥珀色：请看一眼', fine: '绿色：正常', wait: '紫色斜纹：等待平台，不影响收费' },
    keys: {
      digits: { key: '0–9 .', does: '输入实收金额（空着就是正好）' }, enter: { key: 'Enter', does: '执行大按钮上写的事，仅此一件' }, esc: { key: 'Esc', does: '退一步：关窗口、清金额、回到实收' },
      letters: { key: '字母 汉字', does: '打开查车，从这个字开始' }, f1: { key: 'F1', does: '本帮助' }, f2: { key: 'F2', does: '查车：车牌任意几位' }, f3: { key: 'F3', does: '手动开闸，须写原因' }, shift_f3: { key: '⇧ F3', does: '通道停用、拥堵、恢复' },
      f4: { key: 'F4', does: '应收金额逐行说明' }, f5: { key: 'F5', does: '现金：到实收栏并全选' }, f6: { key: 'F6', does: '扫付款码、录交易号；异常车：选在场车辆 ⇄ 补录入场' }, f7: { key: 'F7', does: '免费放行，须第二人 PIN 与原因；⇧ F7 欠费离场' },
      f8: { key: 'F8', does: '优惠：扫券或人工减免；移除异常车，须写原因' }, f9: { key: 'F9', does: '锁屏，PIN 解锁' }, f10: { key: 'F10', does: '机械车库：存取车、排队、告警' }, f11: { key: 'F11', does: '班次：开班、清点钱箱、交班' }, f12: { key: 'F12', does: '换人：接班的人输 PIN，屏幕上的车不变' }, f12_f12: { key: 'F12 F12', does: '退出登录' }, alt_n: { key: 'Alt 1–9', does: '到等待队列的第几辆' }, alt_arrows: { key: 'Alt ↑ ↓', does: '上一辆、下一辆等待的车' },
      alt_e: { key: 'Alt E', does: '到动态列表，Tab 移动，Enter 打开' }, alt_b: { key: 'Alt B', does: '到车位图，方向键查看' }, alt_o: { key: 'Alt O  G  I', does: '道闸未开：再开一次；车已离开；仍在场内' }, ctrl_d: { key: 'Ctrl D', does: '顾客屏开、关' }, ctrl_k: { key: 'Ctrl K', does: '找功能：汉字、拼音首字母、英文' }, ctrl_l: { key: 'Ctrl L', does: '中文 ⇄ English' },
    },
  },
  search: { title: '查车', label: '车牌', placeholder: '车牌任意几位', none: '没有含“{part}”的车辆记录', keys: '↑ ↓ 选择，Enter 打开，Esc 返回' },
  open: { title: '手动开闸', lane: '车道', effect: '{lane} 的道闸将立即开启一次，10 秒内未执行即作废；操作人与原因记入日志。', submit: '开启{lane}' },
  dismiss: { title: '移除等待的车', effect: '{lane} 的 {plate} 不再等待处理，道闸不动作。此操作记入日志。', submit: '移除此车' },
  free: {
    title: '免费放行', effect: '应收 ¥{due} 全部免除，道闸开启，计入免费放行统计。', moved: '应收已变为 ¥{due}，请返回后重新操作。', second: '第二人（经理）同意', pin: '第二人的 PIN',
    nobody: '没有另一位可批准的经理。请先在“设置 → 人员”中添加。', submit: '免除 ¥{due} 并开闸',
  },
  record_state: { inside: '在场', left: '已离场', cancelled: '已作废' },
  record_type: { normal: '正常', abnormal: '异常记录', left_locked: '锁车离场' },
  pay_type: { cash: '现金', we_chat: '微信', alipay: '支付宝', union_pay: '银联', etc: 'ETC', other: '其他' },
  record: {
    find: '查车', list: '停车记录', plate: '车牌', standing: '身份', state: '状态', area: '区域', entered: '入场', left: '出场', received: '实收', none: '还没有停车记录', none_hint: '第一辆车入场后，记录会出现在这里。',
    none_text_hint: '可以少输几位，或换成车牌中间的数字。', pick: '从左侧选择一条记录，查看图片、收费与上传情况。', by_hand: '人工补录', still_inside: '仍在场', money: '收费', paid_at: '时间', how: '方式', due: '应收', off: '优惠',
    no_charges: '没有收费', sum: '合计', story: '经过', messages: '上传消息', no_messages: '没有消息',
  },
  platforms: { tabs: '内容', messages: '消息', received: '平台来文', interfaces: '接口' },
  message_state: { waiting: '待传', sending: '正在传', accepted: '已接收', refused: '被拒绝', unknown: '结果未知', held: '不合规范', replaced: '已被更新取代' },
  rank: { basic: '基础数据', record: '业务记录', snapshot: '实时状态' },
  outcome: { none: '进行中', accepted: '平台已接收', refused: '拒绝 {code}：{words}', unknown: '无应答：{why}', not_sent: '未发出：{why}' },
  message: {
    no: '序号', interface: '接口', state: '状态', since: '等待自', attempts: '尝试', last: '最近结果', scope: '范围', only_open: '未完成', platform: '平台', resend: '重发这条', resend_all: '重发全部被拒与未知',
    none_open: '没有待传的消息', none: '还没有消息', none_hint: '车辆进出、收费等需要上报的内容会先列在这里，平台接收后离开“未完成”。', pick: '从左侧选择一条消息，查看内容与每次尝试。', own_id: '业务编号', parked: '排在后面', behind: '等 #{no}',
    behind_more: '同一记录的 #{no} 被接收后再发', problem: '不合规范', next: '下次尝试', attempts_title: '每次尝试', never: '还没有尝试', took: '{ms} 毫秒', body: '内容', resent: '#{no} 已重新排队', resent_all: '已重新排队 {n} 条',
    no_resend: { waiting: '', sending: '正在传输', accepted: '平台已接收，无需重发', refused: '', unknown: '', held: '内容不合平台规范，请先更正数据', replaced: '已有更新的状态，无需重发' },
  },
  interface: {
    1001: '登录', 1002: '刷新令牌', 1003: '注销', 2001: '图片上传', 2002: '系统事件', 3001: '停车场信息', 3002: '出入口信息', 3003: '设备信息', 3004: '泊位信息', 3005: '收费标准', 5001: '泊位状态', 5002: '设备状态', 5003: '在场车位数',
    5004: '车辆入场', 5005: '车辆离场', 5006: '记录更正', 5007: '请求支付', 5008: '缴费记录', 5009: '退费', 5010: '扣款签约查询', 5011: '出入口状态', 5012: '月租更新', 4001: '车辆管控名单', 6001: '车位预约', 6002: '预约确定', 6003: '锁车/解锁', 6004: '共享停车', 6005: '场内车辆查询', 6006: '停车费查询', 6007: '支付成功通知', 6008: '代扣签约变更', 6009: '月租查询', 6010: '月租延期',
    8004: '存车', 8005: '取车', 9001: '停车诱导',
  },
  inbox_state: { done: '已执行', declined: '已拒办', refused: '未通过验证', open: '处理中' },
  push_refusal: {
    too_many_connections: '连接过多', no_tls: '未建立 TLS', over_limit: '请求过于频繁', unknown_path: '地址或方式不对', too_large: '超出大小', too_slow: '未按时送达', strange_address: '来源地址不在名单内', no_token: '没有令牌',
    wrong_token: '令牌不对', stale_token: '令牌已过期', bad_envelope: '格式有误', bad_signature: '签名不符', stale_timestamp: '时间戳相差过大', replay: '重放的旧请求', unknown_interface: '没有此接口', failed: '本机处理失败',
  },
  received: {
    at: '收到时间', transport: '方式', answer: '应答', repeats: '重复', repeats_more: '同一请求又来了 {n} 次，均回以首次应答', from: '来自', verdict: '未通过', asked: '请求', unanswered: '尚未应答', reload: '刷新', pick: '从左侧选择一条，查看平台的请求与本机的应答。', none: '平台还没有发来请求',
    none_hint: '平台下发的预约、锁车、名单、查询等请求会列在这里，连同验证结果与应答。', listens: '接收地址 {url}', turned_away: '已拒绝 {n} 次', no_listener: '没有接收地址：尚未配置平台', dropped: '请求与应答已按保存期限清除。',
  },
  interfaces: { id: '标识', name: '名称', direction: '方向', transport: '传输', source: '文档章节', implemented: '实现', exercised: '最近实际交换', built: '已实现', not_built: '未实现', never: '从未', sum: '共 {all} 个接口，已实现 {built} 个，本机实际交换过 {used} 个' },
  direction: { up: '上行', down: '下行', both: '双向' },
  receipt: { print: '打印小票', sent_first: '已送打印机', sent_copy: '已送打印机，小票标有“补打”', problem: '上次打印失败：{why}' },
  reports: {
    kinds: '报表种类', period: '期间', preset: { today: '今天', yesterday: '昨天', week: '近 7 天', month: '本月', last_month: '上月', own: '自选' }, first: '开始日期', last: '结束日期', rule_day: '日期格式：2026-11-22', rule_order: '结束日期不能早于开始日期', rule_ahead: '开始日期不能晚于今天',
    view: '显示方式', table: '表格', chart: '图表', unit: { yuan: '元', cars: '辆', percent: '%' }, total: '合计 {n} 行', so_far: '已载入 {n} 行', none: '该期间没有数据', none_hint: '换一个期间或另一种报表。', none_reconciled: '没有差异，或该期间尚未取得平台账单；账单取得情况见标题下方。',
    export: '导出', waiting: '排队中', rows: '已写 {n} 行', rows_of: '已写 {n} / {of} 行', cancel: '取消导出', done: '导出完成：{n} 行，{size}', cancelled: '导出已取消，没有留下文件', not_permitted: '只有经理可以查看和导出报表', not_permitted_hint: '请经理登录后查看。',
  },
  report_kind: {
    daily: '收费日报', monthly: '收费月报', lanes: '按车道', operators: '按收款员', pay_types: '按支付方式', payments: '收费明细', stays: '停车记录明细', shifts: '交班表', reconciliation: '对账差异', arrears: '欠费', releases: '免费放行与手动开闸', occupancy: '占用与周转', repair_uploads: '维修电子档案上传',
  },
  report_format: { xlsx: 'Excel（XLSX）', csv: 'CSV', pdf: 'PDF' },
  report_job_state: { waiting: '排队中', running: '正在导出', done: '完成', failed: '失败', cancelled: '已取消' },
  settings: { title: '设置', tariff: '收费标准', leases: '月租', operators: '人员', platforms: '平台', remote: '远程电脑', window: '界面', health: '系统', language: '语言', theme: '外观', window_note: '语言和外观只影响这台电脑上的窗口。Ctrl L 随时切换语言。' },
  tariff: {
    draft: '未生效的修改', since: '{at} 起生效', open_file: '打开文件…', text: '收费标准文件', line: '第 {n} 行', kept: '“{name}”继续生效，上面的文字原样保留，可改正后再试。', replaced: '已生效：{name}',
    effect: '从生效时刻起按新标准计费，此前的停放仍按原标准；已付款项不变。', in_force: '这是正在生效的收费标准。', from: '生效时间', from_note: '留空即立即生效', rule_ahead: '生效时间须晚于现在', plan: '到时生效', planned: '将于 {at} 生效', history: '历次与计划', from_at: '{at} 起', open: '查看', export: '导出', withdraw: '撤回',
    power: '能源', fuel: '燃油', new_energy: '新能源', area: '区域', area_note: '区域编号，可不填', coupons: '优惠', coupon_value: '优惠值', coupon_add: '添加', coupon_remove: '移除', discard: '放弃修改', load: '使其生效', try: '试算', try_draft: '按左侧未生效的修改试算', try_current: '按正在生效的标准试算', class: '车型', price: '试算', rule_order: '出场不能早于入场',
  },
  tariff_state: { past: '已停用', in_force: '生效中', planned: '待生效', withdrawn: '已撤回' },
  coupon_kind: { nothing: '无优惠', amount: '减免金额', hours: '减免时间', rate: '打折', free: '全免' },
  coupon_note: { amount: '元', hours: '小时', rate: '0.3 表示减免 30%', free: '无需填写' },
  operators: { role: '角色', may: '权限', new: '添加人员', create: '添加', created: '已添加 {name}', taken: '这个名字已被使用', not_permitted: '只有经理可以修改。' },
  leases: {
    price: '月租价', price_note: '每月多少元；城市平台要求至少有一个价格', rule_price: '请填写金额，如 300 或 300.50', plates: '车牌', spaces: '车位数', first: '首日', last: '末日', left: '剩余', none: '还没有月租', none_hint: '在右侧填写车牌与起止日期，保存第一份月租。', over: '已到期', days_left: '剩 {n} 天', new: '新建月租', edit: '修改月租', save: '保存', saved: '已保存',
    plates_note: '多个车牌用空格分开，超出车位数的按临停计费', spaces_note: '同时可停几辆，1 至 1000', day_note: '如 2026-11-22，含当日', rule_plates: '请填写 1 至 50 个车牌', rule_spaces: '车位数须为 1 至 1000', rule_day: '日期格式：2026-11-22', rule_order: '末日不能早于首日', bad_plate: '有车牌不合规则',
  },
  platform_settings: {
    title: '平台设置', file: '{file}，自 {at} 起生效', reload: '重新读取', kept: '文件中的改动没有采用，正在运行的设置照旧。改正文件后会自动重新读取。', begun_anew: '已按新设置重新连接：{what}', unchanged: '设置没有变化。',
    at_next_start: '重启引擎后生效：{what}', none: '没有配置任何平台。在 lotdesk.toml 的 [platforms.city] 中填写平台地址与账号。', key: '设置', value: '值', source: '来源', secrets: '密钥', set: '已设置', not_set: '未设置',
    secrets_note: '密钥只存放在加密文件中，任何界面都不显示。在终端输入：lotdeskctl secret set 名称',
  },
  selftest: { title: '城市平台自检', about: '用现有设置逐步试一遍：连接、证书、登录、签名、时钟、上报、TCP 和下行。不影响正在进行的上传。', begin: '开始自检', again: '再做一次', cancel: '中止' },
  selftest_verdict: { running: '正在自检', passed: '全部通过', failed: '有问题需要解决', cancelled: '已中止' },
  selftest_step: { settings: '设置与密钥', address: '地址', secure: '证书与加密', login: '登录与签名', clock: '时钟', refresh: '刷新令牌', report: '上报', tcp: 'TCP 连接', downlink: '平台下发', logout: '注销' },
  selftest_state: { waiting: '等待', running: '进行中', passed: '通过', noted: '请留意', failed: '未通过', not_tried: '未尝试' },
  health: { engine: '引擎', up: '正常', down: '未应答', version: '版本', clock: '引擎时钟', journal: '日志序号', hash: '日志校验', painted: '画面延迟', painted_words: '{n} 次更新，第 99 百分位 {p99} 毫秒', lot: '车场', about: '日志逐条连环校验。技术支持询问时，请报日志序号与校验值；两台电脑上的值相同，即为同一份账。' },
  ...attach, ...cars, ...lists, ...billing, ...street, ...charging, ...driver, ...garage, ...lanes, ...merchants, ...reconcile, ...shift, ...alarms, ...payment, ...reconcileAll, ...palette, ...session, ...setup, ...exceptions,
}
