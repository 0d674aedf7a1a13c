export const zh = {
  act: { second: '另一位有审批权限的人员同意', pad: '车牌键盘', rub_out: '删一位', saved: '已保存', done: '已完成', not_permitted: '您的角色不能进行此操作。', shown: '显示 {n} 条，还有更多' },
  cars: { tabs: '车辆工作台', records: '停车记录', refunds: '退费', passages: '漏记通行', walk: '巡场核对', history: '车辆履历' },
  lock_state: { locked_by_owner: '车主锁车', locked_by_hand: '岗亭锁车', let_go: '已人工放行', unlocked: '已解锁' },
  lock: {
    lock: '锁车', unlock: '解锁', since: '{at} 起', title_lock: '锁车', title_unlock: '解锁',
    effect_lock: '{plate} 到出口时不放行，直到解锁。此操作记入日志。', effect_unlock: '{plate} 不再锁定，到出口时正常计费放行。请先核对是谁的车。',
    effect_let_go: '{plate} 由车主在平台锁定。人工放行后按“未解锁出场”上报。请先核对车主。', submit_lock: '锁定此车', submit_unlock: '核对无误，解锁',
    why_lock: ['车主要求看管', '疑似套牌', '公安协查', '事故待处理'],
  },
  correct: {
    do: '更正车牌', title: '更正车牌', now: '记录中的车牌', plate: '应为', effect: '记录改用新车牌并向市平台更正（5006）；原车牌保留在经过中。车在出口等待时会重新判定。', submit: '改为 {plate}', submit_plain: '更正车牌',
    rule: '请输入完整车牌，如 粤B12345', same: '与记录中的车牌相同', was: '原识别 {plate}', why: ['摄像机误读', '新能源牌少读一位', '遮挡，人工核对', '入口补录有误'], second: '新车牌应收更少，须另一位有审批权限的人员同意',
  },
  order: {
    title: '订单', no: '订单号', given: '给出', due: '应付', state: '状态', none: '还没有订单', debt: '平台尚应代收 ¥{debt}', holds: '价格保留至 {at}', asked: '已请平台扣款 {at}', cash_from: '{at} 起可改收现金', cash_now: '可改收现金',
    ask: '请平台扣款', ask_title: '请平台扣款', ask_effect: '请市平台向 {plate} 收取 ¥{due}（5007）。平台收到后等车主付款；结果会显示在这里，等待期过后可改收现金。', ask_submit: '请平台收 ¥{due}', nothing_due: '此车目前无需付款。',
  },
  order_state: { open: '待付', paid: '已付', replaced: '已更新' },
  refund: {
    do: '退费', title: '退费', amount: '退多少', amount_note: '最多 ¥{left}', rule: '请填写 0.01 至 {left} 之间的金额', effect: '{plate} 的这笔{how} ¥{paid} 中退还一部分或全部，原路退回；已退不能撤销。', effect_cash: '从当班钱箱付给车主，已退不能撤销。', submit: '退还 ¥{amount}', submit_plain: '退费',
    unanswered: '上次退 ¥{amount} 没有收到答复；再次提交按同一笔处理，不会退两次。',
    why: ['重复缴费', '多收', '误收', '离场后到账', '商户承担'], second: '超过免审批限额，须另一位有审批权限的人员同意', proposed: '待退', made: '已退', plate: '车牌', paid_at: '缴费时间', at: '退费时间', how: '方式', ending: '原因', sum: '金额', reason: '理由', approver: '同意人', none_approver: '限额内，无需第二人', order: '订单号', from: '渠道',
    none_proposed: '没有待退的款项', none_proposed_hint: '平台多收、重复收或离场后到账的款项会列在这里。其他退费从“停车记录”里的那笔收费开始。', none_made: '还没有退费', none_made_hint: '办理的每笔退费会列在这里，最新在上。', pick: '从左侧选择一条。', open: '打开停车记录', done: '已退还 ¥{amount}，该笔剩 ¥{left}', refunded: '已退 {amount}', scope: '范围',
  },
  ending: { settled: '正常结清', partly_paid: '未缴清', overpaid: '多收', paid_twice: '重复缴费', after_leaving: '离场后到账' },
}

export const en: typeof zh = {
  act: { second: 'A second person who may approve agrees', pad: 'Plate keys', rub_out: 'Rub out', saved: 'Saved', done: 'Done', not_permitted: 'Your role may not do this.', shown: '{n} shown, there are more' },
  cars: { tabs: 'Cars desk', records: 'Parking records', refunds: 'Refunds', passages: 'Unread passages', walk: 'Walk through the lot', history: 'History' },
  lock_state: { locked_by_owner: 'Locked by the owner', locked_by_hand: 'Locked at the booth', let_go: 'Let go by hand', unlocked: 'Unlocked' },
  lock: {
    lock: 'Lock', unlock: 'Unlock', since: 'since {at}', title_lock: 'Lock the car', title_unlock: 'Unlock the car',
    effect_lock: '{plate} is not let out at the exit until it is unlocked. This is kept in the journal.', effect_unlock: '{plate} is no longer locked and pays and leaves as any other. Look whose car it is first.',
    effect_let_go: 'The owner locked {plate} through the platform. Let go by hand it is reported as left while locked. Look whose car it is first.', submit_lock: 'Lock this car', submit_unlock: 'Checked, unlock',
    why_lock: ['The owner asked for it', 'Plate may be cloned', 'The police asked', 'Accident to be settled'],
  },
  correct: {
    do: 'Correct the plate', title: 'Correct the plate', now: 'On record', plate: 'Should be', effect: 'The record gets the new plate and the city platform is told (5006); the old one is kept in what happened. A car that waits at the exit is judged anew.', submit: 'Change to {plate}', submit_plain: 'Correct the plate',
    rule: 'A whole plate is needed, such as 粤B12345', same: 'This is the plate on record', was: 'First read as {plate}', why: ['Misread by the camera', 'One character of a new-energy plate was lost', 'Covered, read by eye', 'Mistyped at the entry'], second: 'Less is due with this plate: a second person who may approve must agree',
  },
  order: {
    title: 'Orders', no: 'Order', given: 'Given out', due: 'Due', state: 'State', none: 'No orders yet', debt: 'The platform is still to take ¥{debt}', holds: 'price holds until {at}', asked: 'Platform asked {at}', cash_from: 'cash from {at} on', cash_now: 'cash may be taken',
    ask: 'Ask the platform', ask_title: 'Ask the platform to collect', ask_effect: 'The city platform is asked to take ¥{due} from {plate} (5007). It waits for the driver; what comes of it is shown here, and cash may be taken once the wait is over.', ask_submit: 'Have ¥{due} taken', nothing_due: 'Nothing is due for this car now.',
  },
  order_state: { open: 'Open', paid: 'Paid', replaced: 'Replaced' },
  refund: {
    do: 'Refund', title: 'Refund', amount: 'How much', amount_note: '¥{left} at most', rule: 'An amount from 0.01 to {left}', effect: 'All or a part of the ¥{paid} ({how}) of {plate} goes back the way it came; that cannot be undone.', effect_cash: 'It is paid out of the drawer of this shift and cannot be undone.', submit: 'Give back ¥{amount}', submit_plain: 'Refund',
    unanswered: 'A refund of ¥{amount} has not been answered; submitting again asks about the same one and pays nothing twice.',
    why: ['Paid twice', 'Charged too much', 'Charged by mistake', 'Came after leaving', 'A shop bears it'], second: 'Above the limit: a second person who may approve must agree', proposed: 'To give back', made: 'Given back', plate: 'Plate', paid_at: 'Paid at', at: 'At', how: 'How', ending: 'Why', sum: 'Amount', reason: 'Reason', approver: 'Agreed by', none_approver: 'below the limit, nobody needed', order: 'Order', from: 'Through',
    none_proposed: 'Nothing is to be given back', none_proposed_hint: 'What a platform took too much, twice, or after leaving is listed here. Any other refund begins at its payment under "Parking records".', none_made: 'No refunds yet', none_made_hint: 'Every refund is listed here, the newest first.', pick: 'Choose one on the left.', open: 'Open the parking record', done: '¥{amount} given back, ¥{left} of the payment left', refunded: '{amount} given back', scope: 'Scope',
  },
  ending: { settled: 'Settled', partly_paid: 'Partly paid', overpaid: 'Overpaid', paid_twice: 'Paid twice', after_leaving: 'Paid after leaving' },
}
