import type { Lock } from '@/contract/Lock'
import type { OrderView } from '@/contract/OrderView'
import type { ParkingRecord } from '@/contract/ParkingRecord'
import type { ProposedRefund } from '@/contract/ProposedRefund'
import type { RefundView } from '@/contract/RefundView'
import { yuan } from '@/lib/money'

import { agree, needReason, refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

const LIMIT_FEN = 2000
const MINUTE = 60_000

/** Locks, corrections, orders and refunds of the made-up lot. */
export function carsAnswers(lot: FakeLot): Answers {
  const locks = new Map<string, Lock>()
  const orders = new Map<string, OrderView[]>()
  const made: RefundView[] = []
  const record = (id: string): ParkingRecord => lot.records.get(id) ?? refuse('not_found', '没有这条停车记录', 'There is no such parking record.')
  const inside = (id: string) => {
    const found = record(id)
    if (found.state !== 'inside') refuse('not_inside', '该车不在场内', 'The car is not inside.')
    return found
  }
  const name = lot.lanes[2]!

  // A few who left and paid, so that there is something to look at and to give back.
  const gone = [...lot.records.values()].filter((r) => r.state === 'left').slice(0, 4)
  gone.forEach((r, i) => {
    const id = lot.guid()
    const amount = [1800, 6600, 1200, 3000][i]!
    Object.assign(r, { receivable_fen: amount, received_fen: amount })
    lot.charges.set(id, { change_fen: 0, charge: { id, order_no: `LD2026112214320${i}${id.slice(0, 8)}`, record_id: r.id, paid_at: r.left_at! - 2 * MINUTE, receivable_fen: amount, discount_fen: 0, received_fen: amount, pay_type: i % 2 ? 'we_chat' : 'cash', pay_from: i % 2 ? '市平台' : '线下缴费' } })
  })
  const charges = [...lot.charges.values()].map((kept) => kept.charge)
  const proposed: ProposedRefund[] = charges.filter((c) => c.pay_type === 'we_chat').map((c, i) => ({
    charge_id: c.id, order_no: c.order_no, record_id: c.record_id, plate: record(c.record_id).vehicle.plate, paid_at: c.paid_at, pay_type: c.pay_type, pay_from: c.pay_from, ending: i ? 'paid_twice' : 'overpaid', amount_fen: i ? 3000 : 600,
  }))
  if (charges[0]) made.push({ id: lot.guid(), charge_id: charges[0].id, order_no: charges[0].order_no, record_id: charges[0].record_id, plate: record(charges[0].record_id).vehicle.plate, at: lot.now() - 40 * MINUTE, amount_fen: 600, pay_type: 'cash', reason: '误收', approver: null })
  const locked = [...lot.records.values()].filter((r) => r.state === 'inside').at(-3)
  if (locked) locks.set(locked.id, { state: 'locked_by_owner', since: lot.now() - 52 * MINUTE, reason: null })

  function order(r: ParkingRecord): OrderView {
    const quote = lot.quote(r)
    return {
      order: { order_no: `LD${lot.now()}${r.id.slice(0, 10)}`, record_id: r.id, plate: r.vehicle.plate, space_no: null, entered_at: r.entered_at, charging_start: r.entered_at, charging_minutes: quote.minutes, left_at: r.left_at, paid_fen: quote.paid_fen, receivable_fen: quote.fee_fen, other_fen: 0, discount_fen: quote.discount_fen, charging_fen: 0, charge_type: 'normal', free_minutes: 15, surplus_minutes: 15 },
      due_fen: quote.due_fen, given_at: lot.now(), holds_until: lot.now() + 15 * MINUTE, state: 'open', request: null,
    }
  }

  return {
    'record.detail': ({ record_id }) => ({
      record: record(record_id), lock: locks.get(record_id) ?? null, charges: [...lot.charges.values()].map((c) => c.charge).filter((c) => c.record_id === record_id), events: lot.events.filter((e) => e.record_id === record_id).reverse(), messages: lot.messages.filter((m) => m.own_id === record_id),
    }),
    'record.lock': ({ record_id, reason }) => {
      needReason(reason)
      const r = inside(record_id)
      const lock: Lock = { state: 'locked_by_hand', since: lot.now(), reason }
      locks.set(record_id, lock)
      lot.event('locked_by_hand', 'look', lot.now(), r.vehicle.plate, null, r.id, { reason })
      lot.tellLane(name)
      return { lock, at_exit: null }
    },
    'record.unlock': ({ record_id, reason }) => {
      needReason(reason)
      const r = inside(record_id)
      const lock: Lock = { state: locks.get(record_id)?.state === 'locked_by_hand' ? 'unlocked' : 'let_go', since: lot.now(), reason }
      locks.set(record_id, lock)
      lot.event(lock.state === 'let_go' ? 'lock_let_go' : 'unlocked_by_hand', 'look', lot.now(), r.vehicle.plate, null, r.id, { reason })
      const lane = lot.lanes.find((l) => l.waiting?.record_id === record_id)
      if (lane?.waiting) lane.waiting = { ...lane.waiting, why: 'must_pay', lock: null, quote: lot.quote(r) }
      lot.tellLane(lane ?? name)
      return { lock, at_exit: null }
    },
    'record.correct_plate': ({ record_id, plate, reason, approver }) => {
      needReason(reason)
      const r = inside(record_id)
      if ([...lot.records.values()].some((other) => other.state === 'inside' && other.vehicle.plate === plate)) refuse('already_inside', '该车牌另有在场记录，请先核对两辆车', 'Another car is inside with this plate; look at both first.', 'plate')
      const agreed = plate.endsWith('0') ? agree(approver) : null
      lot.event(agreed ? 'plate_corrected_approved' : 'plate_corrected', 'look', lot.now(), plate, null, r.id, { from: r.vehicle.plate, to: plate, reason, approver: agreed ?? '' })
      r.vehicle = { ...r.vehicle, plate }
      r.record_type = 'abnormal'
      lot.message('5006', r.id, lot.now())
      lot.tellLane(name)
      return { record: r, at_exit: null }
    },
    'order.list': ({ record_id }) => ({ orders: orders.get(record_id) ?? [], debt_fen: 0 }),
    'exit.request_payment': ({ record_id, due_fen }) => {
      const r = inside(record_id)
      const one = order(r)
      if (one.due_fen !== due_fen) refuse('fee_changed', `应收已变为 ${yuan(one.due_fen)} 元，请重新确认`, `${yuan(one.due_fen)} yuan are due by now; confirm again.`, 'due_fen')
      one.request = { order_no: one.order.order_no, due_fen, requested_at: lot.now(), cash_from: lot.now() + 3 * MINUTE, message: 'accepted', outcome: { kind: 'accepted' } }
      orders.set(record_id, [...(orders.get(record_id) ?? []).map((o) => ({ ...o, state: 'replaced' as const })), one])
      lot.event('payment_requested', 'info', lot.now(), r.vehicle.plate, null, r.id)
      lot.tellLane(name)
      return one.request
    },
    'refund.list': () => ({ proposed, made }),
    'refund.make': ({ request_id, charge_id, amount_fen, reason, approver }) => {
      needReason(reason)
      const charge = lot.charges.get(charge_id)?.charge ?? refuse('not_found', '没有这笔缴费', 'There is no such payment.', 'charge_id')
      const before = made.filter((refund) => refund.charge_id === charge_id).reduce((sum, refund) => sum + refund.amount_fen, 0)
      const left_fen = charge.received_fen - before - amount_fen
      if (left_fen < 0) refuse('bad_field', `该笔缴费最多还可退 ${yuan(charge.received_fen - before)} 元`, `At most ${yuan(charge.received_fen - before)} can go back.`, 'amount_fen')
      const agreed = amount_fen > LIMIT_FEN ? agree(approver) : null
      const plate = record(charge.record_id).vehicle.plate
      made.unshift({ id: request_id, charge_id, order_no: charge.order_no, record_id: charge.record_id, plate, at: lot.now(), amount_fen, pay_type: charge.pay_type, reason, approver: agreed })
      const at = proposed.findIndex((p) => p.charge_id === charge_id)
      if (at >= 0) proposed.splice(at, 1)
      lot.event('refunded', 'look', lot.now(), plate, null, charge.record_id, { amount: yuan(amount_fen), reason, approver: agreed ?? '' })
      lot.tellLane(name)
      return { refund_id: request_id, left_fen }
    },
    'lane.set_state': ({ lane_id, state, reason }) => {
      needReason(reason)
      const lane = lot.lanes.find((l) => l.id === lane_id) ?? refuse('no_such_lane', '没有这个车道', 'There is no such lane.')
      lane.service = { state, comment: reason }
      lot.event({ normal: 'lane_in_service', jammed: 'lane_jammed', badly_jammed: 'lane_badly_jammed', closed: 'lane_out_of_service' }[state], 'look', lot.now(), null, lane, null, { reason })
      lot.tellLane(lane)
      return {}
    },
  }
}
