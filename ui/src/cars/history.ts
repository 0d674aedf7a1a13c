import type { HistoryItem } from '@/contract/HistoryItem'

type Say = (key: string, words: Record<string, string>) => string

/** An entry of a time line in words: how it stands, and what more there is to say. */
export function sayHistory(item: HistoryItem, t: Say, te: (key: string) => boolean): string {
  const state = te(`history.state.${item.state}`) ? t(`history.state.${item.state}`, {}) : item.state
  const more = Object.entries(item.words).map(([name, said]) => {
    if (name === 'work') return te(`history.work.${said}`) ? t(`history.work.${said}`, {}) : said
    return te(`history.word.${name}`) ? t(`history.word.${name}`, { said: said! }) : said
  })
  return [state, ...more].join(' · ')
}
