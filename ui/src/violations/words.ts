import type { CityCondition } from '@/contract/CityCondition'
import type { Cut } from '@/contract/Cut'
import type { FleetImport } from '@/contract/FleetImport'
import type { InspectionRow } from '@/contract/InspectionRow'
import type { ViolationOrderState } from '@/contract/ViolationOrderState'
import type { ViolationRow } from '@/contract/ViolationRow'
import type { WatchState } from '@/contract/WatchState'

export type Kind = 'act' | 'look' | 'fine' | 'wait' | 'idle'
type Say = (key: string, values?: Record<string, string | number>) => string

/** The city whose plates begin as this one does; the longest beginning counts. */
export function cityOf(cities: CityCondition[], plate: string): CityCondition | null {
  const fitting = cities.filter((city) => city.prefix && plate.startsWith(city.prefix))
  return fitting.reduce<CityCondition | null>((best, city) => (!best || city.prefix.length > best.prefix.length ? city : best), null)
}

/** What a city wants of a number, in words: exactly that is asked for. */
export function sayCut(cut: Cut, t: Say): string {
  if (cut === 'whole') return t('violation.whole')
  if (cut === 'nothing') return t('violation.not_needed')
  return t('violation.last', { n: cut.last })
}

/** Whether a number is long enough for a city. */
export function cutFits(cut: Cut, text: string): boolean {
  const length = [...text.replace(/\s/g, '')].length
  if (cut === 'nothing') return true
  return cut === 'whole' ? length > 0 : length >= cut.last
}

export function orderSignal(state: ViolationOrderState): Kind {
  switch (state) {
    case 'refused':
    case 'unknown':
      return 'act'
    case 'not_sent':
    case 'created':
      return 'look'
    case 'sending':
    case 'arrived':
    case 'paid':
      return 'wait'
    case 'done':
      return 'fine'
    case 'closed':
      return 'idle'
  }
}

export function watchSignal(state: WatchState): Kind {
  const kinds: Record<WatchState, Kind> = { watched: 'fine', refused: 'act', unknown: 'look', wrong_data: 'act', removed: 'idle' }
  return kinds[state]
}

/** An import that came to its end: red where it broke off, or some of it was refused. */
export function importSignal(one: FleetImport): Kind {
  if (one.state === 'running') return 'wait'
  if (one.state === 'cancelled') return 'idle'
  if (one.state === 'failed' || one.report.refused) return 'act'
  return one.report.open ? 'look' : 'fine'
}

export function inspectionSignal(row: InspectionRow): Kind {
  if (row.state === 'unknown' || row.state === 'refused') return 'act'
  if (row.state !== 'ordered') return row.state === 'sending' ? 'wait' : 'look'
  if (row.status === 'received') return 'fine'
  if (row.status === 'closed') return 'idle'
  return row.status === 'waits_for_payment' || row.status === 'waits_for_pickup' ? 'look' : 'wait'
}

/** Fines and fees of what was chosen: the total that the customer is told. */
export function totalOf(rows: ViolationRow[], chosen: ReadonlySet<string>): number {
  return rows.filter((row) => chosen.has(row.violation.code)).reduce((sum, row) => sum + row.violation.fine_fen + (row.violation.service_fee_fen ?? 0), 0)
}

export const LICENCE_BYTES_MOST = 500 * 1024

/** A file's content in base64: what comes behind the comma of its data address. */
export function base64Of(picked: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => reject(reader.error ?? new Error('the file cannot be read'))
    reader.readAsDataURL(picked)
  })
}

/** The picture as a jpeg that fits: smaller step by step, so that no more is lost than must be. */
export async function scaledDown(picked: Blob): Promise<Blob | null> {
  const image = await createImageBitmap(picked)
  for (const [edge, quality] of [[2000, 0.85], [1600, 0.8], [1200, 0.75], [900, 0.7], [600, 0.6]] as const) {
    const scale = Math.min(1, edge / Math.max(image.width, image.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(image.width * scale)
    canvas.height = Math.round(image.height * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality))
    if (jpeg && jpeg.size <= LICENCE_BYTES_MOST) return jpeg
  }
  return null
}
