export const zh = {
  reconcile: {
    title: '与市平台对账', first: '开始日期', last: '结束日期', order: '订单编号', order_note: '只对这一笔；空着对整段日期', day_note: '如 2026-11-22', compare: '比较', ask: '向市平台取账单', asking: '正在取账单…', rule_day: '日期格式：2026-11-22', rule_order: '结束日期不能早于开始日期', rule_some: '请填写日期或订单编号', today: '今天', yesterday: '昨天', week: '近 7 天', month: '本月',
    about: '本场台账与市平台账单（1401）逐笔比较，每一处差异都列出，不做自动抹平。', bills: '已取账单', bill: '{day}：{lines} 笔，{at} 取得', missing_days: '以下日期还没有取过账单，没有参与比较：{days}', none: '没有差异', none_hint: '所选日期内，本场的每笔收退费与市平台账单一致。', not_yet: '选好日期后比较；从未取过的账单先向市平台取。', no_bills: '还没有取过这段日期的账单', no_bills_hint: '由经理向市平台取账单后再比较。', no_bills_hint_may: '按“向市平台取账单”，取回后自动比较。',
    filter: '差异种类', all: '全部', way: '类型', what: '差异', ours: '本场', theirs: '市平台', delta: '相差', at: '时间', report: '上报', waits: '我方上报待传', arrived: '–', sum: '合计', open: '查这辆车', differences: '差异',
    hint: { missing_here: '市平台有这笔，本场没有。请核对是否漏记，或由平台侧查明。', missing_there: '本场有这笔，市平台没有。上报还在路上的，传完再比较；已传完仍没有的，到“平台”重发。', amount_differs: '两边都有，金额不同。请核对订单与退费，按实际情况退费或请平台更正。' },
  },
  money_way: { paid: '收费', refunded: '退费' },
  disagreement: { missing_here: '本场没有', missing_there: '平台没有', amount_differs: '金额不同' },
}

export const en: typeof zh = {
  reconcile: {
    title: 'Reconciling with the city platform', first: 'First day', last: 'Last day', order: 'Order number', order_note: 'Only this one; empty for the whole span', day_note: 'Such as 2026-11-22', compare: 'Compare', ask: 'Ask the city for its bill', asking: 'Asking…', rule_day: 'Write it as 2026-11-22', rule_order: 'The last day cannot come before the first', rule_some: 'Name days or an order', today: 'Today', yesterday: 'Yesterday', week: 'Last 7 days', month: 'This month',
    about: 'Our ledger and the bill of the city platform (1401), line by line. Every difference is listed; nothing is matched silently.', bills: 'Bills', bill: '{day}: {lines} lines, asked for {at}', missing_days: 'Never asked for, so not compared: {days}', none: 'Everything agrees', none_hint: 'Each payment and refund of these days is the same on both sides.', not_yet: 'Choose days and compare; ask the city for bills that were never asked for.', no_bills: 'No bill of these days was asked for yet', no_bills_hint: 'A manager must ask the city platform for it first.', no_bills_hint_may: 'Press "Ask the city for its bill"; it is compared once it is here.',
    filter: 'Kind of difference', all: 'All', way: 'Kind', what: 'Difference', ours: 'Ours', theirs: 'The city’s', delta: 'Apart', at: 'At', report: 'Report', waits: 'our report waits', arrived: '–', sum: 'Sum', open: 'Find the car', differences: 'Differences',
    hint: { missing_here: 'The city has this one and we do not. Look whether it was never booked, or have the platform find out.', missing_there: 'We have this one and the city does not. Where the report is still under way, compare again once it is through; otherwise resend it under "Platforms".', amount_differs: 'Both have it with different amounts. Look at the order and its refunds; refund, or have the platform mend it.' },
  },
  money_way: { paid: 'Paid', refunded: 'Refunded' },
  disagreement: { missing_here: 'Missing here', missing_there: 'Missing there', amount_differs: 'Amount differs' },
}
