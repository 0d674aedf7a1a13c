export const zh = {
  setup: {
    title: '开通向导', about: '每一步都可以返回、跳过、以后再做；“下一步”使这一步生效，没生效的内容留在本机。', later: '以后再做', back: '上一步', next: '下一步', next_save: '保存，下一步', next_tariff: '使其生效，下一步', finish: '完成', discard: '放弃未保存的修改', holds: '有内容须先改正，见红色说明。', copy: '复制', copied: '已复制', marked: '已选中，请按 Ctrl C',
    steps: { lot: '车场资料', areas: '区域与车位', lanes: '车道与令牌', tariff: '收费标准', platforms: '对接平台', people: '操作人员', summary: '完成情况' },
    step_about: {
      lot: '与市平台备案的资料一致；没有对接平台也要填写名称。现在的内容来自样例。', areas: '分开计数的部分，如各楼层；满位按区域判断。', lanes: '每个出入口一条车道；摄像机用令牌向本机报车牌。', tariff: '从样例开始改，先试算再生效；以后在“设置 → 收费标准”中更换。', platforms: '地址和账号写在 lotdesk.toml，密钥在终端输入；没有平台可以跳过。', people: '每人一个名字一个 PIN；免费放行等须第二人（经理）同意，请至少有两位经理。', summary: '以引擎中已生效的内容为准。',
    },
    rule: { needed: '须填写', digits_20: '须为 20 位数字', digits_6_9: '须为 6 位或 9 位数字', upto_10: '1 至 10 个字', upto_20: '1 至 20 个字', upto_50: '1 至 50 个字', upto_200: '最多 200 个字', minutes: '0 至 1440 分钟', twin: '不能与另一个相同', spaces: '1 至 100000', lease_spaces: '不能多于车位总数', lane_code: '小写字母、数字和 -，最多 20 个' },
    lot: {
      name: '车场名称', park_code: '停车场编号', park_code_note: '市平台分配的 20 位编号', kind: '位置', kinds: { outdoor: '室外', indoor: '室内', on_street: '路内' }, service: '服务对象', services: { 1: '商业', 2: '住宅', 3: '医院', 4: '公园', 5: '交通枢纽', 6: '行政办公', 7: '学校', 8: '其他' }, district_code: '行政区划代码', district_note: 'GB/T 2260，6 位或 9 位', road: '所在道路', operator_code: '经营单位编号', operator_note: '市平台分配，最多 10 个字', owner: '产权单位',
      hours: '开放时间', hours_note: '如 00:00~24:00', free_exit: '缴费后免费离场时间（分钟）', free_exit_note: '超过后继续计费',
    },
    areas: { area: '区域 {n}', code: '代码', name: '名称', total: '车位总数', lease: '其中留给月租', lease_note: '只剩这些时临停不放行', number: '按编号逐个登记车位', count_alone: '只计数', counted: '只计数，不逐个登记', listed: '已逐个登记 {n} 个（{code}-001 起）', drop: '移除', add: '添加区域', new_name: '停车区{n}', sum: '合计 {n} 个车位', spaces_about: '有车位感应、要接受车位预约时才需要逐个登记；只计数的车场不画车位图。' },
    lanes: {
      kind: '方向', kinds: { entry: '入口', exit: '出口' }, name: '名称', code: '代码', area: '区域', token: '令牌', has: '已设置', has_not: '未设置', make: '生成令牌', drop: '移除{name}', add_entry: '添加入口', add_exit: '添加出口', new_entry: '入口{n}', new_exit: '出口{n}', this_machine: '本机地址', once: '车道 {code} 的令牌：只显示这一次，本窗口不保存',
      put_engine: '在本机终端运行这条命令，按提示粘贴令牌：', put_camera: '在摄像机的推送设置中填写地址与同一令牌（按机型选一个）：', put_listen: '摄像机现在连不到本机（lanes.listen 为 {now}）。在 lotdesk.toml 中写明：', restart: '令牌保存后两秒内生效；新车道与监听地址在重启引擎后生效。', hide: '已经放好，不再显示', about: '生成令牌后在这里显示一次，连同要运行的命令和摄像机要填的地址。',
    },
    tariff: { samples: '从哪里开始', in_force: '正在生效', text: '收费标准文件' },
    platforms: { which: '平台', fields: { base_url: '接口地址', user_id: '账号', operator_id: '我方运营商编号', platform_operator_id: '平台运营商编号', company_code: '维修企业编码' }, write: '写入 {file}', secrets: '在终端输入密钥（不会显示在任何界面）', reload: '已写好，重新读取', about: '改动两秒内自动生效，不必重启。市平台可在右侧自检，逐步告诉您要改什么。' },
    summary: {
      set: '已设好', not_set: '未设好', go: '去设置', all: '全部设好，可以开始收费。', missing: '还有 {n} 项未设好；不影响先开始使用，以后可从“设置”或 Ctrl K 再打开本向导。', not_saved: '车场资料有未生效的修改，请回到该步保存。', lot: '{name}（{code}）', lot_sample: '仍是样例的名称或编号', areas: '{n} 个区域，{spaces} 个车位，逐个登记 {listed} 个', areas_sample: '仍是样例的一个区域、50 个车位', lanes: '{n} 条车道，{tokens} 条有令牌', lanes_missing: '{n} 条车道没有令牌，摄像机的推送会被拒绝', no_lanes: '没有车道（路内泊位不需要）',
      tariff: '{name}', tariff_sample: '仍是示例标准，请按核准的收费改名并核对金额', platforms_none: '没有配置平台', platforms_later: '不对接可以不设', people: '经理 {managers} 人，收费员 {attendants} 人，共 {all} 人', people_none: '还没有收费员', people_second: '只有一位经理：免费放行和大额退费没有第二人可批准', restart: '新车道与监听地址在引擎重启后生效；其余已经生效。',
    },
  },
}

export const en: typeof zh = {
  setup: {
    title: 'Set-up', about: 'Every step can be gone back to, left out or done later. "Next" puts a step in force; what is not in force is kept on this machine.', later: 'Later', back: 'Back', next: 'Next', next_save: 'Save, next', next_tariff: 'Put in force, next', finish: 'Done', discard: 'Discard what is not saved', holds: 'Something must be put right first; see what is written in red.', copy: 'Copy', copied: 'Copied', marked: 'Marked; press Ctrl C',
    steps: { lot: 'The lot', areas: 'Areas and spaces', lanes: 'Lanes and tokens', tariff: 'Tariff', platforms: 'Platforms', people: 'People', summary: 'How it stands' },
    step_about: {
      lot: 'As the city platform has it on file; the name is wanted without a platform too. What stands here comes from the sample.', areas: 'Parts that are counted by themselves, such as floors; a lot is full by area.', lanes: 'One lane for each way in or out; its camera pushes plates to this machine by a token.', tariff: 'Begin with a sample, try it out, put it in force; later under Settings → Tariff.', platforms: 'Address and account stand in lotdesk.toml, secrets are typed at the terminal. Without a platform, leave this out.', people: 'A name and a PIN for everybody; what a second person must agree to needs two managers.', summary: 'By what is in force at the engine.',
    },
    rule: { needed: 'Needed', digits_20: '20 digits', digits_6_9: '6 or 9 digits', upto_10: '1 to 10 characters', upto_20: '1 to 20 characters', upto_50: '1 to 50 characters', upto_200: '200 characters at most', minutes: '0 to 1440 minutes', twin: 'Another one has it', spaces: '1 to 100000', lease_spaces: 'No more than there are spaces', lane_code: 'Small letters, digits and -, 20 at most' },
    lot: {
      name: 'Name of the lot', park_code: 'Lot number', park_code_note: '20 digits, given by the city platform', kind: 'Where', kinds: { outdoor: 'Outdoors', indoor: 'Indoors', on_street: 'Along a street' }, service: 'Serves', services: { 1: 'Shops', 2: 'Homes', 3: 'Hospital', 4: 'Park', 5: 'Transport hub', 6: 'Administration', 7: 'School', 8: 'Other' }, district_code: 'Division code', district_note: 'GB/T 2260, 6 or 9 digits', road: 'Road', operator_code: 'Operator number', operator_note: 'Given by the city platform, 10 characters at most', owner: 'Owner',
      hours: 'Open', hours_note: 'Such as 00:00~24:00', free_exit: 'Minutes to leave after paying', free_exit_note: 'After them the fee goes on',
    },
    areas: { area: 'Area {n}', code: 'Code', name: 'Name', total: 'Spaces', lease: 'Kept for leases', lease_note: 'Casual cars are refused when only these are left', number: 'List every space by number', count_alone: 'Only count', counted: 'Counted, not listed one by one', listed: '{n} listed one by one (from {code}-001)', drop: 'Remove', add: 'Add an area', new_name: 'Area {n}', sum: '{n} spaces in all', spaces_about: 'Listing is needed only with space detectors or for reserving single spaces; a lot that only counts has no grid.' },
    lanes: {
      kind: 'Way', kinds: { entry: 'In', exit: 'Out' }, name: 'Name', code: 'Code', area: 'Area', token: 'Token', has: 'Set', has_not: 'Not set', make: 'Make a token', drop: 'Remove {name}', add_entry: 'Add a way in', add_exit: 'Add a way out', new_entry: '入口{n}', new_exit: '出口{n}', this_machine: 'this-machine', once: 'Token of lane {code}: shown this once, and not kept by this window',
      put_engine: 'Run this in a terminal on this machine and paste the token when asked:', put_camera: 'Put the address and the same token into the push settings of the camera (one of these, by its make):', put_listen: 'Cameras cannot reach this machine yet (lanes.listen is {now}). Write into lotdesk.toml:', restart: 'A token is in force within two seconds; new lanes and the listening address take effect when the engine is started again.', hide: 'It is in place; hide it', about: 'A token is shown here once, with the command to run and the address for the camera.',
    },
    tariff: { samples: 'Where to begin', in_force: 'In force', text: 'Tariff file' },
    platforms: { which: 'Platform', fields: { base_url: 'Address', user_id: 'Account', operator_id: 'Our operator id', platform_operator_id: 'Their operator id', company_code: 'Company code' }, write: 'Write into {file}', secrets: 'Type the secrets at a terminal (no screen shows them)', reload: 'Written; read it again', about: 'An edit takes effect within two seconds, without a restart. The self-test on the right says step by step what to mend.' },
    summary: {
      set: 'Set', not_set: 'Not set', go: 'Go there', all: 'All is set; the lot can begin.', missing: '{n} not set yet. The lot can be used all the same; the set-up opens again from Settings or by Ctrl K.', not_saved: 'The lot has changes that are not in force; go back and save them.', lot: '{name} ({code})', lot_sample: 'Name or number are still those of the sample', areas: '{n} areas, {spaces} spaces, {listed} of them listed', areas_sample: 'Still the sample with one area of 50 spaces', lanes: '{n} lanes, {tokens} with a token', lanes_missing: '{n} lanes have no token; what their cameras push is refused', no_lanes: 'No lanes (bays along a street need none)',
      tariff: '{name}', tariff_sample: 'Still a sample: name it and check the amounts as they were approved', platforms_none: 'No platform', platforms_later: 'May stay so', people: '{managers} managers, {attendants} attendants, {all} in all', people_none: 'No attendant yet', people_second: 'Only one manager: nobody can agree as the second person to free releases and large refunds', restart: 'New lanes and the listening address take effect when the engine is started again; the rest is in force.',
    },
  },
}
