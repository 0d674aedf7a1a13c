import type { Refusal } from '@/contract/Refusal'
import { isRefusal } from '@/host'

/** How long a name is locked after wrong PINs, in seconds: the one number in the engine's words. Null for other errors. */
export function lockoutSeconds(error: unknown): number | null {
  if (!isRefusal(error) || error.code !== 'locked_out') return null
  const said = /\d+/.exec(error.en)
  return said ? Number(said[0]) : null
}

/** The same refusal with the seconds that remain by now. */
export function withSeconds(refusal: Refusal, seconds: number): Refusal {
  const now = (words: string) => words.replace(/\d+/, String(seconds))
  return { ...refusal, zh: now(refusal.zh), en: now(refusal.en) }
}
