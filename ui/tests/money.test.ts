import { describe, expect, it } from 'vitest'

import { cleanAmount, inWords, nextNotes, parseYuan, shortYuan, yuan } from '@/lib/money'

describe('amounts', () => {
  it('are written with two decimals and marked thousands', () => {
    expect([0, 5, 1850, 123450, 99_999_999, -320].map(yuan)).toEqual(['0.00', '0.05', '18.50', '1,234.50', '999,999.99', '-3.20'])
    expect([2000, 1850].map(shortYuan)).toEqual(['20', '18.50'])
  })

  it('are written in words as on papers', () => {
    const said = { 140950: '壹仟肆佰零玖元伍角', 600714: '陆仟零柒元壹角肆分', 168032: '壹仟陆佰捌拾元零叁角贰分', 10700053: '壹拾万柒仟元零伍角叁分', 1640902: '壹万陆仟肆佰零玖元零贰分', 32504: '叁佰贰拾伍元零肆分', 800: '捌元整', 7: '柒分', 50: '伍角', 0: '零元整', 1000000: '壹万元整', 10007000: '壹拾万零柒拾元整', '-800': '负捌元整' }
    for (const [fen, words] of Object.entries(said)) expect([fen, inWords(Number(fen))]).toEqual([fen, words])
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
