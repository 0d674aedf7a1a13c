import type { StuckCar } from '@/contract/StuckCar'
import type { UnreadPassage } from '@/contract/UnreadPassage'
import { cleanPlate } from '@/lib/plate'

import { agree, needReason, refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

const MINUTE = 60_000

/** A car that was let out of a lane whose gate stays shut. */
export function stuckCar(lot: FakeLot): StuckCar | null {
  const record = [...lot.records.values()].find((r) => r.state === 'left')
  return record ? { command_id: lot.guid(), record_id: record.id, vehicle: record.vehicle, received_fen: 1800, commanded_at: lot.now() - 41_000, since: lot.now() - 26_000, tries: 1, why: { zh: '继电器 3 秒内无应答', en: 'the relay did not answer within 3 s' } } : null
}

/** Unread passages, a walk, gates that stay shut, tickets: made up. */
export function exceptionAnswers(lot: FakeLot): Answers {
  const passage = (at: number, lane: number, more: Partial<UnreadPassage> = {}): UnreadPassage => ({ event_id: lot.guid(), lane_id: lot.lanes[lane]!.id, entering: lane < 2, at: lot.now() - at * MINUTE, settled: null, record_id: null, plate: null, ...more })
  let open = [passage(4, 0), passage(37, 2)]
  let past = [passage(190, 1, { settled: 'entered', plate: '粤B5K219' }), passage(420, 3, { settled: 'nothing' })]
  const inside = () => [...lot.records.values()].filter((r) => r.state === 'inside')
  const laneOf = (id: string) => lot.lanes.find((lane) => lane.id === id) ?? refuse('no_such_lane', '没有这个车道', 'There is no such lane.')
  return {
    'lane.open_again': ({ lane_id, reason }) => {
      needReason(reason)
      const lane = laneOf(lane_id)
      delete lane.stuck
      lot.event('gate_tried_again', 'look', lot.now(), null, lane, null, { reason })
      lot.tellLane(lane)
      return { gate_command_id: lot.guid(), expires_at: lot.now() + 10_000 }
    },
    'lane.car_gone': ({ lane_id, reason }) => {
      needReason(reason)
      const lane = laneOf(lane_id)
      delete lane.stuck
      lot.event('car_gone', 'look', lot.now(), null, lane, null, { reason })
      lot.tellLane(lane)
      return {}
    },
    'lane.still_inside': ({ lane_id, reason }) => {
      needReason(reason)
      const lane = laneOf(lane_id)
      const stuck = lane.stuck
      delete lane.stuck
      const record = stuck ? lot.records.get(stuck.record_id) : undefined
      if (record) Object.assign(record, { state: 'inside', left_at: null, exit_lane: null, record_type: 'abnormal' })
      lot.event('still_inside', 'look', lot.now(), stuck?.vehicle.plate ?? null, lane, null, { reason })
      lot.tellLane(lane)
      return { record_id: stuck?.record_id ?? lot.guid(), paid_fen: stuck?.received_fen ?? 0, due_fen: 0, free_exit_until: lot.now() + 9 * MINUTE, at_exit: null }
    },
    'lane.end_double': ({ lane_id, reason, how, fee, approver }) => {
      needReason(reason)
      if (how === 'left_unseen' && fee === 'let_off') agree(approver)
      const lane = laneOf(lane_id)
      const id = lane.waiting?.record_id ?? lot.guid()
      lane.waiting = null
      lot.tellLane(lane)
      return { fate: 'entered', open_gate: true, gate_command_id: lot.guid(), record_id: id, screen: [], voice: '' }
    },
    'lane.issue_ticket': ({ lane_id }) => {
      const lane = laneOf(lane_id)
      lane.waiting = null
      lot.event('ticket_issued', 'info', lot.now(), '无牌4071', lane, null, { code: '4071' })
      lot.tellLane(lane)
      return { code: '4071', record_id: lot.guid(), plate: '无牌4071', gate_command_id: lot.guid(), lines: ['无牌车停车凭条', '凭条号：4071'], printed: false }
    },
    'exit.by_ticket': ({ code }) => refuse('no_entry', `在场车辆中没有凭条号 ${code}`, `No car inside has the code ${code}.`, 'code'),
    'passage.list': () => ({ open, past }),
    'passage.settle': ({ event_id, how, plate, fee, approver, reason }) => {
      needReason(reason)
      if (fee === 'let_off') agree(approver)
      const one = open.find((p) => p.event_id === event_id) ?? refuse('not_possible_now', '该通行已处理', 'Somebody has dealt with this passage already.')
      const done: UnreadPassage = { ...one, settled: how, plate: plate ?? null }
      open = open.filter((p) => p !== one)
      past = [done, ...past]
      lot.event('passage_settled', 'look', lot.now(), plate ?? null, lot.lanes[0]!, null, { reason })
      lot.tellLane(lot.lanes[0]!)
      return done
    },
    'walk.compare': ({ plates }) => {
      const texts = plates.split(/[\n,，;；、\t]/).map((text) => cleanPlate(text)).filter(Boolean)
      const seen = new Set(texts.filter((text) => text.length >= 7))
      const cars = inside()
      const known = new Set(cars.map((r) => r.vehicle.plate))
      const strange = [...seen].filter((plate) => !known.has(plate))
      return {
        at: lot.now(), listed: seen.size, matched: [...seen].filter((plate) => known.has(plate)).length,
        unseen: cars.filter((r) => !seen.has(r.vehicle.plate)).sort((a, b) => a.entered_at - b.entered_at).map((r, i) => ({ record_id: r.id, vehicle: r.vehicle, standing: r.standing, area: r.area, entered_at: r.entered_at, due_fen: lot.quote(r).due_fen, looks_like: i === 1 ? strange.slice(0, 1) : [], held: i === 3 })),
        strange: strange.map((plate) => ({ plate, left_at: null, candidates: [] })),
        unread: texts.filter((text) => text.length < 7).map((text) => ({ text, zh: `“${text}”不是车牌`, en: `"${text}" is no plate` })),
      }
    },
    'walk.close': ({ record_ids, reason, fee, approver }) => {
      needReason(reason)
      if (fee === 'let_off') agree(approver)
      return {
        rows: record_ids.map((record_id) => {
          const record = lot.records.get(record_id)
          if (!record || record.state !== 'inside') return { record_id, owed_fen: 0, refusal: { code: 'not_inside' as const, zh: '该车已离场或记录已取消', en: 'The car has left.' } }
          const owed_fen = fee === 'owed' ? lot.quote(record).due_fen : 0
          lot.close(record, lot.lanes[2]!, lot.now(), null)
          return { record_id, owed_fen, refusal: null }
        }),
      }
    },
    'car.history': ({ plate, reason }) => {
      const stays = [...lot.records.values()].filter((r) => r.vehicle.plate === cleanPlate(plate))
      if (reason) needReason(reason)
      const day = 24 * 60 * MINUTE
      return {
        plate: cleanPlate(plate), withheld: ['repair'], shown: Boolean(reason),
        items: [
          ...stays.map((r) => ({ at: r.entered_at, until: r.left_at, kind: 'parking' as const, state: r.state, amount_fen: r.received_fen || null, record_id: r.id, words: { area: r.area } as Record<string, string> })),
          { at: lot.now() - 3 * day, until: lot.now() - 3 * day + 90 * MINUTE, kind: 'charging' as const, state: 'ended', amount_fen: 3260, record_id: null, words: { connector: '1001', energy: '28.40' } as Record<string, string> },
          { at: lot.now() - 9 * day, until: null, kind: 'violation' as const, state: 'untreated', amount_fen: 20000, record_id: null, words: { reason: '不按导向车道行驶', points: '2', where: reason ? '深南大道皇岗路口' : '深**' } as Record<string, string> },
        ],
      }
    },
    'walk.enter': ({ reason }) => {
      needReason(reason)
      return { record_id: lot.guid() }
    },
  }
}
