export const zh = {
  reconcile_all: {
    shift_drawer: '第 {no} 班钱箱（{name}，{at} 交班）：账面 · 实点',
    tabs: '对账', tab: { all: '全部核对', files: '渠道账单', payments: '扫码流水', city: '市平台账单' }, about: '台账与道闸、市平台、支付渠道账单、钱箱逐笔比较。每一处差异都列出，由人处理。', sides: '核对对象', against: '核对对象', ours: '本场台账', theirs: '对方', verdict: '结果',
    side: { gate: '道闸记录', city: '市平台 1401', channel: '支付渠道', drawer: '钱箱' }, channel_file: '{channel}账单', open: '{n} 处未处理', no_bill: '未取账单：{days}', no_file: '未导入账单：{days}', agrees: '一致', show: '显示', show_open: '未处理', show_every: '全部', none: '没有未处理的差异', none_hint: '没有账单的日期没有参与比较，见上表。',
    key: '车牌 / 编号', done: '处理', amount: '金额', moved: '台账调整 ¥{amount}', rule: { day: '日期格式：2026-11-22', order: '结束日期不能早于开始日期', future: '不能晚于今天', many: '一次最多 31 天' },
  },
  difference_class: { missing_here: '本场没有', missing_there: '对方没有', amount: '金额不同', time: '时间不同', state: '状态不同', duplicate: '重复' },
  difference_hint: { missing_here: '对方有这笔，本场台账没有。', missing_there: '本场有这笔，对方没有。', amount: '两边都有，金额不同。', time: '两边都有，时间相差过大，请核对是否同一笔。', state: '一边已撤销或作废，另一边仍有效。', duplicate: '同一笔在一边出现多次。' },
  settlement: { resent: '已重发', put_right: '已调整', accepted: '已接受' },
  settle_act: { resent: '重发上报', put_right: '调整台账', accepted: '接受差异' },
  settle_effect: { resent: '把这笔的上报消息重新排队发送；平台收到后再比较。', put_right: '以平衡分录调整台账 ¥{amount}（对方科目“对账未明”），须第二人同意，不可删除，只能再冲回。', accepted: '保持两边原样，记录原因；这处差异仍可查到。' },
  settle_reasons: { resent: ['平台未入账', '上报丢失'], put_right: ['渠道已到账，本场漏记', '本场多记', '金额录入有误'], accepted: ['已与平台核实', '次日到账', '应急放行', '时钟误差'] },
  channel_file: {
    about: '从微信支付商户平台、支付宝商家中心或网银下载的账单（CSV、XLSX），先预览，再导入；同一文件只入一次。', pick: '选择账单文件', reading: '正在读取…', take: '导入 {n} 笔', take_bad: '略过 {bad} 处，导入 {n} 笔', taken: '已导入', again: '该文件已于 {at} 导入，不会重复计入', good: '可以导入', bad: '{n} 处无法识别',
    sum: '{channel} {first} 至 {last}：{n} 笔，收 ¥{paid}，退 ¥{refunded}', bad_line: '第 {line} 行 {field}：{why}', lines: '明细', line: '行', words: '渠道状态', known: '本场台账', known_yes: '有', known_no: '没有', void: '未动钱', list: '近 30 天已导入', none: '还没有导入过账单', none_hint: '导入后在“全部核对”中逐笔比较。', name: '文件', whose: '渠道', days: '日期', count: '笔数', at: '导入时间',
  },
  payments: { channel: '扫码支付通道已设置', no_channel: '没有设置扫码支付通道（lotdesk.toml 的 [payment]）', again: '刷新', by_hand: '手工录入交易号', none_by_hand: '没有手工录入的交易号', plate: '车牌', proof: '渠道账单', proof_waits: '账单未导入', proof_there: '账单中有', proof_missing: '账单中没有', attempts: '扫码', none: '还没有扫过付款码', state: '结果', why: '交易号 / 原因' },
}

export const en: typeof zh = {
  reconcile_all: {
    shift_drawer: 'Drawer of shift {no}, {name}, {at}: books · counted',
    tabs: 'Reconciling', tab: { all: 'Everything', files: 'Channel files', payments: 'Scans', city: 'City bill' }, about: 'The ledger against gates, city platform, payment channels and drawers, line by line. Every difference is listed and settled by a person.', sides: 'Sides', against: 'Against', ours: 'Ledger', theirs: 'Theirs', verdict: 'Verdict',
    side: { gate: 'Gates', city: 'City 1401', channel: 'Channels', drawer: 'Drawers' }, channel_file: '{channel} file', open: '{n} open', no_bill: 'No bill: {days}', no_file: 'No file: {days}', agrees: 'Agrees', show: 'Show', show_open: 'Open', show_every: 'All', none: 'Nothing is open', none_hint: 'Days without a bill or a file were not compared; the table above says which.',
    key: 'Plate / number', done: 'Settled', amount: 'Amount', moved: 'Ledger put right by ¥{amount}', rule: { day: 'Write it as 2026-11-22', order: 'The last day cannot come before the first', future: 'Not after today', many: '31 days at most' },
  },
  difference_class: { missing_here: 'Missing here', missing_there: 'Missing there', amount: 'Amount', time: 'Time', state: 'State', duplicate: 'Duplicate' },
  difference_hint: { missing_here: 'The other side has it, our ledger does not.', missing_there: 'We have it, the other side does not.', amount: 'Both have it, the amounts differ.', time: 'Both have it, the times are too far apart.', state: 'Withdrawn on one side, in force on the other.', duplicate: 'One side has it more than once.' },
  settlement: { resent: 'Sent again', put_right: 'Put right', accepted: 'Accepted' },
  settle_act: { resent: 'Send again', put_right: 'Put the ledger right', accepted: 'Accept' },
  settle_effect: { resent: 'Our report goes back in line; compare again once the platform has it.', put_right: 'Balanced postings move ¥{amount} in the ledger against "unexplained". A second person agrees; it is never deleted, only reversed.', accepted: 'Both sides stay as they are, the reason is kept, and the difference stays in sight.' },
  settle_reasons: { resent: ['The platform lacks it', 'Report was lost'], put_right: ['Arrived at the channel, not booked here', 'Booked too much here', 'Wrong amount typed'], accepted: ['Checked with the platform', 'Arrives the next day', 'Emergency', 'Clocks differ'] },
  channel_file: {
    about: 'Bills as WeChat Pay, Alipay or a bank lets them be downloaded (CSV, XLSX): looked at first, then taken in, each file once.', pick: 'Choose a bill', reading: 'Reading…', take: 'Take in {n} lines', take_bad: 'Leave {bad} out, take in {n}', taken: 'Taken in', again: 'Taken in on {at}; it does not count twice', good: 'Ready', bad: '{n} places cannot be read',
    sum: '{channel} {first} to {last}: {n} lines, in ¥{paid}, back ¥{refunded}', bad_line: 'Line {line} {field}: {why}', lines: 'Lines', line: 'Line', words: 'Channel’s state', known: 'Our ledger', known_yes: 'has it', known_no: 'lacks it', void: 'no money moved', list: 'Taken in, last 30 days', none: 'No bill was taken in yet', none_hint: 'Once it is, "Everything" compares it line by line.', name: 'File', whose: 'Channel', days: 'Days', count: 'Lines', at: 'Taken in',
  },
  payments: { channel: 'A channel for pay codes is set up', no_channel: 'No channel for pay codes is set up ([payment] in lotdesk.toml)', again: 'Again', by_hand: 'Trade numbers typed in', none_by_hand: 'No trade number was typed in', plate: 'Plate', proof: 'Channel file', proof_waits: 'no file yet', proof_there: 'in the file', proof_missing: 'not in the file', attempts: 'Scans', none: 'No pay code was scanned yet', state: 'State', why: 'Number / why' },
}
