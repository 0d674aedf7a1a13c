export const zh = {
  merchant: {
    about: '商户发放的优惠券、已减免与应结金额', name: '商户', used: '已减免', owed: '应结', left: '预算余额', no_limit: '不限', closed: '已停发', may_issue: '可发放', new: '新增商户', none: '还没有商户', none_hint: '按“新增商户”添加第一家，然后成批发放优惠券。', pick: '从左侧选择一家商户。',
    settled: '已结', open: '未用券最多减免', budget: '预算', part: '内容', coupons: '优惠券', settlements: '结算记录', no_coupons: '还没有发过券', no_coupons_hint: '按“发券”，一次最多 200 张。', no_settlements: '还没有结算', coupon_no: '券号', what: '优惠', state: '状态', until: '使用 / 有效期', off: '减免', at_most: '最多 {most} 元',
    at: '时间', way: '方式', note: '备注', waived: '减免不收', waived_note: '由本场承担，须写原因并由第二人同意', received: '收到', export: '导出 CSV', file: '已写出 {n} 张券：', edit: '修改', settle: '结算', issue: '发券', issued: '已发 {n} 张', saved: '已保存 {name}', settle_done: '已记账，尚欠 {owed} 元',
    issue_title: '{name} 发券', issue_effect: '每张券只能用一次，出示或扫描券号即可；指定车牌的券无需出示。', worth: '合计最多减免 {sum} 元。', issue_submit: '发放 {n} 张', most: '每张最高减免（元）', most_note: '不填为不限；有预算的商户须填', count: '张数', good_until: '有效期至（含当日）', plate: '指定车牌', plate_note: '不填为不限车牌',
    new_title: '新增商户', edit_title: '修改商户', save_effect: '已发出的券不受影响；停发后不能再发新券。', save: '保存', org_code: '统一社会信用代码', org_code_note: '可不填；填写则随券上报', budget_note: '券的减免总额上限，不填为不限', rule_name: '请填写名称', rule_amount: '请填写金额，如 300 或 300.50', rule_most: '该商户有预算，须填每张最高减免', rule_count: '1 至 200 张', rule_until: '请填写今天或以后的日期，如 2026-11-22',
    settle_title: '{name} 结算', settle_effect: '应结 {owed} 元。记账后优惠转为商户应收并冲销，尚欠 {left} 元；不可删除。', settle_submit: '记账 {received} 元', rule_sum: '须大于 0，且不超过应结 {owed} 元', rule_note: '减免不收须写原因',
  },
  merchant_way: { cash: '现金（入金库）', bank: '银行转账' },
  coupon_state: { open: '未使用', used: '已使用', voided: '已作废', expired: '已过期' },
}

export const en: typeof zh = {
  merchant: {
    about: 'Coupons, what they let off and what is owed', name: 'Merchant', used: 'Let off', owed: 'Owed', left: 'Left of budget', no_limit: 'No limit', closed: 'Closed', may_issue: 'May be issued', new: 'New merchant', none: 'No merchants yet', none_hint: 'Press "New merchant" to add the first one, then issue coupons in stacks.', pick: 'Choose a merchant on the left.',
    settled: 'Settled', open: 'Open ones may let off', budget: 'Budget', part: 'Part', coupons: 'Coupons', settlements: 'Settlements', no_coupons: 'No coupons yet', no_coupons_hint: 'Press "Issue"; 200 at once at the most.', no_settlements: 'Nothing was settled yet', coupon_no: 'Number', what: 'What it does', state: 'State', until: 'Used / good until', off: 'Off', at_most: '{most} yuan at most',
    at: 'When', way: 'How', note: 'Note', waived: 'Waived', waived_note: 'The lot bears it; wants a reason and a second person', received: 'Received', export: 'Export CSV', file: '{n} coupons written:', edit: 'Change', settle: 'Settle', issue: 'Issue', issued: '{n} issued', saved: '{name} saved', settle_done: 'Written down; {owed} yuan are still owed',
    issue_title: 'Coupons of {name}', issue_effect: 'Each is good once, by showing or scanning its number; one for a plate need not be shown.', worth: 'They let off {sum} yuan at most.', issue_submit: 'Issue {n}', most: 'The most each lets off (yuan)', most_note: 'Empty for no limit; needed where there is a budget', count: 'How many', good_until: 'Good through', plate: 'For one plate', plate_note: 'Empty for any car',
    new_title: 'New merchant', edit_title: 'Change a merchant', save_effect: 'Coupons that are out stay good; none are issued for a closed one.', save: 'Save', org_code: 'Unified social credit code', org_code_note: 'May be left out; told to the platform with the coupons', budget_note: 'What its coupons may let off in all; empty for no limit', rule_name: 'A name is needed', rule_amount: 'An amount such as 300 or 300.50', rule_most: 'This merchant has a budget: say the most that each lets off', rule_count: 'From 1 to 200', rule_until: 'Today or a day after it, such as 2026-11-22',
    settle_title: '{name} settles', settle_effect: '{owed} yuan are owed. What was let off becomes the merchant’s debt and is paid; {left} yuan stay owed. It cannot be deleted.', settle_submit: 'Write down {received}', rule_sum: 'Above 0, and {owed} yuan at the most', rule_note: 'What is waived wants a reason',
  },
  merchant_way: { cash: 'Cash (to the safe)', bank: 'Bank transfer' },
  coupon_state: { open: 'Open', used: 'Used', voided: 'Voided', expired: 'Run out' },
}
