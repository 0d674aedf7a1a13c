export const zh = {
  lane_service: { normal: '正常', jammed: '拥堵', badly_jammed: '严重拥堵', closed: '停用' },
  lane_state: {
    title: '通道状态', lane: '车道', state: '状态', submit: '{lane}改为{state}', same: '{lane}目前就是{state}', now: '目前{state}：{why}', now_plain: '目前{state}', device_lost: '{device}失联',
    effect: { normal: '{lane}恢复使用：照常识别、开闸，并告知市平台（5011）。', jammed: '{lane}照常使用；市平台得知拥堵（5011）。', badly_jammed: '{lane}照常使用；市平台得知严重拥堵（5011）。', closed: '{lane}停止自动放行：到来的车进入等待处理，由岗亭决定；市平台得知停用（5011）。' },
    why_closed: ['道闸故障', '设备检修', '施工封闭', '事故处理'], why_jammed: ['车辆集中离场', '事故占道', '收费等待', '场外道路拥堵'], why_normal: ['故障已排除', '检修完成', '拥堵已缓解'],
  },
}

export const en: typeof zh = {
  lane_service: { normal: 'Normal', jammed: 'Jammed', badly_jammed: 'Badly jammed', closed: 'Out of service' },
  lane_state: {
    title: 'Lane state', lane: 'Lane', state: 'State', submit: '{lane}: {state}', same: '{lane} is {state} already', now: 'Now {state}: {why}', now_plain: 'Now {state}', device_lost: '{device} does not answer',
    effect: { normal: '{lane} is in use again: it reads and opens as usual, and the city platform is told (5011).', jammed: '{lane} goes on as usual; the city platform hears of the jam (5011).', badly_jammed: '{lane} goes on as usual; the city platform hears of the bad jam (5011).', closed: '{lane} opens for nobody by itself: cars that come wait for the booth; the city platform is told (5011).' },
    why_closed: ['Gate is broken', 'Maintenance', 'Closed for works', 'Accident'], why_jammed: ['Many leave at once', 'Accident in the lane', 'Waiting to pay', 'Road outside is full'], why_normal: ['Mended', 'Maintenance is over', 'The jam is over'],
  },
}
