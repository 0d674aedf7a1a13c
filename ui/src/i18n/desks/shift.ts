export const zh = {
  shift: {
    now: '当前班次', none: '当前无人当班', none_hint: '开班后，收到的现金记入本班次；未开班时也能收费，现金记在收款人名下。', float: '备用金（元）', float_note: '钱箱里用于找零的现金，没有就填 0', float_rule: '请填写金额，最多两位小数', float_short: '备用金 ¥{amount}', begin: '{name} 开班',
    count_title: '清点钱箱 · 第 {no} 班', count_hint: '先数钱，后看账：点完并提交之后才显示应有金额。每次清点都留在账本里。', piece: '面额', pieces: '张数', pieces_of: '{piece} 元的张数', piece_sum: '小计', counted: '实点', count_done: '清点完成', count_give: '提交清点结果', count_sure: '实点 ¥{amount}，提交后不能修改，只能重新清点。', count_empty: '各面额都是 0：确认钱箱是空的？提交后不能修改。',
    hand_over_title: '交班 · 第 {no} 班', counted_at: '{at} 清点（第 {n} 次）', expected: '应有', difference: '长短款', agrees: '账实相符', over: '长款 ¥{amount}', short: '短款 ¥{amount}', stale: '清点之后又有现金进出，请重新清点', hand_over_hint: '交班后现金清零入库，差额连同原因记入账本；交班单列出免费放行、手动开闸、退款和未完事项。', again: '重新清点', close: '交班',
    why: { change: '找零给错', note: '收到假币或残币', unknown: '原因不明，已复点' },
    past: '已交班次', past_none: '还没有交接过的班次', past_none_hint: '第一次交班后，交班单会列在这里。', even: '相符', older: '更早的班次', sheet: '交班单', sheet_none: '交班后在此显示交班单', sheet_none_hint: '也可从左侧选择以前的班次查看和补打。', print: '打印交班单', printed: '已送打印机',
    top: '班次 {no} {name}', top_none: '未开班',
  },
}

export const en: typeof zh = {
  shift: {
    now: 'The shift now', none: 'Nobody has the drawer', none_hint: 'From the beginning of a shift, cash goes into its drawer. Payments can be taken without one; the cash then stands under whoever took it.', float: 'Float (yuan)', float_note: 'Change money in the drawer; 0 where there is none', float_rule: 'Give an amount with at most two decimals', float_short: 'float ¥{amount}', begin: '{name} begins a shift',
    count_title: 'Counting the drawer · shift {no}', count_hint: 'Count first: what should be in the drawer is told once the count is given. Every count stays in the journal.', piece: 'Piece', pieces: 'Pieces', pieces_of: 'Pieces of {piece} yuan', piece_sum: 'Sum', counted: 'Counted', count_done: 'Counted', count_give: 'Give this count', count_sure: '¥{amount} counted. It cannot be changed afterwards, only counted again.', count_empty: 'Nothing of any kind: is the drawer empty? It cannot be changed afterwards.',
    hand_over_title: 'Handing over · shift {no}', counted_at: 'Counted {at} (count {n})', expected: 'Expected', difference: 'Over / short', agrees: 'The drawer agrees with the books', over: 'Over by ¥{amount}', short: 'Short by ¥{amount}', stale: 'Cash came or went after the count: count again', hand_over_hint: 'The cash goes to the safe and the drawer is empty; a difference is booked with its reason. The sheet lists free passes, gates opened by hand, refunds and what stays open.', again: 'Count again', close: 'Hand over',
    why: { change: 'Wrong change given', note: 'False or torn note', unknown: 'Unknown, counted twice' },
    past: 'Shifts handed over', past_none: 'No shift was handed over yet', past_none_hint: 'After the first hand-over its sheet stands here.', even: 'agrees', older: 'Older shifts', sheet: 'Sheet', sheet_none: 'The sheet appears here after the hand-over', sheet_none_hint: 'Or choose an earlier shift to look at and print again.', print: 'Print the sheet', printed: 'Sent to the printer',
    top: 'Shift {no} {name}', top_none: 'No shift',
  },
}
