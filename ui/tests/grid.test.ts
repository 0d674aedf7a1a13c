import { describe, expect, it } from 'vitest'

import type { SpaceView } from '@/contract/SpaceView'
import { GridModel, layOut } from '@/grid/model'

const spaces = (area: string, n: number): SpaceView[] => Array.from({ length: n }, (_, i) => ({ space_no: `${area}${i}`, label: `${area}-${i}`, area, state: 'free' }))
const areas = [{ code: 'B1', name: '负一层', total: 3, used: 0, reserved: 0 }, { code: 'B2', name: '负二层', total: 2, used: 0, reserved: 0 }]

describe('grid', () => {
  it('draws once for many changes, and only what changed', () => {
    const grid = new GridModel()
    const drawn: Array<number[] | 'all'> = []
    grid.onDraw((dirty) => drawn.push(dirty))
    grid.load([...spaces('B1', 3), ...spaces('B2', 2)], areas)
    expect(drawn).toEqual(['all'])
    grid.change([{ space_no: 'B11', state: 'taken' }, { space_no: 'B21', state: 'reserved' }])
    grid.change([{ space_no: 'B11', state: 'free' }, { space_no: 'B11', state: 'taken' }])
    grid.draw()
    grid.draw()
    expect(drawn).toEqual(['all', [1, 4]])
    expect([grid.stateAt(1), grid.stateAt(4)]).toEqual(['taken', 'reserved'])
    expect(grid.tally()).toEqual({ unknown: 0, free: 3, reserved: 1, taken: 1 })
  })

  it('takes no notice of spaces it does not know or that are as they were', () => {
    const grid = new GridModel()
    grid.load(spaces('B1', 2), areas)
    const before = grid.version
    grid.change([{ space_no: 'nowhere', state: 'taken' }, { space_no: 'B10', state: 'free' }])
    expect(grid.version).toBe(before)
    expect(grid.takeDirty()).toEqual([])
  })

  it('keeps the areas together in the lot’s order', () => {
    const grid = new GridModel()
    grid.load([spaces('B2', 1)[0]!, ...spaces('B1', 2)], areas)
    expect(grid.spaces.map((s) => s.space_no)).toEqual(['B10', 'B11', 'B20'])
  })

  it.each([[300, 308, 210], [5000, 308, 210], [12, 308, 210], [5000, 420, 380]])('fits %i spaces into %i × %i', (n, width, height) => {
    const layout = layOut([{ code: 'a', name: 'A', count: Math.ceil(n / 2) }, { code: 'b', name: 'B', count: Math.floor(n / 2) }], width, height)
    expect(layout.cells).toHaveLength(n)
    for (const c of layout.cells) {
      expect(c.x + c.size).toBeLessThanOrEqual(width)
      expect(c.y + c.size).toBeLessThanOrEqual(height)
    }
    const places = new Set(layout.cells.map((c) => `${c.x},${c.y}`))
    expect(places.size).toBe(n)
  })

  it('takes 1,000 changes of 5,000 spaces in far less than a frame each time', () => {
    const grid = new GridModel()
    const all = spaces('B1', 5000)
    grid.load(all, areas)
    const changes = Array.from({ length: 1000 }, (_, i) => ({ space_no: `B1${(i * 7) % 5000}`, state: i % 2 ? ('taken' as const) : ('reserved' as const) }))
    const began = performance.now()
    grid.change(changes)
    expect(grid.takeDirty().length).toBe(1000)
    expect(performance.now() - began).toBeLessThan(100)
  })
})
