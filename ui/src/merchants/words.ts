import type { CouponRow } from '@/contract/CouponRow'
import type { CouponStateView } from '@/contract/CouponStateView'
import { yuan } from '@/lib/money'

export const COUPON_SIGNAL: Record<CouponStateView, 'fine' | 'idle'> = { open: 'idle', used: 'fine', voided: 'idle', expired: 'idle' }

type Say = (key: string, values?: Record<string, unknown>) => string

/** What a coupon does, and up to how much. */
export function sayCoupon(row: CouponRow, t: Say): string {
  const what = t(`coupon.says.${row.coupon.kind}`, { value: row.coupon.value })
  const most = row.most_fen === null ? '' : t('merchant.at_most', { most: yuan(row.most_fen) })
  return [what, most, row.plate].filter(Boolean).join(' · ')
}
