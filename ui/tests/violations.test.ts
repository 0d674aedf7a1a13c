import { describe, expect, it } from 'vitest'

import type { CityCondition } from '@/contract/CityCondition'
import type { FleetImport } from '@/contract/FleetImport'
import type { ViolationRow } from '@/contract/ViolationRow'
import { cityOf, cutFits, importSignal, inspectionSignal, orderSignal, sayCut, totalOf } from '@/violations/words'

const city = (prefix: string): CityCondition => ({ province: '', city: prefix, prefix, vin: { last: 6 }, engine_no: 'whole', car_types: [] })
const say = (key: string, values?: Record<string, string | number>) => `${key} ${values?.n ?? ''}`.trim()

describe('what a city wants', () => {
  it('is found by the longest beginning of a plate', () => {
    expect(cityOf([city('浙'), city('浙A'), city('京')], '浙A778QZ')?.prefix).toBe('浙A')
    expect(cityOf([city('京')], '粤B12345')).toBeNull()
  })

  it('is asked for exactly', () => {
    expect(sayCut({ last: 6 }, say)).toBe('violation.last 6')
    expect(sayCut('whole', say)).toBe('violation.whole')
    expect(cutFits({ last: 6 }, '85 572')).toBe(false)
    expect(cutFits({ last: 6 }, 'SALMN1H46CA385572')).toBe(true)
    expect(cutFits('nothing', '')).toBe(true)
    expect(cutFits('whole', ' ')).toBe(false)
  })
})

describe('an order', () => {
  const row = (code: string, fine_fen: number, fee: number | null) => ({ violation: { code, fine_fen, service_fee_fen: fee } }) as ViolationRow

  it('costs fines and fees of what was chosen', () => {
    const rows = [row('a', 20_000, 2300), row('b', 15_000, 2300), row('c', 5000, null)]
    expect(totalOf(rows, new Set(['a', 'b']))).toBe(39_600)
    expect(totalOf(rows, new Set())).toBe(0)
  })

  it('is red only where somebody must act', () => {
    expect(orderSignal('unknown')).toBe('act')
    expect(orderSignal('created')).toBe('look')
    expect(orderSignal('paid')).toBe('wait')
    expect(orderSignal('done')).toBe('fine')
  })

  it('of an inspection is red when its answer was lost', () => {
    const base = { inspection_id: '', no: 1, plate: '', model: '', platform_order_id: null, price_fen: null, changed_at: 0 }
    expect(inspectionSignal({ ...base, state: 'unknown', status: null })).toBe('act')
    expect(inspectionSignal({ ...base, state: 'ordered', status: 'under_way' })).toBe('wait')
    expect(inspectionSignal({ ...base, state: 'ordered', status: 'received' })).toBe('fine')
  })
})

describe("an import of a fleet's list", () => {
  const ended = (state: FleetImport['state'], refused = 0, open = 0) => importSignal({ state, report: { batches: [], done: 50, refused, open } } as unknown as FleetImport)

  it('is fine once all of it was taken, and red where it broke off or some of it was refused', () => {
    expect([ended('running'), ended('done'), ended('cancelled'), ended('failed')]).toEqual(['wait', 'fine', 'idle', 'act'])
    expect([ended('done', 50), ended('done', 0, 50)]).toEqual(['act', 'look'])
  })
})
