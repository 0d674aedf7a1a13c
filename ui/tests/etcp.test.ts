import { describe, expect, it } from 'vitest'

import type { EtcpPaymentRow } from '@/contract/EtcpPaymentRow'
import { acts, lineSignal, paymentSignal, refusalOf, secondsTo, signed, toHandOver } from '@/etcp/words'

const quote = { quote_id: 'Q', plate: '渝DE3787', order_id: 'O', parking_id: '1', parking_name: '', entered_at: null, fee_fen: 700, remaining_fen: 700, at: 0, holds_until: 0 }
const message = (state: 'waiting' | 'sending' | 'refused' | 'unknown' | 'held', code?: string): EtcpPaymentRow['message'] => ({ no: 1, platform: 'etcp', interface: 'orderpaid', own_id: 'P', rank: 'record', state, queued_at: 0, attempts: 1, last_at: 1, last_outcome: code ? { kind: 'refused', code, words: '支付金额与应付金额不匹配' } : null, next_at: null, problem: null, behind: null })
const row = (more: Partial<EtcpPaymentRow>): EtcpPaymentRow => ({ payment_id: 'P', no: 1, account_id: 'A', order_id: 'O', plate: '渝DE3787', parking_name: '', amount_fen: 400, paid_at: 0, state: 'waiting', proof: null, pay_order_id: null, ended_at: null, reason: null, message: null, new_quote: null, ...more })

describe('a payment for ETCP', () => {
  it('is red only where somebody must see to the money', () => {
    expect((['waiting', 'unknown', 'refused', 'missed', 'known', 'given_back'] as const).map(paymentSignal)).toEqual(['wait', 'wait', 'act', 'act', 'fine', 'idle'])
  })

  it('whose answer was lost is asked about, and neither paid, resent nor given back', () => {
    expect(acts(row({ state: 'unknown', message: message('unknown') }))).toEqual({ ask: true, give_back: false, pay_new: false, resend: false, resolve: true })
  })

  it('of another amount leads to the new fee once that is known', () => {
    const refused = row({ state: 'refused', message: message('refused', '20206') })
    expect(acts(refused)).toMatchObject({ ask: true, pay_new: false, resend: false, give_back: true })
    expect(acts({ ...refused, new_quote: quote })).toMatchObject({ ask: false, pay_new: true, resend: false, give_back: true })
    expect(refusalOf(refused)).toBe('20206 支付金额与应付金额不匹配')
  })

  it('refused for a reason that passes may be told again', () => {
    expect(acts(row({ state: 'refused', message: message('refused', '20100') }))).toMatchObject({ ask: false, resend: true, give_back: true })
  })

  it('on its way is given back only while it waits', () => {
    expect(acts(row({ message: message('waiting') })).give_back).toBe(true)
    expect(acts(row({ message: message('sending') })).give_back).toBe(false)
    expect(acts(row({ state: 'known', message: null }))).toEqual({ ask: false, give_back: false, pay_new: false, resend: false, resolve: false })
  })
})

describe('the countdown and the cash', () => {
  it('counts whole seconds up to nothing', () => {
    expect([secondsTo(null, 0), secondsTo(60_000, 1), secondsTo(60_000, 59_001), secondsTo(60_000, 60_000), secondsTo(0, 5)]).toEqual([0, 60, 1, 0, 0])
  })

  it('takes the rest, or gives it', () => {
    expect([toHandOver(700, 400), toHandOver(400, 700)]).toEqual([300, -300])
  })
})

describe("ETCP's accounts", () => {
  it('show what grew and what shrank, and are green where ETCP was paid', () => {
    expect([800, -300, 0].map(signed)).toEqual(['+8.00', '−3.00', '0.00'])
    expect((['taken', 'known', 'given_back', 'settled', 'taken_back', 'other'] as const).map(lineSignal)).toEqual(['wait', 'look', 'idle', 'fine', 'act', 'look'])
  })
})
