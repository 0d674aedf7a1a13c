import { day, isDay, parseDateTime } from '@/lib/time'

export const DAY_MS = 86_400_000

/** Days asked for, checked as the engine checks them. */
export interface Days {
  first: string
  last: string
}

export function daysProblem(days: Days, today: string): 'day' | 'order' | 'future' | 'many' | null {
  const last = days.last.trim() || days.first.trim()
  if (!isDay(days.first.trim()) || !isDay(last)) return 'day'
  if (last < days.first) return 'order'
  if (last > today) return 'future'
  const span = parseDateTime(`${last} 00:00`)! - parseDateTime(`${days.first} 00:00`)!
  return span >= 31 * DAY_MS ? 'many' : null
}

/** So many days back from now, to so many. */
export function span(now: number, from_days: number, to_days: number): Days {
  return { first: day(now - from_days * DAY_MS), last: day(now - to_days * DAY_MS) }
}
