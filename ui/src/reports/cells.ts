import type { CellKind } from '@/contract/CellKind'
import type { Column } from '@/contract/Column'
import type { ReportCell } from '@/contract/ReportCell'
import { yuan } from '@/lib/money'
import { dateTimeSeconds } from '@/lib/time'

/** A cell in words; what its number means stands in its column. */
export function sayCell(cell: ReportCell | undefined, kind: CellKind): string {
  if (cell === null || cell === undefined) return ''
  if (typeof cell === 'string') return cell
  switch (kind) {
    case 'money':
      return yuan(cell)
    case 'moment':
      return dateTimeSeconds(cell)
    case 'permille':
      return `${Math.trunc(cell / 10)}.${Math.abs(cell % 10)}%`
    default:
      return String(cell).replace(/\B(?=(\d{3})+$)/g, ',')
  }
}

/** Whether a column's cells stand at the right. */
export function atRight(kind: CellKind): boolean {
  return kind !== 'text' && kind !== 'moment' && kind !== 'day'
}

/** How wide a column is on the screen, in pixels, for its width in half-width characters. */
export function pixels(column: Column): number {
  return Math.min(320, Math.max(72, column.width * 8 + 20))
}

/** Adds the sums of a further page to those of the pages before it. */
export function addSums(before: ReportCell[], more: ReportCell[]): ReportCell[] {
  return before.map((sum, at) => (typeof sum === 'number' && typeof more[at] === 'number' ? sum + more[at] : sum))
}

/** The cells of one column as numbers, in whole units a person reads: yuan, per cent, pieces. */
export function values(columns: Column[], rows: ReportCell[][], key: string): number[] {
  const at = columns.findIndex((column) => column.key === key)
  const unit = { money: 100, permille: 10 }[columns[at]?.kind as string] ?? 1
  return rows.map((row) => (typeof row[at] === 'number' ? row[at] / unit : 0))
}
