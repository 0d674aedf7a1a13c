export default {
  tabs: '服务台内容', orders: '接车单', records: '维修记录', uploads: '上传', import: '导入', compliance: '合规报表', shop: '企业资料',
  plate: '车牌号码', vin: '车辆识别代码', reload: '刷新',
  // Orders
  order_state: { new: '待处理', drafted: '已建单', set_aside: '已搁置' }, all: '全部', order_list: '接车单', came: '接车时间', car: '车型', odometer: '里程表', km: '{km} 公里', fuel_gauge: '油量', lights_short: '故障灯', lights: '故障灯', paint: '外观', belongings: '随车物品', remark: '备注', owner: '车主', received_by: '接车人',
  orders_none: '没有接车单', orders_none_hint: '技师在 AutoX3 中接车后，车辆、故障灯、外观和物品会出现在这里。', order_pick: '从左侧选择一张接车单。', nothing: '无', lights_n: '{n} 个', findings_n: '{n} 处', past_n: '本店修过 {n} 次', produced: '出厂',
  to_draft: '建维修单', open_record: '打开维修单', set_aside: '搁置', set_aside_effect: '搁置后此单不再列为待处理；原因记入日志。', aside_reasons: ['客户离店', '重复接车', '仅咨询'], reveal: '查看完整资料', reveal_note: '查看会记入日志', erased: '资料已删除或未填写',
  show_picture: '看图 {n}', picture_loading: '正在取图…', other_messages: '其他类型的消息', other_none: '没有其他类型的消息',
  // Records
  state: { draft: '草稿', settled: '已结算', dropped: '已作废' }, find: '查记录', find_hint: '车牌、VIN 或单号', new_record: '新建', not_up: '只看未上传', code: '结算清单编号', settled_on: '结算日期', upload_col: '上传', records_none: '没有维修记录', records_none_hint: '从接车单建单，或按“新建”开始第一份。', record_list: '维修记录', record_pick: '从左侧选择一份维修记录，或新建。',
  // Editor
  editor: { title_new: '新维修单', title: '维修单 {code}', code_note: '留空则自动编号', brought: '送修日期', settled: '结算日期', day_note: '年-月-日', mileage: '送修里程（公里）', earlier: '上次 {km} 公里', fault: '故障描述', fuel: '燃料类型', use: '使用性质', choose: '请选择', items: '维修项目', item: '项目名称', hours: '工时', parts: '配件', part: '配件名称', part_code: '配件编码', quantity: '数量', add_item: '加项目', add_part: '加配件', remove: '删除此行', year: '{year} 年款',
    empty_note: '没有的内容可留空：上传时文字填“无”，数字填“0”。', template: '套用模板', save_template: '存为模板', template_name: '模板名称', save: '保存草稿', saved: '已保存 {code}', settle: '结算', settle_effect: '结算即自动上传维修电子档案，最迟次日 24 时前必须上传。', settled_done: '已结算 {code}，正在上传', doubts: '请核对以下内容', settle_anyway: '核对无误，结算', correct: '更正', correcting: '更正 {code}', correct_reason: '更正原因', correct_reasons: ['抄写错误', '补充项目', '平台退回'], correct_effect: '更正后按同一编号重新上传，覆盖平台原记录。', corrected: '已更正，正在重新上传', correct_anyway: '核对无误，更正', cancel: '不改了', drop: '作废', drop_effect: '草稿作废，不会上传。', drop_reasons: ['客户取消', '重复建单', '录入错误'], print: '打印结算清单', past: '本车历史', past_none: '本店没有这辆车的记录', use_past: '照此填写', known: '本店常用', times: '{n} 次', refused: '平台退回：{words}', fix: '需修改' },
  fuel: { petrol: 'A 汽油', diesel: 'B 柴油', electric: 'C 电', mixed_oil: 'D 混合油', natural_gas: 'E 天然气', liquefied_gas: 'F 液化石油气', methanol: 'L 甲醇', ethanol: 'M 乙醇', solar: 'N 太阳能', hybrid: 'O 混合动力', hydrogen: 'P 氢', biofuel: 'Q 生物燃料', dimethyl_ether: 'R 二甲醚', none: 'Y 无', other: 'Z 其他' },
  use: { commercial: '01 营运', private: '02 非营运' },
  // Uploads
  upload: { in_time: '按时', late: '逾期上传', waiting: '待上传', near: '临近时限', over: '逾期未传' }, left: '剩 {left}', over_by: '已过时限 {left}', up_at: '{at} 已上传', correction_waits: '更正待上传', refusals: '平台退回', refusals_none: '没有被退回的记录', waiting_list: '等待上传', waiting_none: '全部已上传', no_archive: '尚未接入维修电子档案平台：记录已保存，接入后自动上传。', revision: '第 {n} 次更正', mend: '去修改', resend: '再传一次', in_words: '平台原话',
  // Import
  import_pick: '选择文件', import_hint: '本店其他系统导出的 CSV 或 XLSX：每行一个项目或配件，相同结算清单编号为一单。先预览，再导入。', import_columns: '表头对应', import_ignored: '不导入', import_sum: '新增 {new} 单，更正 {changed} 单，相同 {same} 单，有误 {bad} 单', import_do: '导入 {n} 单并上传', import_done: '已导入：新增 {new} 单，更正 {changed} 单；有误的 {bad} 单未导入', fate: { new: '新增', changed: '更正', same: '相同', bad: '有误' }, line: '第 {n} 行', lines: '行', import_errors: '问题', import_busy: '正在读取…', import_nothing: '文件中没有可导入的记录',
  // Compliance
  first_day: '起', last_day: '止', show: '查询', settled_n: '结算', in_time_n: '按时', late_n: '逾期', missing_n: '未传', median: '用时中位数', settled_at: '结算时间', uploaded_at: '上传时间', took: '用时', verdict: '结果', corrections: '更正', compliance_none: '这段时间没有结算', compliance_more: '记录过多，只列出前 5000 份', print: '打印', as_pdf: '存为 PDF',
  // Shop
  company: '维修企业名称', company_note: '每份记录都写这个名称，最多 100 字', prefix: '编号前缀', prefix_note: '自动编号以此开头，最多 10 位字母数字', phone: '电话', address: '地址', save: '保存', shop_saved: '已保存', shop_missing: '尚未设置维修企业名称，不能结算。', shop_manager: '只有经理可以修改。', archive_yes: '已接入维修电子档案平台', archive_no: '未接入维修电子档案平台',
}
