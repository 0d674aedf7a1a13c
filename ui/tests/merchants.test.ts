import { screen, waitFor } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import BillingDesk from '@/billing/BillingDesk.vue'

import { open } from './desk'

async function merchants() {
  const it = await open(BillingDesk, 'manager')
  await it.user.click(await screen.findByTestId('billing-tab-merchants'))
  await screen.findByTestId('merchant-owed')
  return it
}

describe('merchants', () => {
  it('are a manager’s matter', async () => {
    await open(BillingDesk, 'attendant')
    expect(screen.queryByTestId('billing-tab-merchants')).toBeNull()
  })

  it('are given a stack of coupons, good through a day', async () => {
    const { host, user } = await merchants()
    await user.click(screen.getByTestId('merchant-issue'))
    await user.click(await screen.findByTestId('merchant-issue-sheet-submit'))
    expect(host.requests('coupon.issue')).toEqual([])
    expect(screen.getByTestId('merchant-value-note').textContent).not.toBe('')
    await user.type(screen.getByTestId('merchant-value'), '3')
    await user.clear(screen.getByTestId('merchant-count'))
    await user.type(screen.getByTestId('merchant-count'), '20')
    expect(screen.getByTestId('merchant-issue-sheet').textContent).toContain('60.00')
    await user.click(screen.getByTestId('merchant-issue-sheet-submit'))
    await waitFor(() => expect(host.requests('coupon.issue')).toHaveLength(1))
    const asked = host.requests('coupon.issue')[0]!
    expect(asked).toMatchObject({ count: 20, terms: { kind: 'amount', value: '3' } })
    expect((asked.expires_at + 8 * 3600_000) % 86_400_000).toBe(86_399_000)
  })

  it('pay what they owe, and no more', async () => {
    const { host, user } = await merchants()
    expect(screen.getByTestId('merchant-owed').dataset.fen).toBe('16600')
    await user.click(screen.getByTestId('merchant-settle'))
    const received = await screen.findByTestId<HTMLInputElement>('merchant-received')
    expect(received.value).toBe('166.00')
    await user.clear(received)
    await user.type(received, '200{Enter}')
    expect(host.requests('merchant.settle')).toEqual([])
    await user.clear(received)
    await user.type(received, '100{Enter}')
    await waitFor(() => expect(screen.getByTestId('merchant-owed').dataset.fen).toBe('6600'))
    expect(host.requests('merchant.settle')[0]).toMatchObject({ owed_fen: 16_600, received_fen: 10_000, way: 'bank', approver: null })
    expect(host.requests('merchant.settle')[0]).not.toHaveProperty('waived_fen')
  })

  it('are let off something only with a reason and a second person', async () => {
    const { host, user } = await merchants()
    await user.click(screen.getByTestId('merchant-settle'))
    await user.clear(await screen.findByTestId('merchant-received'))
    await user.type(screen.getByTestId('merchant-received'), '160')
    await user.type(screen.getByTestId('merchant-waived'), '6')
    await user.click(screen.getByTestId('merchant-settle-sheet-submit'))
    expect(screen.getByTestId('merchant-note-note').textContent).toContain('原因')
    expect(screen.getByTestId('merchant-settle-sheet-pin')).toBeTruthy()
    expect(host.requests('merchant.settle')).toEqual([])
  })

  it('have their coupons written into a file whose place is said', async () => {
    const { user } = await merchants()
    await user.click(screen.getByTestId('merchant-export'))
    await waitFor(() => expect(screen.getByTestId('merchant-file').textContent).toContain('.csv'))
  })
})
