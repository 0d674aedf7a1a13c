import type { AlarmView } from '@/contract/AlarmView'
import type { EventView } from '@/contract/EventView'

import { needReason, refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

/** Made-up alarms: a camera, a listed car, one left by the shift before, one that is over. */
export function alarmAnswers(lot: FakeLot): Answers {
  const event = (seq: number, level: EventView['level'], kind: string, words: Record<string, string>, plate: string | null = null): EventView => ({ seq, at: lot.now() - (9 - seq) * 97_000, level, kind, plate, lane_id: lot.lanes[0]?.id ?? null, record_id: null, words })
  const one = (no: number, of: EventView, more: Partial<AlarmView> = {}): AlarmView => ({ no, event: of, since: of.at, times: 1, lasts: false, seen_at: null, seen_by: null, note: null, handed_on: false, over_at: null, ...more })
  let open = [
    one(4, event(4, 'act', 'device_lost', { device: '入口1 相机', why: '90 秒没有消息', why_en: 'silent for 90 s' }), { lasts: true }),
    one(3, event(3, 'look', 'same_plate', {}, '粤B12345'), { times: 3 }),
    one(2, event(2, 'look', 'device_lost', { device: '出口2 道闸', why: '电机过热' }), { lasts: true, note: '已通知维修，等待上门', handed_on: true }),
  ]
  let past = [one(1, event(1, 'look', 'same_plate', {}, '粤B54321'), { seen_at: lot.now() - 900_000, seen_by: '夜班', over_at: lot.now() - 900_000 })]
  const known = (no: number): AlarmView => open.find((alarm) => alarm.no === no) ?? refuse('not_found', '没有这条告警', 'There is no such alarm.', 'no')
  return {
    'alarm.list': () => ({ open, past }),
    'alarm.acknowledge': ({ no, note }) => {
      const seen: AlarmView = { ...known(no), seen_at: lot.now(), seen_by: '值班员', handed_on: false, note: note ?? known(no).note }
      if (seen.lasts) open = open.map((alarm) => (alarm.no === no ? seen : alarm))
      else {
        open = open.filter((alarm) => alarm.no !== no)
        past = [{ ...seen, over_at: lot.now() }, ...past]
      }
      return {}
    },
    'alarm.hand_on': ({ no, note }) => {
      needReason(note)
      open = open.map((alarm) => (alarm.no === no ? { ...known(no), note, handed_on: true } : alarm))
      return {}
    },
  }
}
