import type { Charge } from '@/contract/Charge'
import type { EventView } from '@/contract/EventView'
import type { StayQuote } from '@/contract/StayQuote'
import type { StreetRules } from '@/contract/StreetRules'
import type { StreetStay } from '@/contract/StreetStay'
import { yuan } from '@/lib/money'

import { refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export interface FakeStreet {
  answers: Answers
  /** Stays that are over and not paid for. */
  owing: () => StreetStay[]
}

/** A street with bays: a car in most of them, some without a plate yet, some gone without paying. */
export function fakeStreet(lot: FakeLot): FakeStreet {
  const now = lot.now()
  let rules: StreetRules = { jitter_seconds: 60 }
  const charges: Charge[] = []
  /** Coupons that were shown, by stay. */
  const shown = new Map<string, string>()
  const told = new Map<string, EventView[]>()
  const paid = new Map<string, { charge_id: string; order_no: string; change_fen: number }>()
  const fee = (minutes: number) => (minutes <= 15 ? 0 : Math.min(3000, Math.ceil(minutes / 30) * 250))
  const tell = (stay: StreetStay, kind: string, at: number, words: Record<string, string> = {}) => told.set(stay.id, [...(told.get(stay.id) ?? []), { seq: ++lot.seq, at, level: 'info', kind, plate: stay.vehicle?.plate ?? null, lane_id: null, record_id: stay.id, words }])

  const stay = (i: number, ago: number, minutes: number | null, has_plate: boolean): StreetStay => {
    const entered_at = now - ago
    const left_at = minutes === null ? null : entered_at + minutes * MINUTE
    const cost = minutes === null ? null : fee(minutes)
    const one: StreetStay = { id: lot.guid(), space_no: `FZ3-${String(i).padStart(3, '0')}`, detector_id: lot.guid(), vehicle: has_plate ? lot.vehicle() : null, entered_at, left_at, state: left_at === null ? 'standing' : 'left', record_type: 'normal', fee_fen: cost, receivable_fen: 0, discount_fen: 0, received_fen: 0, owed_fen: cost ?? 0 }
    tell(one, 'stay_began', entered_at, { space: one.space_no })
    if (left_at !== null) tell(one, 'stay_ended_unpaid', left_at, { amount: yuan(cost!) })
    return one
  }
  const stays: StreetStay[] = [
    stay(1, 96 * MINUTE, null, true), stay(2, 12 * MINUTE, null, false), stay(4, 203 * MINUTE, null, true), stay(5, 41 * MINUTE, null, true), stay(7, 5 * MINUTE, null, false), stay(8, 27 * MINUTE, null, true), stay(11, 66 * MINUTE, null, true),
    stay(3, 5 * HOUR, 130, true), stay(6, 2 * DAY, 95, true), stay(9, 41 * DAY, 260, true), stay(10, 52 * DAY, 480, true), stay(12, 66 * DAY, 75, true),
  ]
  stays[5]!.state = 'leaving'
  const find = (id: string) => stays.find((s) => s.id === id) ?? refuse('not_found', '没有这次停车', 'There is no such stay.', 'stay_id')

  function quote(s: StreetStay): StayQuote {
    const priced_at = s.left_at ?? lot.now()
    const minutes = Math.ceil((priced_at - s.entered_at) / MINUTE)
    const fee_fen = fee(minutes)
    const times = Math.ceil(minutes / 30)
    const owed = Math.max(0, fee_fen - s.received_fen)
    const coupon_no = shown.get(s.id)
    const off_fen = coupon_no ? Math.min(300, owed) : 0
    const coupons = coupon_no && off_fen ? [{ id: s.id, coupon_no, coupon: { kind: 'amount' as const, value: '3' }, channel: '便利店', off_fen }] : undefined
    return { stay: s, priced_at, minutes, fee_fen, coupons, due_fen: owed - off_fen, free_exit_until: s.received_fen ? lot.now() + 15 * MINUTE : null, lines: fee_fen ? [{ what: 'first_period', times, each_fen: 250, amount_fen: Math.min(times * 250, 3000), from: s.entered_at, to: priced_at }] : [{ what: 'free_minutes', times: 1, each_fen: 0, amount_fen: 0, from: s.entered_at, to: priced_at }], tariff: '路边二类区域' }
  }
  const owing = () => stays.filter((s) => s.state === 'left' && s.owed_fen > 0)
  const part = (plate: string) => (s: StreetStay) => !plate || (s.vehicle?.plate.includes(plate) ?? false)
  const newest = (list: StreetStay[]) => [...list].sort((a, b) => b.entered_at - a.entered_at)

  return {
    owing,
    answers: {
      'street.list': ({ plate, open_only }) => ({ rows: newest(stays.filter((s) => !open_only || s.state !== 'left').filter(part(plate))), more: false }),
      'street.arrears': ({ plate }) => {
        const all = owing()
        return { rows: newest(all.filter(part(plate))), more: false, stays: all.length, owed_fen: all.reduce((sum, s) => sum + s.owed_fen, 0) }
      },
      'street.quote': ({ stay_id }) => quote(find(stay_id)),
      'street.detail': ({ stay_id }) => ({ quote: quote(find(stay_id)), entry_picture: null, exit_picture: null, charges: charges.filter((c) => c.record_id === stay_id), events: told.get(stay_id) ?? [], messages: lot.messages.filter((m) => m.own_id === stay_id) }),
      'street.set_plate': ({ stay_id, plate, plate_color, class: size }) => {
        const s = find(stay_id)
        if (!/^[\u4e00-\u9fff][A-Z]/.test(plate)) refuse('bad_plate', `“${plate}”不是车牌：首位应为省份简称`, `“${plate}” is no plate: a province comes first.`, 'plate')
        s.vehicle = { plate, plate_color: plate_color ?? null, car_color: null, car_logo: null, class: size, tag: null }
        tell(s, 'stay_plate_set', lot.now())
        lot.message('5004', s.id, lot.now())
        return { vehicle: s.vehicle, other_debts_fen: owing().filter((o) => o.id !== stay_id && o.vehicle?.plate === plate).reduce((sum, o) => sum + o.owed_fen, 0) }
      },
      'street.pay_cash': ({ request_id, stay_id, due_fen, received_fen }) => {
        const done = paid.get(request_id)
        if (done) return done
        const s = find(stay_id)
        const due = quote(s).due_fen
        if (due !== due_fen) refuse('fee_changed', `应收已变为 ${yuan(due)} 元，请重新确认`, `${yuan(due)} yuan are due by now; confirm again.`, 'due_fen')
        if (received_fen < due) refuse('not_enough', '实收不足', 'Not enough.', 'received_fen')
        const result = { charge_id: request_id, order_no: `LD${lot.now()}`, change_fen: received_fen - due }
        paid.set(request_id, result)
        s.received_fen += due
        s.receivable_fen += due
        s.owed_fen = 0
        charges.push({ id: request_id, order_no: result.order_no, record_id: s.id, paid_at: lot.now(), receivable_fen: due, discount_fen: 0, received_fen: due, pay_type: 'cash', pay_from: '线下缴费' })
        lot.charges.set(request_id, { charge: charges.at(-1)!, change_fen: result.change_fen })
        tell(s, 'paid', lot.now(), { amount: yuan(due) })
        return result
      },
      'street.use_coupon': ({ stay_id, coupon_no }) => {
        const s = find(stay_id)
        if (s.state === 'left') refuse('not_possible_now', '停车已结束，不能再用优惠券', 'The stay is over: no coupon works on it any more.', 'stay_id')
        if (!/^YH/i.test(coupon_no)) refuse('not_found', '没有这张优惠券', 'There is no such coupon.', 'coupon_no')
        shown.set(stay_id, coupon_no.toUpperCase())
        return quote(s)
      },
      'street.rules': () => rules,
      'street.set_rules': (r) => {
        rules = r
        return {}
      },
    },
  }
}
