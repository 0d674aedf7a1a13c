export const zh = {
  attach: {
    title: '远程电脑', about: '经理的电脑通过网络连接本机的引擎，查看报表、处理事务。每台电脑用各自的密钥准入，登录仍需姓名和 PIN。远程窗口不能停止引擎。',
    open: '已开放：{address}', open_more: '远程电脑以 {host} 找到本机；证书指纹 {print}', closed: '未开放远程连接', closed_more: '在 {file} 的 [attach] 中设置 listen = "0.0.0.0:5290"，保存后即生效，无需重启。只在本机试用时写 "127.0.0.1:5290"。',
    turned_away: '已拒绝：无效密钥 {keys} 次，锁定中 {locked} 次，连接过多 {many} 次，无法识别 {odd} 次；最近 {at}，来自 {from}',
    none: '还没有准入任何电脑', none_hint: '在右侧为经理的电脑取个名字，生成配对行，带到那台电脑上。',
    name: '电脑名称', name_note: '1 至 30 个字，如“经理办公室”', host: '本机的地址', host_note: '那台电脑找到本机用的名称或 IP，留空用 {host}', rule_name: '请填写电脑名称，最多 30 个字',
    new: '准入一台电脑', admit: '准入并生成配对行', admitted: '“{name}”的配对行（只显示这一次）', line_about: '带到那台电脑上：存为文件后运行 lotdesk --attach 文件名，或在终端运行 lotdeskctl attach add 并粘贴。配对行含有密钥，用后请删除文件；遗失时撤销并重新准入。', line_done: '已带走，不再显示',
    at: '准入时间', by: '准入人', seen: '最近连接', never: '从未', from: '来自 {from}', now: '在线 {n}', state: '状态', may: '可连接', revoked: '已撤销 {at} {by}', revoke: '撤销', revoke_title: '撤销“{name}”', revoke_effect: '“{name}”立即断开，其密钥永久失效；再用须重新准入。', revoked_said: '已撤销“{name}”',
    not_from_afar: '请在岗亭的电脑上准入；远程连接的窗口只能查看和撤销。', not_permitted: '只有经理可以查看和修改。',
    chip: '远程连接 {place}', chip_away: '连接不到 {place}', chip_title: '本窗口通过网络使用 {place} 上的引擎', signin: '本窗口通过网络连接 {place} 的引擎。', away: '连接不到 {place} 的引擎，正在重连。画面为最后已知状态；请检查网络和岗亭的电脑。',
    bringing: '正在取回报表', bringing_of: '正在从 {place} 取回 {here} / {of}', bring_cancel: '停止', brought: '已存到这台电脑', bring_cancelled: '已停止取回，没有留下文件', not_here: '文件在 {place} 上', bring: '取回到这台电脑',
    driver: '顾客屏属于岗亭的电脑（{place}），请在那里打开。', printed_there: '小票由岗亭（{place}）的打印机打印。',
  },
}

export const en: typeof zh = {
  attach: {
    title: 'Remote PCs', about: 'A manager’s PC attaches to this engine over the network for reports and the like. Each PC is admitted by a key of its own; people there sign in by name and PIN all the same. The engine is not ended from afar.',
    open: 'Open: {address}', open_more: 'Other PCs find this one as {host}; certificate {print}', closed: 'The door for other PCs is closed', closed_more: 'Set listen = "0.0.0.0:5290" in [attach] of {file}; it takes effect when the file is saved. "127.0.0.1:5290" is heard on this machine alone.',
    turned_away: 'Turned away: {keys} unknown keys, {locked} while locked out, {many} too many at once, {odd} not ours; last {at} from {from}',
    none: 'No PC was admitted yet', none_hint: 'Give the manager’s PC a name on the right, and carry its pairing line there.',
    name: 'Name of the PC', name_note: '1 to 30 characters, such as "Office"', host: 'This machine’s address', host_note: 'The name or IP by which that PC finds this one; empty for {host}', rule_name: 'A name of 30 characters at most is needed',
    new: 'Admit a PC', admit: 'Admit, and make its pairing line', admitted: 'Pairing line of {name} (shown this once)', line_about: 'Carry it to that PC: as a file for lotdesk --attach FILE, or pasted into lotdeskctl attach add. It holds a key: delete the file afterwards; when it is lost, revoke the PC and admit it anew.', line_done: 'It is carried away; hide it',
    at: 'Admitted', by: 'By', seen: 'Here last', never: 'Never', from: 'from {from}', now: '{n} open', state: 'State', may: 'May attach', revoked: 'Revoked {at} {by}', revoke: 'Revoke', revoke_title: 'Revoke {name}', revoke_effect: '{name} is cut off at once and its key is good no more; to attach again it must be admitted anew.', revoked_said: '{name} was revoked',
    not_from_afar: 'PCs are admitted at the booth’s own PC; a window attached over the network can look and revoke.', not_permitted: 'Only a manager can look at this and change it.',
    chip: 'Attached to {place}', chip_away: 'No answer from {place}', chip_title: 'This window uses the engine at {place} over the network', signin: 'This window is attached to the engine at {place} over the network.', away: 'The engine at {place} does not answer; trying again. What you see is how things stood last. Look at the network and at the booth’s PC.',
    bringing: 'The report is brought over', bringing_of: 'From {place}: {here} of {of}', bring_cancel: 'Stop', brought: 'Saved on this PC', bring_cancelled: 'Stopped; no file was left', not_here: 'The file lies on {place}', bring: 'Bring it to this PC',
    driver: 'The driver’s screen belongs to the booth’s PC ({place}); open it there.', printed_there: 'Receipts come out of the booth’s printer ({place}).',
  },
}
