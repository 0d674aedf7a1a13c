import type { EtcpAccountKind } from '@/contract/EtcpAccountKind'
import type { EtcpAccountView } from '@/contract/EtcpAccountView'
import type { EtcpLedger } from '@/contract/EtcpLedger'
import type { EtcpLedgerRow } from '@/contract/EtcpLedgerRow'
import type { EtcpPaymentRow } from '@/contract/EtcpPaymentRow'
import type { EtcpQuoteView } from '@/contract/EtcpQuoteView'
import type { EtcpStayRow } from '@/contract/EtcpStayRow'
import type { LotAround } from '@/contract/LotAround'
import { newGuid } from '@/lib/guid'

import { needReason, refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

const CODE = '562371'
const LOTS: Array<[string, string]> = [['3126', 'ETCP 智慧停车场（演示一号）'], ['3127', 'ETCP 演示广场地库'], ['3128', 'ETCP 演示医院停车楼']]
const HOUR = 3600_000

/** Made-up drivers, cars in ETCP's lots, and payments of every state. */
export function etcpAnswers(lot: FakeLot): Answers {
  const phones = new Map<string, EtcpAccountView>()
  const quotes = new Map<string, EtcpQuoteView>()
  const now = () => lot.now()
  const stays: EtcpStayRow[] = Array.from({ length: 18 }, (_, i) => {
    const [park_id, park_name] = LOTS[i % 3]!
    const entered_at = now() - (18 - i) * 23 * 60_000
    const gone = i % 4 === 0
    const long = i % 5 === 2
    return { no: i + 1, syn_id: newGuid(), plate: `粤B${100 + i * 37}Q${i % 10}`, park_id, park_name, entered_at, user: long ? 'long_term' : 'temporary', fixed_space: long ? `U${i}` : '', remaining_days: long ? 11 : null, left_at: gone ? entered_at + HOUR : null, stayed_s: gone ? 3600 : null, receivable_fen: gone ? 800 : null }
  })
  const payment = (no: number, more: Partial<EtcpPaymentRow>): EtcpPaymentRow => ({ payment_id: newGuid(), no, account_id: newGuid(), order_id: newGuid(), plate: '渝DE3787', parking_name: LOTS[0]![1], amount_fen: 800, paid_at: now() - no * 7 * 60_000, state: 'known', proof: 'reply', pay_order_id: `no${newGuid()}`, ended_at: now() - no * 7 * 60_000 + 900, reason: null, message: null, new_quote: null, ...more })
  const message = (state: 'refused' | 'unknown', outcome: NonNullable<EtcpPaymentRow['message']>['last_outcome']): EtcpPaymentRow['message'] => ({ no: 90, platform: 'etcp', interface: 'orderpaid', own_id: newGuid(), rank: 'record', state, queued_at: now() - 60_000, attempts: 1, last_at: now() - 59_000, last_outcome: outcome, next_at: null, problem: null, behind: null })
  const quote = (plate: string, remaining_fen: number): EtcpQuoteView => {
    const made = { quote_id: newGuid(), plate, order_id: newGuid(), parking_id: LOTS[0]![0], parking_name: LOTS[0]![1], entered_at: now() - 90 * 60_000, fee_fen: remaining_fen, remaining_fen, at: now(), holds_until: now() + 10 * 60_000 }
    quotes.set(made.quote_id, made)
    return made
  }
  const payments: EtcpPaymentRow[] = [
    payment(4, { state: 'refused', proof: null, pay_order_id: null, ended_at: null, amount_fen: 400, message: message('refused', { kind: 'refused', code: '20206', words: '支付金额与应付金额不匹配' }), new_quote: quote('渝DE3787', 700) }),
    payment(3, { state: 'unknown', proof: null, pay_order_id: null, ended_at: null, plate: '渝A20001', message: message('unknown', { kind: 'unknown', why: 'no complete reply within 20000 ms' }) }),
    payment(2, { state: 'missed', proof: null, pay_order_id: null, ended_at: null, plate: '渝A20002', amount_fen: 400 }),
    payment(1, { proof: 'fee' }),
  ]
  function of(phone: string): EtcpAccountView {
    const digits = phone.replace(/[\s-]/g, '')
    if (!/^1\d{10}$/.test(digits)) refuse('bad_field', '手机号为 11 位数字，以 1 开头', 'A mobile number has 11 digits and begins with 1.', 'phone')
    const known = phones.get(digits)
    if (known) return known
    const made: EtcpAccountView = { account_id: newGuid(), person_id: newGuid(), phone: `${digits.slice(0, 3)}******${digits.slice(9)}`, way: null, signed_at: null, signed_until: null, code_again_at: null, cars: [], bound_this_month: 0 }
    phones.set(digits, made)
    return made
  }
  const by = (id: string) => [...phones.values()].find((view) => view.account_id === id) ?? refuse('not_found', '没有这个 ETCP 用户，请重新登录', 'There is no such driver; sign in again.')
  const signed = (view: EtcpAccountView, way: 'code' | 'joint') => Object.assign(view, { way, signed_at: now(), signed_until: now() + 24 * HOUR })
  const found = (id: string) => payments.find((row) => row.payment_id === id) ?? refuse('not_found', '没有这笔 ETCP 收款', 'There is no such payment.')
  const held = () => payments.filter((row) => !['known', 'given_back'].includes(row.state))
  const sum = (rows: EtcpPaymentRow[]) => rows.reduce((fen, row) => fen + row.amount_fen, 0)
  const settled: EtcpLedgerRow[] = []
  const account = (kind: EtcpAccountKind): EtcpLedger => {
    const known = payments.filter((row) => row.state === 'known')
    const of_payments: EtcpLedgerRow[] = (kind === 'payable' ? known : payments).map((row, i) => ({ seq: i + 1, at: row.paid_at, what: kind === 'payable' ? 'known' : 'taken', amount_fen: row.amount_fen, after_fen: 0, id: row.payment_id, plate: row.plate, parking_name: row.parking_name, paid_from: null, note: '', operator: '王经理', may_be_taken_back: false }))
    let after_fen = 0
    const rows = [...of_payments, ...(kind === 'payable' ? settled : [])].map((row) => ({ ...row, after_fen: (after_fen += row.amount_fen) }))
    return { balance_fen: after_fen, rows: rows.reverse(), more: false }
  }
  const around: LotAround[] = Array.from({ length: 24 }, (_, i) => ({ parking_id: `${i}3jk=`, name: `演示大道 ${i + 1} 号停车场`, own: i % 3 !== 0, free_minutes: [0, 15, 30, 120][i % 4]!, four_hours_fen: 1278 + i * 50, place: (['above', 'below', 'both'] as const)[i % 3]!, room: (['plenty', 'few', 'tight'] as const)[i % 3]!, electronic: i % 2 === 0, distance_m: 80 + i * 110, position: null }))
  return {
    'etcp.state': () => ({ set_up: true, demo_code: CODE, held_fen: sum(held()), payable_fen: account('payable').balance_fen, open: held().length, position: { longitude: 114.06, latitude: 22.54 } }),
    'etcp.ledger': ({ account: kind }) => account(kind ?? 'payable'),
    'etcp.settle': ({ request_id, amount_fen, paid_from, reference }) => {
      if (amount_fen > account('payable').balance_fen) refuse('bad_field', '超过目前应付 ETCP', 'More than is owed to ETCP now.', 'amount_fen')
      settled.push({ seq: 100 + settled.length, at: now(), what: 'settled', amount_fen: -amount_fen, after_fen: 0, id: request_id, plate: null, parking_name: '', paid_from, note: reference, operator: '王经理', may_be_taken_back: true })
      return account('payable')
    },
    'etcp.settle_back': ({ settlement_id, reason }) => {
      needReason(reason)
      const row = settled.find((one) => one.id === settlement_id) ?? refuse('not_found', '没有这笔结算', 'There is no such settlement.')
      row.may_be_taken_back = false
      settled.push({ ...row, seq: 100 + settled.length, at: now(), what: 'taken_back', amount_fen: -row.amount_fen, paid_from: null, note: reason })
      return account('payable')
    },
    'etcp.accounts': () => ({ rows: [...phones.values()].reverse() }),
    'etcp.account': ({ account_id }) => by(account_id),
    'etcp.send_code': ({ phone }) => {
      const view = of(phone)
      if (view.code_again_at !== null && view.code_again_at > now()) refuse('not_possible_now', '一分钟内只能获取一次验证码', 'A code may be asked for once a minute.', 'phone')
      return Object.assign(view, { code_again_at: now() + 60_000 })
    },
    'etcp.sign_in': ({ phone, code }) => (code === CODE ? signed(of(phone), 'code') : refuse('platform_refused', 'ETCP 拒绝：20203 手机验证码错误；请核对验证码，或重新获取', 'ETCP refuses: 20203; look at the code, or ask for another.', 'code')),
    'etcp.join': ({ phone }) => signed(of(phone), 'joint'),
    'etcp.bind': ({ account_id, plate, color }) => {
      const view = by(account_id)
      if (view.cars.length >= 3) refuse('bad_field', '一个手机号只能同时绑定 3 辆车，请先解绑一辆', 'Three cars at once is the most for a telephone; release one first.', 'plate')
      view.cars.push({ plate, color: color ?? null, bound_at: now() })
      view.bound_this_month += 1
      return view
    },
    'etcp.release': ({ account_id, plate }) => {
      const view = by(account_id)
      view.cars = view.cars.filter((car) => car.plate !== plate)
      return view
    },
    'etcp.fee': ({ account_id, plate }) => {
      by(account_id)
      return { quotes: plate.endsWith('0') ? [] : [quote(plate, 800)] }
    },
    'etcp.pay': ({ quote_id, received_fen, instead_of }) => {
      const named = quotes.get(quote_id) ?? refuse('not_found', '没有这次查费结果，请重新查询', 'There is no such answer.')
      const before = instead_of ? found(instead_of) : null
      if (before) Object.assign(before, { state: 'given_back', reason: '金额已变，改付新费用' })
      const made = payment(payments.length + 1, { plate: named.plate, order_id: named.order_id, amount_fen: named.remaining_fen, paid_at: now(), state: 'waiting', proof: null, pay_order_id: null, ended_at: null })
      payments.unshift(made)
      setTimeout(() => Object.assign(made, { state: 'known', proof: 'reply', ended_at: now() }), 1500)
      return { payment: made, change_fen: received_fen + (before?.amount_fen ?? 0) - named.remaining_fen }
    },
    'etcp.payments': () => ({ rows: payments, more: false }),
    'etcp.ask': ({ payment_id }) => Object.assign(found(payment_id), { state: 'known', proof: 'history', ended_at: now() }),
    'etcp.give_back': ({ payment_id, reason }) => {
      needReason(reason)
      return Object.assign(found(payment_id), { state: 'given_back', reason, ended_at: now(), new_quote: null })
    },
    'etcp.resolve': ({ payment_id, arrived, reason }) => {
      needReason(reason)
      return Object.assign(found(payment_id), arrived ? { state: 'known', proof: 'person', reason } : { state: 'missed', reason })
    },
    'etcp.history': () => ({ rows: [0, 1, 2].map((i) => ({ order_id: newGuid(), parking_id: LOTS[i]![0], parking_name: LOTS[i]![1], plate: '渝DE3787', entered_at: now() - (i + 1) * 26 * HOUR, left_at: now() - (i + 1) * 26 * HOUR + 2 * HOUR, fee_fen: 800 + i * 400, cash_fen: i === 1 ? 400 : 0 })) }),
    'etcp.lots': ({ scroll_id }) => {
      const from = Number(scroll_id ?? 0)
      return { lots: around.slice(from, from + 10), next: from + 10 < around.length ? String(from + 10) : null }
    },
    'etcp.lot_state': () => ({ total_spaces: 114, room: 'plenty' as const, at: now() }),
    'etcp.stays': ({ park_id, inside_only }) => ({ rows: stays.filter((row) => (!park_id || row.park_id === park_id) && (!inside_only || row.left_at === null)).reverse(), more: false }),
    'etcp.occupancy': () => ({
      lots: LOTS.map(([park_id, park_name]) => {
        const mine = stays.filter((row) => row.park_id === park_id)
        const inside = mine.filter((row) => row.left_at === null)
        return { park_id, park_name, inside: inside.length, long_term: inside.filter((row) => row.user === 'long_term').length, came: mine.length, left: mine.length - inside.length, receivable_fen: mine.reduce((fen, row) => fen + (row.receivable_fen ?? 0), 0), last_at: now() }
      }),
    }),
  }
}
