import type { Reservation } from '@/contract/Reservation'

/** A reservation on the line of its space; all figures in per cent of the shown span, `grace` in per cent of the bar. */
export interface Bar {
  reservation: Reservation
  left: number
  width: number
  grace: number
  /** The row within the line: two of one area may overlap. */
  lane: number
}

export interface SpaceLine {
  key: string
  area: string
  space_no: string | null
  lanes: number
  bars: Bar[]
}

const MINUTE_MS = 60_000

/** The lines of a span of time, by area and space; what lies wholly outside of it is left out. */
export function timeline(reservations: Reservation[], begin: number, span_ms: number): SpaceLine[] {
  const lines = new Map<string, { line: SpaceLine; ends: number[] }>()
  const ordered = [...reservations].sort((a, b) => a.from - b.from)
  for (const reservation of ordered) {
    const grace_ms = reservation.grace_minutes * MINUTE_MS
    const end = reservation.over + grace_ms
    if (end <= begin || reservation.from >= begin + span_ms) continue
    const key = `${reservation.area} ${reservation.space_no ?? ''}`
    let held = lines.get(key)
    if (!held) {
      held = { line: { key, area: reservation.area, space_no: reservation.space_no, lanes: 0, bars: [] }, ends: [] }
      lines.set(key, held)
    }
    let lane = held.ends.findIndex((until) => until <= reservation.from)
    if (lane < 0) lane = held.ends.length
    held.ends[lane] = end
    held.line.lanes = held.ends.length
    const whole = end - reservation.from
    const cut_begin = Math.max(begin, reservation.from)
    held.line.bars.push({ reservation, left: ((cut_begin - begin) / span_ms) * 100, width: ((Math.min(end, begin + span_ms) - cut_begin) / span_ms) * 100, grace: whole > 0 ? Math.min(100, (grace_ms / whole) * 100) : 0, lane })
  }
  return [...lines.values()].map(({ line }) => line).sort((a, b) => a.key.localeCompare(b.key))
}
