export default {
  tab: 'ETCP', tabs: 'ETCP 内容', serve: '查费代缴', payments: '收款', lots: '周边车场', live: '在场车辆', account: '往来账', not_set_up: '未接入 ETCP：请经理在 lotdesk.toml 中设置 [platforms.etcp]。', held: '待 ETCP 确认', payable: '应付 ETCP', open_n: '{n} 笔',
  // Driver
  driver: '车主', phone: '手机号', phone_note: '11 位手机号', code: '验证码', code_note: '短信中的数字', demo_code: '演示验证码 {code}', send_code: '获取验证码', again_in: '{s} 秒后可再获取', sign_in: '验证码登录', join: '联合登录', join_note: '无需验证码', recent: '最近服务', recent_none: '还没有服务过车主', signed_until: '已登录，至 {at}', signed_out: '登录已失效', another: '换一位', way: { code: '验证码登录', joint: '联合登录' },
  // Cars
  cars: '已绑定车辆', cars_none: '没有绑定车辆', cars_rule: '同时 3 辆，本月已绑 {n} / 4 辆', plate: '车牌号码', bind: '绑定', release: '解绑', release_effect: '解绑 {plate} 后，车主不能再用此车牌享受 ETCP 服务；本月的绑定次数不退回。', color: '车牌颜色', color_any: '默认', colors: { blue: '蓝', black: '黑', yellow: '黄', white: '白' },
  // Fee
  fee: '停车费', look_up: '查费', fee_none: '{plate} 不在 ETCP 车场内，没有待缴费用。', fee_hint: '输入车牌后查费；车辆须已入场。', entered: '入场', whole: '总停车费', due: '应付', nothing_due: '无需付费', pay: '收款', holds: '{at} 前有效', no_money: '收款由值班员或经理办理',
  pay_title: '代收 ETCP 停车费', received: '实收', received_note: '留空为正好', change: '找零 ¥ {change}', short: '还差 {missing} 元', pay_exact: '收 {due} 元并通知 ETCP', pay_submit: '收 {given} 元，找零 {change} 元', pay_back: '退 {change} 元并通知 ETCP', credit: '原已收 {amount} 元抵用', rule_amount: '请输入金额', paid_told: '已收款，正在通知 ETCP',
  // History
  history: '近 7 日停车', history_none: '近 7 日没有出场记录', history_pick: '登录车主后显示', left: '出场', cash: '其中现金', reload: '刷新',
  // Payments
  payments_none: '还没有代收款', payments_hint: '在“查费代缴”中收款后，每一笔的去向列在这里。', payment_list: '代收款', payment_pick: '从左侧选择一笔收款。', amount: '金额', lot: '车场', paid_at: '收款时间', state_col: '状态',
  state: { waiting: '正在通知', unknown: '核实中', refused: 'ETCP 拒绝', known: 'ETCP 已入账', missed: '应退车主', given_back: '已退还' },
  state_note: { waiting: '通知正在发送；连接恢复后自动送达。', unknown: '没有收到应答，可能已送达。系统正在向 ETCP 的停车记录核实，不会重复付款。', refused: 'ETCP 没有收下这笔款。', known: '应付 ETCP。', missed: '车主已在出口付现金，这笔款没有送达，请退还车主。', given_back: '款已退还车主。' },
  proof: { reply: 'ETCP 应答', history: '停车记录显示已电子支付', fee: '查费显示已支付', person: '人工核实' }, proof_col: '依据', order: '停车订单', external: '外部订单号', pay_order: 'ETCP 支付单号', reason: '说明',
  ask: '立即核实', new_fee: '新的应付 {due} 元', pay_new: '按新费用收款', give_back: '退款', give_back_effect: '退还车主 {amount} 元现金，从您的钱箱支出；这笔付款不再通知 ETCP。', back_reasons: ['金额已变', '车主不付了', '出口已付现金'], resolve: '人工核实结果', resolve_yes: 'ETCP 已入账', resolve_no: 'ETCP 未收到', resolve_effect_yes: '记为 ETCP 已入账，这笔款应付 ETCP。', resolve_effect_no: '记为未送达，这笔款应退还车主。', resolve_reasons: ['已致电 ETCP 客服', '已在 ETCP 商户后台核对'], resend: '再通知一次',
  // The accounts
  account_tabs: '账户', payable_account: '应付 ETCP', held_account: '待 ETCP 确认', balance: '余额', account_none: '这个账户还没有往来', account_hint: '在“查费代缴”中代收的款、ETCP 的确认和与 ETCP 的结算，逐笔列在这里。', account_list: '往来', at_col: '时间', what_col: '事项', change_col: '增减', after_col: '余额', about_col: '说明', by_col: '经办', what: { taken: '代收', known: 'ETCP 入账', given_back: '退还车主', settled: '付给 ETCP', taken_back: '结算冲回', other: '调整' }, settle: '登记结算', settle_effect: 'ETCP 平台没有结算接口：请先在平台外付款，再在这里登记。登记后应付 ETCP 减少，从所选账户支出。', settle_amount: '付款金额（元）', paid_from: '付款来源', from: { safe: '保险柜现金', bank: '银行账户' }, reference: '凭证号', reference_note: '银行流水号、收据号等，2 至 100 字', settle_do: '登记已付 {amount} 元', settle_back: '冲回', settle_back_effect: '冲回这笔 {amount} 元的结算：重新记为应付 ETCP，付款账户加回。', settle_back_reasons: ['登记有误', '银行退回'], owed_nothing: '目前没有应付 ETCP 的款',
  // Lots
  where: '范围', around: '本场周边', in_city: '按城市', radius: '半径（米）', radius_rule: '500 至 3000 米', city: '城市', city_note: '如北京市', pay_way: '支付方式', ways: { all: '全部', electronic: '电子支付', other: '其他' }, search: '查询', lots_none: '没有车场', lots_hint: '选择范围后查询；结果按 ETCP 的顺序，逐页显示。', lot_list: '车场', name: '名称', distance: '距离', metres: '{m} 米', own: '自营', third: '三方', free: '首免', minutes: '{n} 分', cost: '4 小时约', place: { above: '地上', below: '地下', both: '地上+地下' }, room: { plenty: '充足', few: '较少', tight: '紧张' }, room_col: '车位', spaces: '共 {n} 位', as_of: '{at} 状态', state_of: '查车位', more: '下一页',
  // Live
  lot_now: '车场', all_lots: '全部车场', inside: '在场', long_term: '长租', came: '今日入', gone: '今日出', receivable: '今日应收', live_none: '还没有收到推送', live_hint: 'ETCP 车场的车辆入场、出场推送到达后，实时显示在这里。', inside_only: '只看在场', stay_list: 'ETCP 车场车辆', user: { long_term: '长租', temporary: '临停' }, user_col: '类型', stayed: '停留', fee_col: '应收', fixed: '车位 {space}', days_left: '剩 {n} 天', still: '在场', enter_fee: '选中后按 Enter 查费',
}
