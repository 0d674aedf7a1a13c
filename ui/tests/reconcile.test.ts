import { screen, waitFor, within } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import CityPane from '@/reconcile/CityPane.vue'

import { open } from './desk'

describe('reconciling', () => {
  it('shows both sides of each difference, and that a waiting report is one', async () => {
    const { user } = await open(CityPane)
    const table = await screen.findByTestId('reconcile-differences')
    expect(table.dataset.count).toBe('5')
    const rows = within(table).getAllByTestId(/^difference-/)
    expect(within(rows[0]!).getAllByRole('cell').map((cell) => cell.textContent)).toEqual([expect.stringContaining('LD'), expect.any(String), '收费', '平台没有', '18.00', '—', '18.00', '我方上报待传'])
    // 18 + 6 + 24 − 6 here, 22 + 12 there.
    expect(screen.getByTestId('reconcile-delta').textContent).toBe('8.00')
    await user.click(screen.getByTestId('reconcile-only-missing_here'))
    await waitFor(() => expect(table.dataset.count).toBe('1'))
  })

  it('does not take days that were never asked for as days that agree', async () => {
    const { host, user } = await open(CityPane)
    await screen.findByTestId('reconcile-differences')
    await user.click(screen.getByTestId('reconcile-week'))
    expect((await screen.findByTestId('reconcile-missing')).textContent).toContain('还没有取过账单')
    await user.click(screen.getByTestId('reconcile-today'))
    await screen.findByTestId('reconcile-no-bills')
    await user.keyboard('{Alt>}g{/Alt}')
    await screen.findByTestId('reconcile-agrees')
    expect(host.requests('reconcile.ask_city')).toHaveLength(1)
  })

  it('wants days that exist and are in order', async () => {
    const { host, user } = await open(CityPane, 'clerk')
    await screen.findByTestId('reconcile-differences')
    expect(screen.queryByTestId('reconcile-ask')).toBeNull()
    const last = screen.getByTestId('reconcile-last')
    await user.clear(last)
    await user.type(last, '2020-01-01{Enter}')
    await waitFor(() => expect(screen.getByTestId('reconcile-last-note').textContent).toContain('不能早于'))
    expect(host.requests('reconcile.compare')).toHaveLength(1)
  })
})
