import type { UnseenCar } from '@/contract/UnseenCar'
import type { UnseenClosed } from '@/contract/UnseenClosed'

/** So many are closed by one asking, between which the progress is shown and a stop is heard. */
export const AT_ONCE = 10

/** What was done so far. */
export interface Progress {
  done: number
  all: number
  rows: UnseenClosed[]
  stopped: boolean
  /** Why a portion was not answered; what came before it is done, and the rest was left alone. */
  failed?: unknown
}

/** Closes record after record in portions; ends at the next portion once `stop` says so, or when one portion fails. */
export async function closeAll(ids: string[], ask: (part: string[]) => Promise<UnseenClosed[]>, tell: (progress: Progress) => void, stop: () => boolean): Promise<Progress> {
  const progress: Progress = { done: 0, all: ids.length, rows: [], stopped: false }
  tell({ ...progress })
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    if (stop()) {
      progress.stopped = true
      break
    }
    let rows: UnseenClosed[]
    try {
      rows = await ask(ids.slice(at, at + AT_ONCE))
    } catch (error) {
      progress.failed = error
      break
    }
    progress.rows = [...progress.rows, ...rows]
    progress.done += rows.length
    tell({ ...progress })
  }
  tell({ ...progress })
  return progress
}

/** What the chosen ones owe together. */
export function dueOf(cars: UnseenCar[], chosen: Set<string>): number {
  return cars.filter((car) => chosen.has(car.record_id)).reduce((sum, car) => sum + car.due_fen, 0)
}
