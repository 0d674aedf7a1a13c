export const zh = {
  locked: {
    title: '已锁屏', since: '{name} 于 {at} 锁定，登录已结束', since_checking: '{name} 于 {at} 锁定，登录在核对完成后结束', who: '谁来解锁', unlock: '{name} 解锁', take_over: '{name} 接班并解锁', kept: '未做完的收费和已输入的金额原样保留；换一个人解锁就是换人。', waiting: '等待处理的车：{n}', waits: '已等 {wait}', nobody_waits: '没有等待的车。',
    goes_on: '锁屏期间车道照常工作：月租、预约等车辆照常进出，出口待缴费的车等待解锁。', checking: '有一笔收款正在核对，锁屏期间继续。', idle: '闲置自动锁屏', idle_note: '这么久没有操作就锁屏，须输入 PIN 才能继续。F9 随时锁屏。', idle_choice: { off: '不锁', 5: '5 分钟', 10: '10 分钟', 30: '30 分钟' },
  },
  change: {
    title: '换人', about: '当前是 {name}。接班的人选自己、输 PIN；屏幕上的车和已输入的金额不变，{name} 的登录随即结束。', who: '谁来接班', submit: '换成 {name}', lock: '只锁屏', out: '退出登录', nobody: '没有别的人可以接班', nobody_hint: '经理可在“设置 → 人员”中添加。',
  },
  table: { edge: '列宽：{column}', edge_hint: '拖动改列宽，双击复原；键盘 ← → 改宽，↑ ↓ 换列，Home 复原' },
  voice: { title: '出口语音播报', off: '关', on: '开', try: '试听', about: '车到出口待缴费时，用系统语音报车牌和应缴金额。', none: '本机没有这种语言的语音，打开后也不会出声。' },
}

export const en: typeof zh = {
  locked: {
    title: 'Locked', since: 'by {name} at {at}; that sign-in has ended', since_checking: 'by {name} at {at}; that sign-in ends with the check', who: 'Who unlocks', unlock: 'Unlock as {name}', take_over: '{name} takes over', kept: 'The payment under way and what was typed stay as they are; the PIN of somebody else is a change of operator.', waiting: 'Cars that wait: {n}', waits: 'for {wait}', nobody_waits: 'No car waits.',
    goes_on: 'The lanes go on meanwhile: leases, reservations and the like pass; cars that must pay wait until somebody unlocks.', checking: 'A payment is being checked; that goes on while locked.', idle: 'Lock when idle', idle_note: 'After so long without a touch the screen is locked and a PIN is needed. F9 locks at any time.', idle_choice: { off: 'Never', 5: '5 minutes', 10: '10 minutes', 30: '30 minutes' },
  },
  change: {
    title: 'Change of operator', about: '{name} is at work. Whoever takes over picks their name and types their PIN; the car on the screen and what was typed stay, and {name} is signed out.', who: 'Who takes over', submit: 'Change to {name}', lock: 'Only lock', out: 'Sign out', nobody: 'There is nobody else to take over', nobody_hint: 'A manager adds people under Settings → People.',
  },
  table: { edge: 'Width of the column {column}', edge_hint: 'Drag to change the width, double click to reset; by key ← → width, ↑ ↓ column, Home resets' },
  voice: { title: 'Voice at the exit', off: 'Off', on: 'On', try: 'Listen', about: 'When a car must pay at the exit, the voice of the system says its plate and the fee.', none: 'This machine has no voice of this language; it stays silent.' },
}
