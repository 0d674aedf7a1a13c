/** Moments are milliseconds since 1970; the product's wall clock is China's, UTC+8, whatever the machine is set to. */

const CHINA_OFFSET_MS = 8 * 3600_000

function parts(moment: number) {
  const d = new Date(moment + CHINA_OFFSET_MS)
  const two = (n: number) => String(n).padStart(2, '0')
  return {
    date: `${d.getUTCFullYear()}-${two(d.getUTCMonth() + 1)}-${two(d.getUTCDate())}`,
    hm: `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}`,
    s: two(d.getUTCSeconds()),
  }
}

/** `14:32:07` */
export function clock(moment: number): string {
  const p = parts(moment)
  return `${p.hm}:${p.s}`
}

/** `14:32` */
export function hourMinute(moment: number): string {
  return parts(moment).hm
}

/** `2026-11-22` */
export function day(moment: number): string {
  return parts(moment).date
}

/** `2026-11-22 14:32` */
export function dateTime(moment: number): string {
  const p = parts(moment)
  return `${p.date} ${p.hm}`
}

/** `2026-11-22 14:32:07` */
export function dateTimeSeconds(moment: number): string {
  const p = parts(moment)
  return `${p.date} ${p.hm}:${p.s}`
}

/** The time alone today, with the day before it on any other day. */
export function shortMoment(moment: number, now: number): string {
  return day(moment) === day(now) ? hourMinute(moment) : `${day(moment).slice(5)} ${hourMinute(moment)}`
}

/** Reads `2026-11-22 14:32` (seconds optional) on China's clock; null for anything else, and for days that do not exist. */
export function parseDateTime(text: string): number | null {
  const m = /^(\d{4})-(\d{1,2})-(\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim())
  if (!m) return null
  const [y, mo, d, h, mi, s] = [m[1], m[2], m[3], m[4], m[5], m[6] ?? '0'].map(Number) as [number, number, number, number, number, number]
  if (h > 23 || mi > 59 || s > 59) return null
  const utc = Date.UTC(y, mo - 1, d, h, mi, s)
  const back = new Date(utc)
  if (back.getUTCMonth() !== mo - 1 || back.getUTCDate() !== d) return null
  return utc - CHINA_OFFSET_MS
}

/** True for a day that exists, as `2026-11-22`. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseDateTime(`${text} 00:00`) !== null
}

/** Days, hours and minutes of a stay. */
export function stayParts(minutes: number): { days: number; hours: number; minutes: number } {
  return { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60), minutes: minutes % 60 }
}

type Say = (key: string, values: Record<string, number>) => string

/** A stay in words: `3 小时 12 分`. */
export function sayStay(minutes: number, t: Say): string {
  const p = stayParts(Math.max(0, minutes))
  if (p.days) return t('time.days_hours', { d: p.days, h: p.hours })
  if (p.hours) return t('time.hours_minutes', { h: p.hours, m: p.minutes })
  return t('time.minutes', { m: p.minutes })
}

/** How long something has waited, in words: seconds below a minute. */
export function sayWait(ms: number, t: Say): string {
  const s = Math.max(0, Math.floor(ms / 1000))
  return s < 60 ? t('time.seconds', { s }) : sayStay(Math.floor(s / 60), t)
}
