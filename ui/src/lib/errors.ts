import { isRefusal } from '@/host'

/** What is said of an error: the engine's words in the window's language, or that there was no answer. */
export function sayError(error: unknown, locale: string, t: (key: string) => string): string {
  if (isRefusal(error)) return locale === 'en' ? error.en : error.zh
  return t('common.no_answer')
}

/** The field that a refusal names, or null. */
export function refusedField(error: unknown): string | null {
  return isRefusal(error) ? (error.field ?? null) : null
}
