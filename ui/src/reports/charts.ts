import type { ReportKind } from '@/contract/ReportKind'
import type { ReportPage } from '@/contract/ReportPage'
import { hourMinute, day } from '@/lib/time'

import { values } from './cells'

export interface Series { key: string; name: string; values: number[]; as: 'bar' | 'line'; stack?: boolean; right?: boolean }
export interface Picture { labels: string[]; series: Series[]; lying: boolean; unit: 'yuan' | 'cars'; right_unit?: 'percent' }

const WAYS = ['cash', 'wechat', 'alipay', 'unionpay', 'etc', 'other']
/** More lines than this are no picture any more. */
const MOST_LABELS = 366

/** What of a report can be seen at a glance; null for lists. */
export function picture(kind: ReportKind, page: ReportPage, english: boolean): Picture | null {
  if (page.rows.length === 0 || page.rows.length > MOST_LABELS) return null
  const name = (key: string) => {
    const column = page.columns.find((c) => c.key === key)
    return column ? (english ? column.en : column.zh) : key
  }
  const line = (key: string, as: Series['as'], more: Partial<Series> = {}): Series => ({ key, name: name(key), values: values(page.columns, page.rows, key), as, ...more })
  const labels = page.rows.map((row) => (typeof row[0] === 'number' ? `${day(row[0]).slice(5)} ${hourMinute(row[0])}` : String(row[0] ?? '')))
  switch (kind) {
    case 'daily':
    case 'monthly': {
      // Ways in which nothing was paid are left out of the legend.
      const ways = WAYS.map((key) => line(key, 'bar', { stack: true })).filter((s) => s.values.some((v) => v !== 0))
      return { labels, series: [...ways, line('net', 'line')], lying: false, unit: 'yuan' }
    }
    case 'lanes':
    case 'operators':
    case 'pay_types':
      return { labels, series: [line('received', 'bar'), line('refunded', 'bar')], lying: true, unit: 'yuan' }
    case 'occupancy':
      return { labels, series: [line('entered', 'bar'), line('left', 'bar'), line('most', 'line'), line('occupancy', 'line', { right: true })], lying: false, unit: 'cars', right_unit: 'percent' }
    default:
      return null
  }
}
