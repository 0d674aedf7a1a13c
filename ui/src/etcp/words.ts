import type { EtcpLedgerWhat } from '@/contract/EtcpLedgerWhat'
import type { EtcpPaymentRow } from '@/contract/EtcpPaymentRow'
import type { EtcpPaymentState } from '@/contract/EtcpPaymentState'
import type { LotRoom } from '@/contract/LotRoom'
import { yuan } from '@/lib/money'

export type Kind = 'act' | 'look' | 'fine' | 'wait' | 'idle'

/** Red where somebody must do something with the money; violet where ETCP is waited for. */
export function paymentSignal(state: EtcpPaymentState): Kind {
  switch (state) {
    case 'waiting':
    case 'unknown':
      return 'wait'
    case 'refused':
    case 'missed':
      return 'act'
    case 'known':
      return 'fine'
    case 'given_back':
      return 'idle'
  }
}

/** What an account says of its lines: green where ETCP was paid, amber where something was taken back. */
export function lineSignal(what: EtcpLedgerWhat): Kind {
  const kinds: Record<EtcpLedgerWhat, Kind> = { taken: 'wait', known: 'look', given_back: 'idle', settled: 'fine', taken_back: 'act', other: 'look' }
  return kinds[what]
}

/** An amount with its sign, as an account shows it. */
export function signed(fen: number): string {
  return fen > 0 ? `+${yuan(fen)}` : fen < 0 ? `−${yuan(-fen)}` : yuan(0)
}

export function roomSignal(room: LotRoom | null): Kind {
  switch (room) {
    case 'plenty':
      return 'fine'
    case 'few':
      return 'look'
    case 'tight':
      return 'act'
    case null:
      return 'idle'
  }
}

/** What ETCP said of a payment that it refused, or what keeps it from being sent. */
export function refusalOf(row: EtcpPaymentRow): string | null {
  const message = row.message
  if (!message || row.state !== 'refused') return null
  if (message.state === 'held') return message.problem
  return message.last_outcome?.kind === 'refused' ? `${message.last_outcome.code} ${message.last_outcome.words}` : null
}

/** What may be done with a payment, by its state. */
export function acts(row: EtcpPaymentRow): { ask: boolean; give_back: boolean; pay_new: boolean; resend: boolean; resolve: boolean } {
  const refused = row.state === 'refused'
  const other_amount = refused && row.message?.last_outcome?.kind === 'refused' && row.message.last_outcome.code === '20206'
  return {
    ask: row.state === 'unknown' || (other_amount && row.new_quote === null),
    give_back: refused || row.state === 'missed' || (row.state === 'waiting' && row.message?.state === 'waiting'),
    pay_new: other_amount && row.new_quote !== null && row.new_quote.remaining_fen > 0,
    resend: refused && !other_amount && row.message?.state === 'refused',
    resolve: row.state === 'unknown',
  }
}

/** Seconds until a moment, whole and upwards; 0 once it is there. */
export function secondsTo(at: number | null, now: number): number {
  return at === null ? 0 : Math.max(0, Math.ceil((at - now) / 1000))
}

/** What a driver hands over or gets, with money that was taken before: below zero the driver gets it. */
export function toHandOver(due_fen: number, credit_fen: number): number {
  return due_fen - credit_fen
}
