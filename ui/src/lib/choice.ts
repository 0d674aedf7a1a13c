/** Moves a place in a list by a key, staying inside. */
export function step(at: number, key: string, length: number, page = 10): number | null {
  const moves: Record<string, number> = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: length - 1 }
  const to = moves[key]
  if (to === undefined || length === 0) return null
  return Math.min(Math.max(to, 0), length - 1)
}
