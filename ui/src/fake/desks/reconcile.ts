import type { DifferenceView } from '@/contract/DifferenceView'
import type { Reconciled } from '@/contract/Reconciled'
import { day, parseDateTime } from '@/lib/time'

import type { Answers } from '../answers'
import type { FakeLot } from '../lot'

const DAY = 86_400_000

/** A made-up day on which not everything agrees. */
export function reconcileAnswers(lot: FakeLot): Answers {
  const asked = new Map<string, number>([[day(lot.now() - DAY), lot.now() - 3 * 3600_000]])
  const one = (i: number, way: 'paid' | 'refunded', what: DifferenceView['what'], ours_fen: number, theirs_fen: number, report_waits = false): DifferenceView => ({ report_waits, order_no: `LD202611211${String(400 + i * 7)}07C78E319DAB60`, way, what, ours_fen, theirs_fen, at: lot.now() - DAY + i * 47 * 60_000 })
  const differences = [one(0, 'paid', 'missing_there', 1800, 0, true), one(1, 'paid', 'missing_there', 600, 0, true), one(2, 'paid', 'amount_differs', 2400, 2200), one(3, 'refunded', 'missing_there', 600, 0), one(4, 'paid', 'missing_here', 0, 1200)]
  function compared(first: string | null, last: string | null): Reconciled {
    const bills = []
    for (let at = parseDateTime(`${first ?? day(lot.now() - DAY)} 00:00`)!; day(at) <= (last ?? first ?? day(lot.now() - DAY)); at += DAY) if (asked.has(day(at))) bills.push({ day: day(at), kind: 'all' as const, asked_at: asked.get(day(at))!, lines: 412 })
    return { bills, differences: bills.some((bill) => bill.day === day(lot.now() - DAY)) ? differences : [] }
  }
  return {
    'reconcile.compare': ({ first_day, last_day }) => compared(first_day, last_day),
    'reconcile.ask_city': ({ first_day, last_day }) => {
      for (let at = parseDateTime(`${first_day ?? day(lot.now())} 00:00`)!; day(at) <= (last_day ?? first_day ?? ''); at += DAY) asked.set(day(at), lot.now())
      return compared(first_day, last_day)
    },
  }
}
