import { day, isDay } from '@/lib/time'

const DAY_MS = 86_400_000

export const PRESETS = ['today', 'yesterday', 'week', 'month', 'last_month', 'own'] as const
export type Preset = (typeof PRESETS)[number]
export interface Period { first: string; last: string }

/** The days of a preset, on China's clock; the last one is never ahead of today. */
export function period(preset: Exclude<Preset, 'own'>, now: number): Period {
  const today = day(now)
  const before = (days: number) => day(now - days * DAY_MS)
  switch (preset) {
    case 'today':
      return { first: today, last: today }
    case 'yesterday':
      return { first: before(1), last: before(1) }
    case 'week':
      return { first: before(6), last: today }
    case 'month':
      return { first: `${today.slice(0, 8)}01`, last: today }
    case 'last_month': {
      const last = day(Date.parse(`${today.slice(0, 8)}01T00:00:00+08:00`) - DAY_MS)
      return { first: `${last.slice(0, 8)}01`, last }
    }
  }
}

/** What is wrong with days that were typed, as a key of `reports`; null for nothing. */
export function wrong(first: string, last: string, now: number): 'rule_day' | 'rule_order' | 'rule_ahead' | null {
  if (!isDay(first) || !isDay(last)) return 'rule_day'
  if (last < first) return 'rule_order'
  return first > day(now) ? 'rule_ahead' : null
}
