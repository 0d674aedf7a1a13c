export const zh = {
  pay_channel: { we_chat: '微信', alipay: '支付宝', bank: '银行' },
  scan: {
    title: '扫码收款', way: '收款方式', by_code: '扫驾驶员付款码', by_trade: '车场收款码已付', code: '付款码', code_note: '用扫码枪扫描驾驶员的微信或支付宝付款码，扫到即扣款', rule_code: '不是有效的付款码，请重新扫描',
    board: '哪家的收款码', trade_no: '交易号', rule_trade: '请填写驾驶员手机上的交易号', trade_note: { we_chat: '微信“交易单号”，28 位数字', alipay: '支付宝“订单号”，16 或 28 位数字', bank: '银行流水号，6 至 40 位' },
    submit: '扣款 ¥{due}', submit_trade: '登记 ¥{due} 并开闸', done: '完成', query: '查询结果', cancel: '撤销',
    state: { sent: '正在扣款…', waiting: '等待驾驶员输入密码', unknown: '结果未知，正在向通道查询', cancelling: '正在撤销…', paid: '已收款', refused: '扣款未成功，没有收钱', cancelled: '已撤销，没有收钱' },
    hint: { sent: '请稍候，不要再次扫码。', waiting: '请驾驶员在手机上确认；一分钟未确认自动撤销。', unknown: '未知不等于已付：查到结果之前不要放行，也不要再次扫码。', cancelling: '撤销有结果后即可改收现金。', paid: '', refused: '', cancelled: '' },
    ending: { partly_paid: '收到的少于应收，其余仍须缴纳。', overpaid: '收到的多于应收，多出部分待退。', paid_twice: '此前已缴清，这笔待退。', after_leaving: '车辆已离场且已缴清，这笔待退。', settled: '' },
    retry: '扫码处理中，按 F6 查看',
  },
  coupon: {
    title: '优惠', way: '优惠方式', scan: '扫商户优惠券', by_hand: '人工减免', number: '优惠券号', number_note: '扫描或输入，例如 YH 开头的券号', rule_number: '请扫描或输入优惠券号', none: '这次停车还没有优惠', taken: '优惠已计入',
    due: '停车费 ¥{fee}，现应收 ¥{due}', kind: '减免方式', kinds: { amount: '减金额', hours: '减时长', rate: '打折', free: '全免' }, value: { amount: '减免金额（元）', hours: '减免时长（小时）', rate: '减免比例', free: '' },
    rule: { amount: '例如 5 或 5.50', hours: '例如 1 或 0.5', rate: '0.3 表示减免 30%', free: '' }, says: { nothing: '无', amount: '减 {value} 元', hours: '减 {value} 小时', rate: '减免比例 {value}', free: '全免' },
    reasons: ['投诉补偿', '设备故障久等', '商户补发', '误收补偿'], submit: '计入优惠',
  },
  let_go: { title: '欠费离场', effect: '应收 ¥{due} 记为该车欠费，道闸开启；下次到来时提示，逾期可上报。', submit: '记欠费 ¥{due} 并开闸', reasons: ['手机没电且无现金', '支付通道故障', '应急车辆先行', '争议待处理'], key: '欠费离场', owes: '此前欠费 ¥{due}' },
  receipt_picture: { title: '小票', show: '看小票图' },
  debts: { tab: '欠费', title: '欠费', owed: '欠费', left_at: '离场', since: '逾期自', by: '由谁收', driver: '驾驶员', platform: '平台代扣', reported: '已上报', none: '没有欠费', none_hint: '欠费离场或漏收的车辆列在这里，可收现金或扫码补缴。', sum: '合计 ¥{due}', collect: '收现金', collect_effect: '收取 {plate} 的欠费 ¥{due}。', received: '实收', change: '找零 ¥{change}', short: '还差 ¥{missing}', done: '已收 ¥{due}', done_change: '{plate} 已收 ¥{due}，找零 ¥{change}', search: '车牌任意几位' },
}

export const en: typeof zh = {
  pay_channel: { we_chat: 'WeChat', alipay: 'Alipay', bank: 'Bank' },
  scan: {
    title: 'Pay by code', way: 'How it is paid', by_code: 'Scan the driver’s code', by_trade: 'Paid on our own board', code: 'Pay code', code_note: 'Scan the driver’s WeChat or Alipay code; the money is taken at once', rule_code: 'Not a pay code; scan again',
    board: 'Whose board', trade_no: 'Trade number', rule_trade: 'Enter the number on the driver’s screen', trade_note: { we_chat: 'WeChat’s trade number: 28 digits', alipay: 'Alipay’s number: 16 or 28 digits', bank: 'A bank’s number: 6 to 40 characters' },
    submit: 'Take ¥{due}', submit_trade: 'Enter ¥{due} and open', done: 'Done', query: 'Ask again', cancel: 'Withdraw',
    state: { sent: 'Taking the money…', waiting: 'The driver is asked for a password', unknown: 'Nobody knows yet; the channel is asked', cancelling: 'Withdrawing…', paid: 'Paid', refused: 'Not taken', cancelled: 'Withdrawn: nothing was taken' },
    hint: { sent: 'Wait; do not scan again.', waiting: 'The driver must confirm it; after a minute it is withdrawn by itself.', unknown: 'Unknown is not paid: do not let the car go and do not scan again before it is known.', cancelling: 'Cash can be taken once it is withdrawn.', paid: '', refused: '', cancelled: '' },
    ending: { partly_paid: 'Less than was due came; the rest is still due.', overpaid: 'More than was due came; the rest is to be given back.', paid_twice: 'It was paid before; this is to be given back.', after_leaving: 'The car has left and had paid; this is to be given back.', settled: '' },
    retry: 'A scan is under way; F6 shows it',
  },
  coupon: {
    title: 'Coupons', way: 'How', scan: 'Scan a merchant’s coupon', by_hand: 'By hand', number: 'Coupon number', number_note: 'Scan or type it, such as YH…', rule_number: 'Scan or type a coupon’s number', none: 'Nothing is let off yet', taken: 'It comes off',
    due: 'Fee ¥{fee}, now due ¥{due}', kind: 'What comes off', kinds: { amount: 'Amount', hours: 'Hours', rate: 'Share', free: 'Everything' }, value: { amount: 'Amount (yuan)', hours: 'Hours', rate: 'Share', free: '' },
    rule: { amount: 'Such as 5 or 5.50', hours: 'Such as 1 or 0.5', rate: '0.3 takes 30 % off', free: '' }, says: { nothing: 'nothing', amount: '{value} yuan', hours: '{value} hours', rate: 'a share of {value}', free: 'everything' },
    reasons: ['Complaint', 'Long wait for a broken device', 'Merchant’s coupon reissued', 'Wrongly charged before'], submit: 'Take it off',
  },
  let_go: { title: 'Let go owing', effect: '¥{due} become this car’s debt and the gate opens; the booth is told when it comes again, and an old debt may be reported.', submit: 'Owe ¥{due} and open', reasons: ['Phone is empty, no cash', 'Payment channel is down', 'Emergency', 'Disputed'], key: 'Let go owing', owes: 'owes ¥{due} from before' },
  receipt_picture: { title: 'Receipt', show: 'As a picture' },
  debts: { tab: 'Debts', title: 'Debts', owed: 'Owed', left_at: 'Left', since: 'Overdue since', by: 'Collected by', driver: 'driver', platform: 'platform', reported: 'reported', none: 'Nobody owes anything', none_hint: 'Cars that were let go owing, or were found gone, are listed here; they pay in cash or by code.', sum: '¥{due} in all', collect: 'Take cash', collect_effect: 'Takes the ¥{due} that {plate} owes.', received: 'Received', change: 'Change ¥{change}', short: '¥{missing} missing', done: 'Took ¥{due}', done_change: '{plate}: took ¥{due}, give ¥{change} back', search: 'Any part of a plate' },
}
