import type { FoundDifference } from '@/contract/FoundDifference'
import type { PayAttemptView } from '@/contract/PayAttemptView'
import type { Paid } from '@/contract/Paid'
import type { ReconciledAll } from '@/contract/ReconciledAll'
import { day } from '@/lib/time'

import { agree, needReason, refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

/** Pays what a stay owes: as the stand-in's cash does. */
type Pay = (request_id: string, record_id: string, lane_id: string | null, received_fen: number) => Paid

/** Made-up scans: the code's last four digits say what comes of them, as in the demo's channel. */
export function paymentAnswers(lot: FakeLot, pay: Pay): Answers {
  const attempts = new Map<string, { view: PayAttemptView; lane_id: string | null; until: number }>()
  const settled = new Map<string, FoundDifference['settled']>()

  function step(id: string): PayAttemptView {
    const kept = attempts.get(id) ?? refuse('not_found', '没有这次扫码', 'There is no such scan.')
    const { view } = kept
    if ((view.state === 'waiting' || view.state === 'unknown') && Date.now() > kept.until) {
      view.state = 'paid'
      view.moved_at = lot.now()
      view.ending = 'settled'
      view.trade_no = `4200002712${day(lot.now()).replaceAll('-', '')}0000000123`
      view.paid = pay(id, view.record_id, kept.lane_id, view.due_fen)
    }
    return view
  }

  function differences(): FoundDifference[] {
    const at = lot.now() - 5 * 3_600_000
    const one = (i: number, more: Partial<FoundDifference['difference']>, rest: Partial<FoundDifference> = {}): FoundDifference => {
      const difference = { side: 'channel' as const, class: 'missing_here' as const, key: `42000027122026112400000012${i}`, way: 'paid' as const, ours_fen: 600, theirs_fen: 600, ours_at: at + i * 600_000, theirs_at: at + i * 600_000, note: '', ...more }
      const id = `${difference.side}/${difference.class}/${i}`
      return { id, difference, channel: difference.side === 'channel' ? 'we_chat' : null, record_id: null, plate: null, report_waits: false, may: settled.get(id) ? [] : ['put_right', 'accepted'], would_move_fen: 600, settled: settled.get(id) ?? null, ...rest }
    }
    return [
      one(10, { ours_fen: null, ours_at: null, note: 'SUCCESS' }, { plate: '粤B7K21M' }),
      one(11, { class: 'amount', ours_fen: 1400, theirs_fen: 1200 }, { plate: '粤BD31075', would_move_fen: -200 }),
      one(12, { class: 'missing_there', theirs_fen: null, theirs_at: null }, { plate: '粤B52RT8', would_move_fen: -600 }),
      one(13, { class: 'time', theirs_at: at + 7_200_000 }, { may: settled.get('channel/time/13') ? [] : ['accepted'], would_move_fen: 0 }),
      one(14, { class: 'duplicate', theirs_fen: 1200 }, { plate: '粤B9P05X' }),
      one(15, { side: 'city', class: 'missing_there', key: 'LD20261124120405C78E319DAB60', theirs_fen: null, theirs_at: null }, { plate: '粤BW8811', report_waits: true, may: settled.get('city/missing_there/15') ? [] : ['resent', 'accepted'], would_move_fen: 0 }),
      one(16, { side: 'gate', key: 'C78E319DAB604A268842ACF164774592', ours_fen: null, theirs_fen: null, ours_at: null, note: '救护车' }, { may: settled.get('gate/missing_here/16') ? [] : ['accepted'], would_move_fen: 0 }),
    ]
  }

  function all(): ReconciledAll {
    const found = differences()
    const open = (side: string) => found.filter((row) => row.difference.side === side && row.settled === null).length
    return {
      sides: [
        { side: 'gate', channel: null, missing_days: [], ours: 212, ours_fen: 254_300, theirs: 212, theirs_fen: 254_300, open: open('gate') },
        { side: 'city', channel: null, missing_days: [], ours: 208, ours_fen: 248_900, theirs: 207, theirs_fen: 248_300, open: open('city') },
        { side: 'channel', channel: 'we_chat', missing_days: [], ours: 96, ours_fen: 118_200, theirs: 97, theirs_fen: 118_600, open: open('channel') },
        { side: 'channel', channel: 'alipay', missing_days: [day(lot.now())], ours: 0, ours_fen: 0, theirs: 0, theirs_fen: 0, open: 0 },
        { side: 'drawer', channel: null, missing_days: [], ours: 41, ours_fen: 52_800, theirs: 41, theirs_fen: 52_800, open: 0 },
      ],
      differences: found,
      open: found.filter((row) => row.settled === null).length,
    }
  }

  return {
    'payment.scan': ({ request_id, record_id, lane_id, due_fen, code }) => {
      if (!/^(?:1[0-5]\d{16}|(?:2[5-9]|30)\d{14,22})$/.test(code)) refuse('bad_field', '不是有效的付款码，请重新扫描', 'Scan again.', 'code')
      if (!attempts.has(request_id)) {
        const plate = lot.records.get(record_id)?.vehicle.plate ?? ''
        const tail = code.slice(-4)
        const view: PayAttemptView = { request_id, record_id, plate, channel: code.startsWith('1') ? 'we_chat' : 'alipay', code_tail: tail, due_fen, state: 'waiting', why: null, at: lot.now(), moved_at: lot.now(), cash_from: lot.now() + 30_000, paid: null, ending: null, trade_no: null }
        if (tail === '0002') Object.assign(view, { state: 'refused', why: 'NOTENOUGH 余额不足' })
        else if (tail === '0003') Object.assign(view, { state: 'unknown', why: 'no complete reply within 10000 ms' })
        attempts.set(request_id, { view, lane_id, until: tail === '0004' ? Infinity : Date.now() + (tail === '0001' || tail === '0003' ? 5_000 : -1) })
      }
      return step(request_id)
    },
    'payment.look': ({ request_id }) => step(request_id),
    'payment.query': ({ request_id }) => step(request_id),
    'payment.cancel': ({ request_id }) => {
      const view = step(request_id)
      if (view.state === 'paid') refuse('already_paid', '该笔已支付成功，如需退回请办理退费', 'It is paid. To give it back, make a refund.')
      Object.assign(view, { state: 'cancelled', why: '收费员撤销' })
      return view
    },
    'payment.by_trade': ({ request_id, record_id, lane_id, due_fen, channel, trade_no }) => {
      if (channel === 'we_chat' && !/^[14]\d{27}$/.test(trade_no)) refuse('bad_field', '微信交易单号为 28 位数字，以 1 或 4 开头', 'A WeChat trade number has 28 digits and begins with 1 or 4.', 'trade_no')
      return pay(request_id, record_id, lane_id, due_fen)
    },
    'payment.list': () => ({
      channel: true,
      attempts: [...attempts.values()].map(({ view }) => view).reverse(),
      by_hand: [{ charge_id: 'A0'.repeat(16), record_id: [...lot.records.keys()][0] ?? '', plate: '粤B52RT8', paid_at: lot.now() - 3_600_000, received_fen: 600, channel: 'we_chat', trade_no: '4200002712202611240000001234', in_file: null }],
    }),
    'exit.let_go': ({ record_id, lane_id, reason }) => {
      needReason(reason)
      pay(record_id.replace(/^../, 'EE'), record_id, lane_id, lot.quote(lot.records.get(record_id)!).due_fen)
      return { gate_command_id: record_id, expires_at: lot.now() + 10_000 }
    },
    'arrears.list': () => ({ rows: [{ record_id: [...lot.records.keys()][0] ?? '', plate: '粤B52RT8', entered_at: lot.now() - 30 * 3_600_000, left_at: lot.now() - 26 * 3_600_000, owed_fen: 1400, by_platform: false, overdue_since: null, reported: false }], owed_fen: 1400 }),
    'arrears.collect': ({ request_id, due_fen, received_fen }) => ({ charge_id: request_id, change_fen: received_fen - due_fen, left: false, gate_command_id: null }),
    'coupon.attach': ({ record_id, coupon_no }) => {
      if (!/^YH/i.test(coupon_no)) refuse('not_found', '没有这张优惠券', 'There is no such coupon.', 'coupon_no')
      const quote = lot.quote(lot.records.get(record_id) ?? refuse('not_found', '没有这条停车记录', 'There is no such record.'))
      const off_fen = Math.min(200, quote.due_fen)
      return { quote: { ...quote, due_fen: quote.due_fen - off_fen, coupons: [{ id: 'C0'.repeat(16), coupon_no, coupon: { kind: 'amount', value: '2' }, channel: '一楼咖啡', off_fen }] }, at_exit: null }
    },
    'coupon.by_hand': ({ record_id, terms, reason, approver }) => {
      needReason(reason)
      agree(approver)
      const quote = lot.quote(lot.records.get(record_id)!)
      const off_fen = terms.kind === 'free' ? quote.due_fen : Math.min(quote.due_fen, 200)
      return { quote: { ...quote, due_fen: quote.due_fen - off_fen, coupons: [{ id: 'C1'.repeat(16), coupon_no: 'YH00000000000001', coupon: { kind: terms.kind, value: terms.value }, channel: '人工减免', off_fen }] }, at_exit: null }
    },
    'reconcile.all': () => all(),
    'reconcile.settle': ({ id, how, reason, approver }) => {
      needReason(reason)
      const second = how === 'put_right' ? agree(approver) : null
      const found = differences().find((row) => row.id === id) ?? refuse('not_found', '这处差异已不存在，请重新比较', 'This difference is not there any more; compare again.')
      settled.set(id, { how, reason, operator: '经理', approver: second, at: lot.now(), moved_fen: how === 'put_right' ? found.would_move_fen : 0 })
      return differences().find((row) => row.id === id)!
    },
    'channel_file.list': () => ({ rows: [{ name: '1900000109All2026-11-24.csv', channel: 'we_chat', first_day: day(lot.now() - 86_400_000), last_day: day(lot.now() - 86_400_000), lines: 97, taken_at: lot.now() - 3 * 3_600_000 }] }),
    'channel_file.preview': ({ file_name }) => ({
      digest: 'ab'.repeat(32), channel: 'we_chat', first_day: day(lot.now()), last_day: day(lot.now()), lines: 3, paid_fen: 2600, refunded_fen: 300, taken_at: null,
      rows: [1, 2, 3].map((i) => ({ line: i + 1, trade_no: `420000271220261124000000000${i}`, at: lot.now() - i * 3_600_000, amount_fen: i === 3 ? 300 : 1300, way: i === 3 ? 'refunded' as const : 'paid' as const, done: true, words: i === 3 ? 'REFUND SUCCESS' : 'SUCCESS', known: i !== 2 })),
      bad: file_name.includes('bad') ? [{ line: 5, field: '订单金额', zh: '无法识别', en: 'it cannot be read' }] : [],
    }),
    'channel_file.import': () => ({ digest: 'ab'.repeat(32), channel: 'we_chat', first_day: day(lot.now()), last_day: day(lot.now()), lines: 3, paid_fen: 2600, refunded_fen: 300, taken_at: lot.now(), rows: [], bad: [] }),
  }
}
