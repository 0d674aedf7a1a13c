import type { RepairForm } from '@/contract/RepairForm'
import type { RepairRow } from '@/contract/RepairRow'
import type { Upload } from '@/contract/Upload'
import { dateTime, sayWait } from '@/lib/time'

export type Kind = 'act' | 'look' | 'fine' | 'wait' | 'idle'
type Say = (key: string, values?: Record<string, string | number>) => string

/** Red only for what needs somebody: near its end, or over it. */
export function uploadSignal(upload: Upload | null): Kind {
  switch (upload) {
    case 'in_time':
      return 'fine'
    case 'late':
      return 'look'
    case 'waiting':
      return 'wait'
    case 'near':
    case 'over':
      return 'act'
    case null:
      return 'idle'
  }
}

/** How a record's upload stands: when it was, or how much time is left for it. */
export function sayUpload(row: RepairRow, now: number, t: Say): string {
  if (row.uploaded_at !== null) return row.up_to_date ? t('service.up_at', { at: dateTime(row.uploaded_at) }) : t('service.correction_waits')
  if (row.deadline === null) return '–'
  const left = row.deadline - now
  return left > 0 ? t('service.left', { left: sayWait(left, t) }) : t('service.over_by', { left: sayWait(-left, t) })
}

/** The signal of a row: a refusal first, then a correction that waits, then the countdown. */
export function rowSignal(row: RepairRow): Kind {
  if (row.message?.state === 'refused' || row.message?.state === 'held') return 'act'
  if (row.uploaded_at !== null && !row.up_to_date) return 'wait'
  return uploadSignal(row.upload)
}

/** What the archive said of a record that it refused, in its own words; or what keeps it from being sent. */
export function refusalOf(row: RepairRow): string | null {
  const message = row.message
  if (!message) return null
  if (message.state === 'held') return message.problem
  if (message.state === 'refused' && message.last_outcome?.kind === 'refused') return message.last_outcome.words
  return null
}

export function emptyForm(day: string): RepairForm {
  return { cost_list_code: '', plate: '', vin: '', brought_on: day, mileage_km: null, settled_on: day, fault: '', fuel: null, vehicle_use: null, items: [{ name: '', hours: '' }], parts: [] }
}

export function copyForm(form: RepairForm): RepairForm {
  return { ...form, items: form.items.map((item) => ({ ...item })), parts: form.parts.map((part) => ({ ...part })) }
}

/** The notes of a field and of everything below it, such as `items` for `items[2].hours`. */
export function noteOf(notes: Array<{ field: string; zh: string; en: string }>, field: string, locale: string): string | null {
  const found = notes.find((note) => note.field === field)
  return found ? (locale === 'en' ? found.en : found.zh) : null
}
