import { describe, expect, it } from 'vitest'

import { cleanAmount, nextNotes, parseYuan, shortYuan, yuan } from '@/lib/money'

describe('amounts', () => {
  it('are written with two decimals and marked thousands', () => {
    expect([0, 5, 1850, 123450, 99_999_999, -320].map(yuan)).toEqual(['0.00', '0.05', '18.50', '1,234.50', '999,999.99', '-3.20'])
    expect([2000, 1850].map(shortYuan)).toEqual(['20', '18.50'])
  })

  it('are read exactly, and nothing else is an amount', () => {
    expect(['18', '18.5', '18.50', '.5', '0.01', '18.'].map(parseYuan)).toEqual([1800, 1850, 1850, 50, 1, 1800])
    expect(['', '.', '1.234', '-1', '1e3', '18元', '1,000', '1234567'].map(parseYuan)).toEqual(Array(8).fill(null))
    // 0.29 × 100 is 28.999… in floating point.
    expect(parseYuan('0.29')).toBe(29)
    expect(parseYuan('1.15')).toBe(115)
  })

  it('keep only what an amount may hold while they are typed', () => {
    expect(['2o0', '20.555', '1.2.3', '２０．５', '12345678', 'abc'].map(cleanAmount)).toEqual(['20', '20.55', '1.23', '20.5', '123456', ''])
  })

  it('suggest the next sums of whole notes', () => {
    expect(nextNotes(1800)).toEqual([2000, 5000, 10_000])
    expect(nextNotes(300)).toEqual([500, 1000, 2000])
    expect(nextNotes(10_000)).toEqual([])
    expect(nextNotes(12_350)).toEqual([12_500, 13_000, 14_000])
    expect(nextNotes(0)).toEqual([])
  })
})
