import type { EventView } from '@/contract/EventView'

/** An event in words: the window's own text with the engine's blanks filled in, or the bare facts where it has none. */
export function sayEvent(event: EventView, t: (key: string, values: Record<string, string>) => string, te: (key: string) => boolean): string {
  const key = `event.${event.kind}`
  if (te(key)) return t(key, event.words)
  return [event.kind, ...Object.values(event.words)].join(' · ')
}
