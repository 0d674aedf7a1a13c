import { describe, expect, it } from 'vitest'

import { clock, dateTime, isDay, parseDateTime, shortMoment, stayParts } from '@/lib/time'

import { NOW } from './support'

describe('moments', () => {
  it('are told on China’s clock whatever the machine is set to', () => {
    expect(clock(NOW)).toBe('14:32:07')
    expect(dateTime(NOW)).toBe('2026-11-22 14:32')
    expect(clock(0)).toBe('08:00:00')
    expect(shortMoment(NOW - 86_400_000, NOW)).toBe('11-21 14:32')
  })

  it('are read back, and days that do not exist are refused', () => {
    expect(parseDateTime('2026-11-22 14:32:07')).toBe(NOW)
    expect(parseDateTime('2026-11-22 14:32')).toBe(NOW - 7000)
    expect(['2026-02-30 10:00', '2026-11-22 24:00', '2026-11-22', 'x'].map(parseDateTime)).toEqual([null, null, null, null])
    expect(['2026-11-30', '2026-11-31', '2026-1-1'].map(isDay)).toEqual([true, false, false])
  })

  it('split a stay', () => {
    expect(stayParts(192)).toEqual({ days: 0, hours: 3, minutes: 12 })
    expect(stayParts(1440 * 4 + 61)).toEqual({ days: 4, hours: 1, minutes: 1 })
  })
})
