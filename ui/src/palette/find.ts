import { initials } from './initials'

/** A title in both languages: what is typed finds it in either, whichever the window speaks. */
export interface Found {
  id: string
  zh: string
  en: string
  /** Shorter names of it. */
  also?: string[]
}

const PATH = ' › '

/** How well one word of what was typed fits a title; the lower the better, null for not at all. */
function rank(word: string, title: Found): number | null {
  const en = title.en.toLowerCase()
  const parts = [...title.zh.toLowerCase().split(PATH), ...en.split(PATH), ...(title.also ?? []).map((name) => name.toLowerCase())]
  if (parts.includes(word)) return 0
  if (parts.some((part) => part.startsWith(word)) || en.split(/[^a-z0-9]+/).some((part) => part.startsWith(word))) return 1
  if (parts.some((part) => /[^a-z]/.test(word) && part.includes(word))) return 2
  const letters = [title.zh, ...title.zh.split(PATH), ...(title.also ?? [])].flatMap(initials)
  if (letters.some((way) => way.startsWith(word))) return 2
  if (letters.some((way) => way.includes(word))) return 3
  if (word.length > 2 && en.includes(word)) return 4
  return word.length > 1 && letters.some((way) => inOrder(word, way)) ? 5 : null
}

/** A whole desk comes before a part of one that fits as well. */
const depth = (title: Found) => (title.zh.split(PATH).length - 1) / 2

/** All letters of the word, in their order, with others between. */
function inOrder(word: string, way: string): boolean {
  let at = 0
  for (const letter of way) if (letter === word[at]) at++
  return at === word.length
}

/** The titles that every word fits, the best first; those used of late before others as good. All of them, in their order, when nothing is typed. */
export function find<T extends Found>(text: string, titles: T[], recent: string[]): T[] {
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean)
  const newness = (id: string) => (recent.includes(id) ? recent.indexOf(id) : recent.length)
  if (!words.length) return [...titles].sort((a, b) => newness(a.id) - newness(b.id))
  return titles
    .flatMap((title, place) => {
      const ranks = words.map((word) => rank(word, title))
      return ranks.includes(null) ? [] : [{ title, place, sum: ranks.reduce<number>((sum, one) => sum + one!, depth(title)) }]
    })
    .sort((a, b) => a.sum - b.sum || newness(a.title.id) - newness(b.title.id) || a.place - b.place)
    .map(({ title }) => title)
}
