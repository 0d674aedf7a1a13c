import type { EventView } from '@/contract/EventView'
import { sayMachine } from '@/garage/machine'
import { i18n } from '@/i18n'

/** What a device's driver found has words in each language: `why` with its English in `why_en`. */
export function inLanguage(words: Record<string, string>, locale: string): Record<string, string> {
  const said: Record<string, string> = {}
  for (const [name, text] of Object.entries(words)) if (!name.endsWith('_en')) said[name] = (locale === 'en' ? words[`${name}_en`] : undefined) ?? text
  return said
}

/** An event in words: the window's own text with the engine's blanks filled in, or the bare facts where it has none. */
export function sayEvent(event: EventView, t: (key: string, values: Record<string, string>) => string, te: (key: string) => boolean): string {
  const key = `event.${event.kind}`
  // A garage's words come in Chinese, whatever the window speaks.
  const locale = i18n.global.locale.value
  const words = event.kind.startsWith('garage_') ? Object.fromEntries(Object.entries(event.words).map(([name, said]) => [name, sayMachine(said, locale)])) : inLanguage(event.words, locale)
  if (te(key)) return t(key, words)
  return [event.kind, ...Object.values(words)].join(' · ')
}
