export const zh = {
  lists: { tabs: '名单与月租', control: '管控名单', leases: '月租', reservations: '预约车位', sharing: '共享停车', neighbours: '周边车场' },
  strategy: { no_entry: '禁止入场', no_exit: '禁止出场', no_passage: '禁止进出', warn: '警告', free_passage: '免费通行' },
  strategy_more: {
    no_entry: '到入口时不放行；已在场的可正常离场。', no_exit: '到出口时不放行，收费员看到名单来源。', no_passage: '入口、出口都不放行。', warn: '照常放行，岗亭亮出提示。', free_passage: '照常放行，停车费全免。',
  },
  control: {
    find: '查车牌', scope: '时效', now: '有效', past: '含已失效', plate: '车牌', kind: '管控', from: '生效', until: '失效', by: '来源', holds: '状态', holding: '生效中', ahead: '未到生效时间', over: '已失效', inside: '在场', city: '市平台下发', lot: '本场', since_placed: '列入即生效',
    none: '名单上没有车辆', none_hint: '市平台下发的管控（4001）会自动列入；本场名单由经理在右侧添加。', none_text: '名单上没有含“{part}”的车牌', new: '新增一条', edit: '修改', of_city: '这一条由{who}维护，本场不能修改或移除；有疑问请联系来源单位。', placed_at: '列入时间',
    begins: '何时生效', begins_note: '空着即刻生效；如 2026-11-22 08:00', ends: '何时失效', ends_note: '含当分钟，如 2026-12-31 23:59', save: '保存', saved: '{plate} 已列入名单', remove: '移出名单', remove_title: '移出管控名单', remove_effect: '{plate}（{kind}）立即移出名单，车道不再拦截或提示。', remove_submit: '移出名单', removed: '{plate} 已移出名单', open_inside: '打开在场记录',
    rule_plate: '请输入完整车牌，如 粤B12345', rule_time: '时间格式：2026-11-22 14:32', rule_order: '失效时间须晚于生效时间', rule_past: '失效时间不能早于现在', why: ['多次欠费', '违规停放', '物业通知', '业主申请', '处理完毕'],
  },
  lease_more: {
    ask: '问市平台', asked: '市平台的记录', ask_none: '市平台没有 {plate} 在本场的月租。', same: '与本场一致', differs: '与本场不一致', unpaid: '欠 {n} 个月', ends_early: '提前终止', remove_title: '提前终止月租', remove_effect: '{plates} 的月租立即终止，此后按临停计费，并告知市平台。终止后不能恢复，只能另建。', remove_submit: '终止月租', ended: '{at} 提前终止',
    spaces_of_own: '专用车位 {spaces}', why: ['退租', '逾期未缴', '车辆转让', '误建'], changed: '最近变更', days: '{first} 至 {last}',
  },
  reservation: {
    scope: '范围', open: '未结束', all: '全部', held: '已留 {n}', left: '还可预约 {n}', space: '车位', any_space: '{area}任意', none: '没有预约', none_hint: '市平台下发的预约（6001）会按车位显示在时间轴上；车到入口时自动使用。', pick: '选择一条预约查看。方向键移动。', now: '现在', earlier: '更早', later: '更晚', today: '回到现在',
    plate: '车牌', from: '预约时间', over: '保留至', grace: '宽限', minutes: '{n} 分钟', deposit: '预约金', paid: '已付', unpaid: '未付', area: '区域', state: '状态', book_code: '预约号', ended: '结束时间', left_time: '还有 {wait}', over_time: '已过 {wait}', record: '打开停车记录',
    cancel: '取消预约', cancel_title: '取消预约', cancel_effect: '{plate} 的预约立即取消，车位释放，市平台会被告知。', cancel_deposit: '预约金 ¥{deposit} 按车场规则处理。', cancel_submit: '取消预约', why: ['车主来电取消', '车位临时封闭', '重复预约', '车位被占'], span: '{from} 至 {over}', cancelled: '{plate} 的预约已取消',
  },
  reservation_state: { ahead: '未开始', holding: '保留中', used: '已入场', cancelled: '已取消', expired: '已过期' },
  share: {
    plate: '车牌', hours: '时段', next_day: '次日 {at}', weekdays: '星期', days: '日期', buffer: '缓冲', publisher: '发布方', state: '状态', now: '此刻生效', runs: '有效', ahead: '未到首日', over: '已到期', cancelled: '已取消', none: '没有共享停车', none_hint: '市平台下发的共享时段（6004）会列在这里。', pick: '从左侧选择一条。', week: ['一', '二', '三', '四', '五', '六', '日'],
    sentence: '每周{weekdays}，{from} 至 {to}，前后各宽限 {buffer} 分钟。', at_gate: '在入口', at_gate_more: '时段内（含缓冲）到达按共享车放行，不占临停余位。', at_fee: '计费', at_fee_more: '时段内免收停车费；早到、晚走的部分按临停计费，明细列为“共享时段”。', who: '维护', who_more: '由市平台维护，本场不能修改。',
  },
  neighbour: {
    name: '车场', free: '空位', total: '总数', far: '距离', address: '地址', told: '告知时间', offered: '现在会推荐', none: '市平台还没有告知周边车场', none_hint: '收到停车诱导（9001）后，周边车场与空位会列在这里；本场满位时岗亭会推荐最近的。', pick: '从左侧选择一个车场。', code: '编号', entrances: '入口', info: '营业与价格', unknown: '未告知', full_note: '本场临停已满，岗亭正在推荐这些车场。',
  },
}

export const en: typeof zh = {
  lists: { tabs: 'Lists and leases', control: 'Control list', leases: 'Leases', reservations: 'Reservations', sharing: 'Shared hours', neighbours: 'Lots around' },
  strategy: { no_entry: 'May not enter', no_exit: 'May not leave', no_passage: 'May not pass', warn: 'To be watched', free_passage: 'Passes free' },
  strategy_more: {
    no_entry: 'Not let in at the entry; one that is inside may leave.', no_exit: 'Not let out at the exit; the attendant sees who listed it.', no_passage: 'Let neither in nor out.', warn: 'Passes as usual; the booth is told to look.', free_passage: 'Passes as usual and pays nothing for parking.',
  },
  control: {
    find: 'Find a plate', scope: 'Time', now: 'In force', past: 'Past ones too', plate: 'Plate', kind: 'What', from: 'From', until: 'Until', by: 'Put there by', holds: 'State', holding: 'In force', ahead: 'Not yet', over: 'Over', inside: 'Inside', city: 'City platform', lot: 'This lot', since_placed: 'At once',
    none: 'No car is listed', none_hint: 'What the city platform sends (4001) is listed by itself; a manager adds the lot’s own lines on the right.', none_text: 'No listed plate has "{part}" in it', new: 'New line', edit: 'Change', of_city: 'This line is kept by {who} and cannot be changed or removed here; ask them.', placed_at: 'Put there',
    begins: 'From when', begins_note: 'Empty for at once; such as 2026-11-22 08:00', ends: 'Until when', ends_note: 'This minute included, such as 2026-12-31 23:59', save: 'Save', saved: '{plate} is on the list', remove: 'Take off', remove_title: 'Take off the control list', remove_effect: '{plate} ({kind}) leaves the list at once; lanes no longer stop it or tell of it.', remove_submit: 'Take off', removed: '{plate} is off the list', open_inside: 'Open its record',
    rule_plate: 'A whole plate is needed, such as 粤B12345', rule_time: 'Write it as 2026-11-22 14:32', rule_order: 'It must end after it begins', rule_past: 'It cannot end in the past', why: ['Owes for many stays', 'Parked against the rules', 'Told by the property', 'The owner asked', 'Settled'],
  },
  lease_more: {
    ask: 'Ask the city', asked: 'What the city has', ask_none: 'The city platform knows of no lease of {plate} here.', same: 'Same as ours', differs: 'Differs from ours', unpaid: '{n} months owed', ends_early: 'End it now', remove_title: 'End the lease', remove_effect: 'The lease of {plates} ends now; its cars pay from then on, and the city platform is told. It cannot be brought back, only made anew.', remove_submit: 'End the lease', ended: 'ended {at}',
    spaces_of_own: 'Spaces of its own {spaces}', why: ['Given up', 'Not paid for', 'Car was sold', 'Made by mistake'], changed: 'Changed', days: '{first} to {last}',
  },
  reservation: {
    scope: 'Scope', open: 'Open', all: 'All', held: '{n} held', left: '{n} more may be reserved', space: 'Space', any_space: 'Any in {area}', none: 'No reservations', none_hint: 'What the city platform books (6001) is drawn here by space; it is used by itself when the car comes.', pick: 'Choose a reservation. Arrow keys move.', now: 'Now', earlier: 'Earlier', later: 'Later', today: 'Back to now',
    plate: 'Plate', from: 'Booked for', over: 'Held until', grace: 'Grace', minutes: '{n} min', deposit: 'Deposit', paid: 'Paid', unpaid: 'Not paid', area: 'Area', state: 'State', book_code: 'Number', ended: 'Ended', left_time: '{wait} left', over_time: '{wait} over', record: 'Open the parking record',
    cancel: 'Cancel', cancel_title: 'Cancel the reservation', cancel_effect: 'The reservation of {plate} is cancelled now, its space is free again, and the city platform is told.', cancel_deposit: 'The deposit of ¥{deposit} goes where the lot’s rule sends it.', cancel_submit: 'Cancel the reservation', why: ['The driver called', 'Space is closed', 'Booked twice', 'Space is taken'], span: '{from} to {over}', cancelled: 'The reservation of {plate} is cancelled',
  },
  reservation_state: { ahead: 'Ahead', holding: 'Held', used: 'Came in', cancelled: 'Cancelled', expired: 'Ran out' },
  share: {
    plate: 'Plate', hours: 'Hours', next_day: '{at} next day', weekdays: 'Weekdays', days: 'Days', buffer: 'Buffer', publisher: 'Shared by', state: 'State', now: 'Within now', runs: 'Runs', ahead: 'Not yet', over: 'Run out', cancelled: 'Cancelled', none: 'No shared hours', none_hint: 'Hours that the city platform shares (6004) are listed here.', pick: 'Choose one on the left.', week: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'],
    sentence: '{weekdays}, {from} to {to}, {buffer} minutes of grace before and after.', at_gate: 'At the gate', at_gate_more: 'Within the hours (and the buffer) it comes in as shared and takes no casual space.', at_fee: 'Fee', at_fee_more: 'Within the hours parking is free; what lies before or after is priced as casual, and the lines say "Shared hours".', who: 'Kept by', who_more: 'The city platform keeps these; they cannot be changed here.',
  },
  neighbour: {
    name: 'Lot', free: 'Free', total: 'Spaces', far: 'Distance', address: 'Address', told: 'Told', offered: 'Offered now', none: 'The city platform has told of no lot around', none_hint: 'Once guidance (9001) has come, the lots around are listed with their free spaces; the booth offers the nearest when this one is full.', pick: 'Choose a lot on the left.', code: 'Number', entrances: 'Entrances', info: 'Hours and prices', unknown: 'Not told', full_note: 'This lot is full; the booth offers these.',
  },
}
