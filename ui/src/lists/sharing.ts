import type { SharedParking } from '@/contract/SharedParking'
import { day, parseDateTime } from '@/lib/time'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Whether a moment lies in the shared hours, their buffer before and after included. A night belongs to the day on which it begins. */
export function withinNow(share: SharedParking, now: number): boolean {
  if (share.cancelled_at !== null) return false
  return [now, now - DAY_MS, now + DAY_MS].some((around) => {
    const on = day(around)
    if (on < share.first_day || on > share.last_day) return false
    const midnight = parseDateTime(`${on} 00:00`)!
    // China's Monday is 1: 1970-01-01 was a Thursday.
    const weekday = ((Math.floor((midnight + 8 * 3600_000) / DAY_MS) + 3) % 7) + 1
    if (!share.weekdays.includes(weekday)) return false
    const from = parseDateTime(`${on} ${share.from_time.slice(0, 5)}`)!
    const same_day = parseDateTime(`${on} ${share.to_time.slice(0, 5)}`)!
    const to = share.to_time <= share.from_time ? same_day + DAY_MS : same_day
    return now >= from - share.buffer_minutes * MINUTE_MS && now <= to + share.buffer_minutes * MINUTE_MS
  })
}
