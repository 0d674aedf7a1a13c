import { screen, waitFor } from '@testing-library/vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import RecordsPane from '@/cars/RecordsPane.vue'
import { useKept } from '@/lib/kept'
import DeskTable from '@/parts/DeskTable.vue'

import { open } from './desk'
import { begin, settle, show } from './support'

interface Row extends Record<string, unknown> { id: number; name: string }
const rows: Row[] = [{ id: 1, name: '甲' }, { id: 2, name: '乙' }]
const columns = [{ key: 'id', title: '号', width: 80, show: (row: Row) => row.id }, { key: 'name', title: '名', width: 120, grow: true, show: (row: Row) => row.name }]

// jsdom has no sizes, and a table without any draws no head.
beforeEach(() => {
  vi.stubGlobal('ResizeObserver', class {
    constructor(readonly told: (entries: unknown[]) => void) {}
    observe(target: Element) { this.told([{ target, contentRect: { width: 600, height: 400 } }]) }
    unobserve() {}
    disconnect() {}
  })
})
afterEach(() => vi.unstubAllGlobals())

async function table() {
  begin({})
  const page = show(DeskTable as never, { rows, columns, row_key: 'id', selected: 1, testid: 'some-list', row_testid: 'some-row', label: '单子' })
  await settle()
  await waitFor(() => expect(edges()).toHaveLength(2))
  return page
}
const edges = () => [...document.querySelectorAll<HTMLElement>('.edge')]
const widths = () => edges().map((edge) => edge.getAttribute('aria-valuenow'))
const press = async (key: string) => {
  document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await settle()
}

describe('the columns of a desk', () => {
  it('are set by key, have one Tab stop, and are as they were left the next time', async () => {
    const page = await table()
    expect(widths()).toEqual(['80', '120'])
    expect(edges().map((edge) => edge.tabIndex)).toEqual([0, -1])
    edges()[0]!.focus()
    await press('ArrowRight')
    await press('ArrowRight')
    expect(widths()).toEqual(['112', '120'])
    await press('ArrowDown')
    expect(document.activeElement).toBe(edges()[1])
    await press('ArrowLeft')
    expect(widths()).toEqual(['112', '104'])
    page.unmount()
    await table()
    expect(widths()).toEqual(['112', '104'])
    edges()[0]!.focus()
    await press('Home')
    expect(widths()).toEqual(['80', '120'])
  })

  it('are never so narrow that their edge is lost', async () => {
    await table()
    edges()[0]!.focus()
    for (let i = 0; i < 8; i++) await press('ArrowLeft')
    expect(widths()[0]).toBe('48')
  })
})

describe('the filters of a desk', () => {
  it('are as they were left; one that there is no more is the first', async () => {
    useKept('some', 'all', ['all', 'open']).value = 'open'
    expect(useKept('some', 'all', ['all', 'open']).value).toBe('open')
    expect(useKept('some', 'all', ['all', 'closed']).value).toBe('all')
  })

  it('of the cars desk are kept, the plate that was looked for is not', async () => {
    const { page, user, host } = await open(RecordsPane, 'manager')
    await user.click(await screen.findByTestId('cars-state-left'))
    await user.type(screen.getByTestId('cars-search'), 'B12')
    page.unmount()
    await open(RecordsPane, 'manager')
    expect(screen.getByTestId('cars-state-left').getAttribute('aria-checked')).toBe('true')
    expect((screen.getByTestId('cars-search') as HTMLInputElement).value).toBe('')
    expect(JSON.stringify({ ...localStorage })).not.toContain('B12')
    expect(host.requests('record.search').length).toBeGreaterThan(0)
  })
})
