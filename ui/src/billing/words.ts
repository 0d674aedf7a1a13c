import type { Buyer } from '@/contract/Buyer'
import type { InvoiceRow } from '@/contract/InvoiceRow'

/** Where an invoice stands, as people would say it: its own state, its message's, and what became of it since. */
export type Stand = 'waiting' | 'refused' | 'unknown' | 'held' | 'unanswered' | 'issued' | 'numberless' | 'reversing' | 'reversed' | 'dropped'

export function standOf(row: InvoiceRow): Stand {
  switch (row.state) {
    case 'dropped':
      return 'dropped'
    case 'issued':
      if (!row.code || !row.number) return 'numberless'
      return row.reversed ? 'reversed' : row.red_id !== null ? 'reversing' : 'issued'
    case 'asked':
      switch (row.message?.state) {
        case 'refused':
          return 'refused'
        case 'unknown':
          return 'unknown'
        case 'held':
          return 'held'
        case 'accepted':
          return 'unanswered'
        default:
          return 'waiting'
      }
  }
}

export const STAND_SIGNAL: Record<Stand, 'wait' | 'act' | 'look' | 'fine' | 'idle'> = {
  waiting: 'wait', refused: 'act', unknown: 'look', held: 'act', unanswered: 'look', issued: 'fine', numberless: 'look', reversing: 'wait', reversed: 'idle', dropped: 'idle',
}

/** States in which a person has to find out what became of it. */
export const needsPerson = (row: InvoiceRow) => ['refused', 'unknown', 'held', 'unanswered', 'numberless'].includes(standOf(row))
export const mayReverse = (row: InvoiceRow) => row.color === 'blue' && standOf(row) === 'issued'

/** A buyer's lines, those that are there. */
export function buyerFacts(buyer: Buyer): Array<[label: string, value: string]> {
  const all: Array<[string, string | null]> = [
    ['invoice.buyer_name', buyer.name], ['invoice.buyer_tax_no', buyer.tax_no], ['invoice.buyer_email', buyer.email], ['invoice.buyer_mobile', buyer.mobile], ['invoice.buyer_address', buyer.address], ['invoice.buyer_phone', buyer.phone], ['invoice.buyer_bank', buyer.bank_account],
  ]
  return all.filter((fact): fact is [string, string] => !!fact[1])
}

/** A rate in hundredths of a percent: `6%`, `0.5%`. */
export function percent(rate: number): string {
  const cents = rate % 100
  return `${Math.floor(rate / 100)}${cents ? `.${String(cents).padStart(2, '0').replace(/0$/, '')}` : ''}%`
}
