import type { Refusal } from '@/contract/Refusal'
import { isRefusal } from '@/host'

/** How long a name is locked after wrong PINs, in seconds. Null for other errors. */
export function lockoutSeconds(error: unknown): number | null {
  if (!isRefusal(error) || error.code !== 'locked_out') return null
  return error.wait_s ?? null
}

/** The same refusal for the seconds that remain by now. */
export function withSeconds(refusal: Refusal, seconds: number): Refusal {
  return { ...refusal, wait_s: seconds, zh: `PIN 连续输错，请 ${seconds} 秒后再试`, en: `Too many wrong PINs; try again in ${seconds} seconds.` }
}
