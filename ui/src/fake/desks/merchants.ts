import type { CouponRow } from '@/contract/CouponRow'
import type { MerchantRow } from '@/contract/MerchantRow'
import type { SettlementRow } from '@/contract/SettlementRow'
import { yuan } from '@/lib/money'

import { agree, refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

const DAY = 86_400_000

/** Merchants with coupons in every state, one that owes and one that has settled. */
export function merchantAnswers(lot: FakeLot): Answers {
  const merchants: MerchantRow[] = [
    { id: lot.guid(), name: '莲花便利店', org_code: null, budget_fen: 200_000, open: true, used_fen: 36_600, open_fen: 12_000, left_fen: 151_400, owed_fen: 16_600, settled_fen: 20_000 },
    { id: lot.guid(), name: '福中三路影城', org_code: null, budget_fen: null, open: true, used_fen: 81_200, open_fen: 0, left_fen: null, owed_fen: 0, settled_fen: 81_200 },
    { id: lot.guid(), name: '老街面馆', org_code: null, budget_fen: 50_000, open: false, used_fen: 50_000, open_fen: 0, left_fen: 0, owed_fen: 50_000, settled_fen: 0 },
  ]
  const coupons: CouponRow[] = []
  const settlements = new Map<string, SettlementRow[]>()
  const done = new Map<string, MerchantRow>()
  const coupon = (merchant: MerchantRow, state: CouponRow['state'], kind: CouponRow['coupon']['kind'], value: string, used_fen: number, ago: number): CouponRow => ({ id: lot.guid(), coupon_no: `YH${lot.guid().replaceAll('-', '').slice(0, 14).toUpperCase()}`, coupon: { kind, value }, most_fen: kind === 'amount' ? null : 2000, merchant_id: merchant.id, channel: merchant.name, plate: null, record_id: null, issued_at: lot.now() - ago, expires_at: lot.now() - ago + 30 * DAY, reason: null, state, used_fen, used_at: state === 'used' ? lot.now() - ago / 2 : null, charge_id: null, void_reason: null })
  for (const merchant of merchants) coupons.push(coupon(merchant, 'open', 'amount', '3', 0, 2 * DAY), coupon(merchant, 'used', 'hours', '2', 800, 6 * DAY), coupon(merchant, 'used', 'amount', '5', 500, 7 * DAY), coupon(merchant, 'expired', 'rate', '0.5', 0, 40 * DAY), coupon(merchant, 'voided', 'free', '1', 0, 9 * DAY))
  for (const merchant of merchants) if (merchant.settled_fen) settlements.set(merchant.id, [{ id: lot.guid(), at: lot.now() - 12 * DAY, billed_fen: merchant.settled_fen, received_fen: merchant.settled_fen, waived_fen: 0, way: 'bank', note: '十月账单', operator: '经理', approver: null }])
  const find = (id: string) => merchants.find((one) => one.id === id) ?? refuse('not_found', '没有这家商户', 'There is no such merchant.', 'merchant_id')

  return {
    'merchant.list': () => ({ rows: merchants }),
    'merchant.save': ({ id, name, org_code, budget_fen, open }) => {
      if (merchants.some((one) => one.name === name && one.id !== id)) refuse('name_taken', '已有同名商户', 'A merchant has this name already.', 'name')
      const known = merchants.find((one) => one.id === id)
      const merchant: MerchantRow = { used_fen: 0, open_fen: 0, owed_fen: 0, settled_fen: 0, ...known, id, name, org_code: org_code ?? null, budget_fen: budget_fen ?? null, open: open ?? true, left_fen: budget_fen ?? null }
      if (known) Object.assign(known, merchant)
      else merchants.push(merchant)
      return merchant
    },
    'merchant.settlements': ({ merchant_id }) => ({ rows: settlements.get(merchant_id) ?? [] }),
    'merchant.settle': ({ request_id, merchant_id, owed_fen, received_fen, waived_fen, way, note, approver }) => {
      const before = done.get(request_id)
      if (before) return before
      const merchant = find(merchant_id)
      if (merchant.owed_fen !== owed_fen) refuse('fee_changed', `应结已变为 ${yuan(merchant.owed_fen)} 元，请重新确认`, `${yuan(merchant.owed_fen)} yuan are owed by now; confirm again.`, 'owed_fen')
      const second = waived_fen ? agree(approver ?? null) : null
      merchant.owed_fen -= received_fen + (waived_fen ?? 0)
      merchant.settled_fen += received_fen + (waived_fen ?? 0)
      settlements.set(merchant_id, [{ id: request_id, at: lot.now(), billed_fen: owed_fen, received_fen, waived_fen: waived_fen ?? 0, way, note: note ?? null, operator: '经理', approver: second }, ...(settlements.get(merchant_id) ?? [])])
      done.set(request_id, { ...merchant })
      return merchant
    },
    'merchant.export': ({ merchant_id }) => ({ place: '/data/reports/exports/merchant_20261122.csv', rows: coupons.filter((one) => one.merchant_id === merchant_id).length }),
    'coupon.list': ({ merchant_id }) => ({ rows: coupons.filter((one) => !merchant_id || one.merchant_id === merchant_id), more: false }),
    'coupon.issue': ({ merchant_id, terms, count, plate, expires_at }) => {
      const merchant = find(merchant_id)
      const issued = Array.from({ length: count ?? 1 }, () => ({ ...coupon(merchant, 'open', terms.kind, terms.value, 0, 0), most_fen: terms.most_fen ?? null, plate: plate ?? null, expires_at }))
      coupons.unshift(...issued)
      return { rows: issued }
    },
  }
}
