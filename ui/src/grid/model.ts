import type { AreaView } from '@/contract/AreaView'
import type { SpaceChange } from '@/contract/SpaceChange'
import type { SpaceState } from '@/contract/SpaceState'
import type { SpaceView } from '@/contract/SpaceView'

const STATES: SpaceState[] = ['unknown', 'free', 'reserved', 'taken']

export interface Cell {
  x: number
  y: number
  size: number
}

export interface AreaLabel {
  code: string
  name: string
  y: number
}

export interface Layout {
  cells: Cell[]
  labels: AreaLabel[]
  /** Edge of a cell without the gap. */
  size: number
  columns: number
  /** First cell and number of cells of each area, for walking by key. */
  spans: Array<{ first: number; count: number }>
}

/** Height of an area's name above its cells. */
export const LABEL_HEIGHT = 18
const LARGEST = 22
const SMALLEST = 2

/** Lays the spaces of the areas out in rows, as large as the box allows. */
export function layOut(areas: Array<{ code: string; name: string; count: number }>, width: number, height: number): Layout {
  const shown = areas.filter((area) => area.count > 0)
  for (let pitch = LARGEST; ; pitch--) {
    const columns = Math.max(1, Math.floor(width / pitch))
    const rows = shown.reduce((sum, area) => sum + Math.ceil(area.count / columns), 0)
    const tall = rows * pitch + shown.length * LABEL_HEIGHT
    if (tall > height && pitch > SMALLEST) continue
    const gap = pitch >= 8 ? 2 : pitch >= 4 ? 1 : 0
    const size = pitch - gap
    const cells: Cell[] = []
    const labels: AreaLabel[] = []
    const spans: Layout['spans'] = []
    let y = 0
    for (const area of shown) {
      labels.push({ code: area.code, name: area.name, y })
      y += LABEL_HEIGHT
      spans.push({ first: cells.length, count: area.count })
      for (let i = 0; i < area.count; i++) {
        cells.push({ x: (i % columns) * pitch, y: y + Math.floor(i / columns) * pitch, size })
      }
      y += Math.ceil(area.count / columns) * pitch
    }
    return { cells, labels, size, columns, spans }
  }
}

/** The grid's content apart from its drawing: states by place, and which places changed since they were drawn. */
export class GridModel {
  spaces: SpaceView[] = []
  areas: Array<{ code: string; name: string; count: number }> = []
  states = new Uint8Array(0)
  private place = new Map<string, number>()
  private dirty = new Set<number>()
  private drawers = new Set<(dirty: number[] | 'all') => void>()
  /** Grows with every change, for those who count. */
  version = 0

  load(spaces: SpaceView[], areas: AreaView[]): void {
    const order = new Map(areas.map((area, at) => [area.code, at]))
    this.spaces = spaces
      .map((space, at) => ({ space, at }))
      .sort((a, b) => (order.get(a.space.area) ?? areas.length) - (order.get(b.space.area) ?? areas.length) || a.at - b.at)
      .map(({ space }) => space)
    this.areas = areas.map((area) => ({
      code: area.code,
      name: area.name,
      count: this.spaces.filter((space) => space.area === area.code).length,
    }))
    this.states = Uint8Array.from(this.spaces, (space) => STATES.indexOf(space.state))
    this.place = new Map(this.spaces.map((space, at) => [space.space_no, at]))
    this.dirty.clear()
    this.version++
    for (const drawer of this.drawers) drawer('all')
  }

  change(changes: SpaceChange[]): void {
    for (const { space_no, state } of changes) {
      const at = this.place.get(space_no)
      const code = STATES.indexOf(state)
      if (at === undefined || this.states[at] === code) continue
      this.states[at] = code
      this.dirty.add(at)
    }
    if (this.dirty.size) this.version++
  }

  stateAt(at: number): SpaceState {
    return STATES[this.states[at] ?? 0] ?? 'unknown'
  }

  tally(): Record<SpaceState, number> {
    const sums: Record<SpaceState, number> = { unknown: 0, free: 0, reserved: 0, taken: 0 }
    for (const code of this.states) sums[STATES[code]!]++
    return sums
  }

  /** Takes the places that must be drawn anew. */
  takeDirty(): number[] {
    const all = [...this.dirty]
    this.dirty.clear()
    return all
  }

  /** Draws what changed, once for all changes since the last time. */
  draw(): void {
    if (!this.dirty.size) return
    const dirty = this.takeDirty()
    for (const drawer of this.drawers) drawer(dirty)
  }

  onDraw(drawer: (dirty: number[] | 'all') => void): () => void {
    this.drawers.add(drawer)
    return () => this.drawers.delete(drawer)
  }
}
