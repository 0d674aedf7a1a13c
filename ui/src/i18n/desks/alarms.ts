export const zh = {
  alarms: {
    title: '告警', open: '未结束', past: '已结束', state: '状态', what: '告警', plate: '车牌', times: '次数', times_n: '共 {n} 次', since: '开始', last: '最近', note: '说明', lane: '车道', seen: '已确认', over: '已结束', handed_on: '转交：', sound: '有新告警时响铃',
    none: '没有未结束的告警', none_past: '还没有结束的告警', none_hint: '设备离线、车库告警、名单车辆、重复车牌、上传时限等会列在这里；平台断线也在此提示。', choose: '选择一条告警查看', lasts: '原因消除后自动结束；确认后不再响铃。', once: '确认后结束；再次发生会重新告警。', done: '处理情况（可不填）', acknowledge: '确认', hand_on: '转交下一班', hand_on_effect: '告警保持未结束，说明会显示给接班人，并计入交班单的未完事项。', record: '查看停车记录',
    link_waits: '待传 {n} 条，恢复后自动补传', link_open: '查看消息', why: { called: '已通知维修，等待上门', waits: '等经理处理', watch: '需继续观察' }, top: '告警',
  },
}

export const en: typeof zh = {
  alarms: {
    title: 'Alarms', open: 'Open', past: 'Over', state: 'State', what: 'Alarm', plate: 'Plate', times: 'Times', times_n: '{n}×', since: 'Since', last: 'Last', note: 'Note', lane: 'Lane', seen: 'Seen', over: 'Over', handed_on: 'Handed on:', sound: 'Ring for new alarms',
    none: 'No open alarms', none_past: 'No alarm is over yet', none_hint: 'Devices that do not answer, alarms of garages, listed cars, doubled plates and upload deadlines stand here, and platforms that cannot be reached.', choose: 'Choose an alarm', lasts: 'Ends by itself together with its cause; once acknowledged, it rings no more.', once: 'Ends once it is acknowledged; raised again if it happens again.', done: 'What was done (optional)', acknowledge: 'Acknowledge', hand_on: 'Hand on', hand_on_effect: 'The alarm stays open, the next attendant sees the note, and the shift sheet counts it.', record: 'Parking record',
    link_waits: '{n} messages wait and go up by themselves', link_open: 'Messages', why: { called: 'Repair was called, waiting for them', waits: 'A manager must decide', watch: 'To be watched' }, top: 'Alarms',
  },
}
