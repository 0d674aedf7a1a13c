import { describe, expect, it } from 'vitest'

import { sayHistory } from '@/cars/history'
import { AT_ONCE, closeAll, dueOf, type Progress } from '@/cars/walk'
import type { HistoryItem } from '@/contract/HistoryItem'
import type { UnseenCar } from '@/contract/UnseenCar'

const ids = (n: number) => Array.from({ length: n }, (_, i) => `R${i}`)
const row = (record_id: string) => ({ record_id, owed_fen: 100, refusal: null })

describe('closing cars that nobody saw', () => {
  it('goes in portions and tells how far it is', async () => {
    const asked: string[][] = []
    const told: number[] = []
    const done = await closeAll(ids(AT_ONCE * 2 + 3), async (part) => (asked.push(part), part.map(row)), (now) => told.push(now.done), () => false)
    expect(asked.map((part) => part.length)).toEqual([AT_ONCE, AT_ONCE, 3])
    expect([told[0], told.at(-1), done.stopped, done.rows.length]).toEqual([0, AT_ONCE * 2 + 3, false, AT_ONCE * 2 + 3])
  })

  it('stops between two portions, and says what was done', async () => {
    let asked = 0
    const done = await closeAll(ids(AT_ONCE * 3), async (part) => (asked++, part.map(row)), () => {}, () => asked === 1)
    expect([asked, done.stopped, done.done]).toEqual([1, true, AT_ONCE])
  })

  it('leaves the rest alone when a portion fails, and says what was done and why no more', async () => {
    let last: Progress | null = null
    let asked = 0
    const failing = closeAll(ids(AT_ONCE * 3), async (part) => {
      if (++asked === 2) throw new Error('no answer')
      return part.map(row)
    }, (now) => (last = now), () => false)
    const done = await failing
    expect([asked, last!.done, done.rows.length]).toEqual([2, AT_ONCE, AT_ONCE])
    expect(done.failed).toEqual(new Error('no answer'))
  })

  it('adds up what the chosen ones owe, and no others', () => {
    const car = (record_id: string, due_fen: number) => ({ record_id, due_fen }) as UnseenCar
    expect(dueOf([car('A', 300), car('B', 500), car('C', 70)], new Set(['A', 'C', 'gone']))).toBe(370)
  })
})

describe('an entry of a time line', () => {
  const words: Record<string, string> = { 'history.state.left': '已离场', 'history.word.area': '区域 {said}', 'history.work.store': '存车' }
  const te = (key: string) => key in words
  const t = (key: string, given: Record<string, string>) => words[key]!.replace('{said}', given.said ?? '')
  const item = (state: string, said: Record<string, string>): HistoryItem => ({ at: 0, until: null, kind: 'parking', state, amount_fen: null, record_id: null, words: said })

  it('says how it stands and what more there is', () => {
    expect(sayHistory(item('left', { area: 'B1' }), t, te)).toBe('已离场 · 区域 B1')
  })

  it('shows the bare word where the window has none', () => {
    expect(sayHistory(item('odd', { work: 'store', other: 'x' }), t, te)).toBe('odd · 存车 · x')
  })
})
