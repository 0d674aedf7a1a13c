import type { EventView } from '@/contract/EventView'
import type { GarageCommandState } from '@/contract/GarageCommandState'
import type { GarageState } from '@/contract/GarageState'

export const GARAGE_SIGNAL: Record<GarageState, 'fine' | 'look' | 'act' | 'idle'> = { normal: 'fine', stopped: 'idle', maintenance: 'idle', abnormal: 'look', fault: 'act' }
export const COMMAND_SIGNAL: Record<GarageCommandState, 'fine' | 'look' | 'act' | 'idle'> = { waiting: 'idle', running: 'look', done: 'fine', failed: 'act', cancelled: 'idle', lapsed: 'act' }

/** A.3's words, which is all that an event carries of its kind, and what to do about each. */
const ADVICE: Array<[words: RegExp, advice: string]> = [
  [/人员/, 'person'], [/消防/, 'fire'], [/急停/, 'emergency'], [/防坠器/, 'fall'], [/超长|超宽|超高|超重/, 'size'], [/过载/, 'overload'], [/通讯|控制系统|电源/, 'silent'], [/车牌识别/, 'plate'], [/关门|安全检查|停车定位|安全门/, 'check'], [/故障|异常|非正常/, 'machine'],
]

/** What to do about an event of a garage: the key of its words, none where there is nothing to do. */
export function adviceOf(event: EventView): string | null {
  if (event.kind === 'garage_failed' || event.kind === 'garage_lapsed') return 'failed'
  if (event.kind !== 'garage_event' || event.level === 'info') return null
  return ADVICE.find(([words]) => words.test(event.words.event ?? ''))?.[1] ?? 'machine'
}

/** Seconds that are left of so many that were left at a moment. */
export function leftNow(remain_s: number, heard_at: number, now: number): number {
  return Math.max(0, remain_s - Math.floor((now - heard_at) / 1000))
}
