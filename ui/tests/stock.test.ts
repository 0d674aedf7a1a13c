import { screen } from '@testing-library/vue'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'

import InvoicesPane from '@/billing/InvoicesPane.vue'
import { FEW, useBlankInvoices } from '@/stores/blankInvoices'
import { useBoard } from '@/stores/board'

import { ALL, begin, settle, show } from './support'

/** A platform that has so many blank invoices left, one after the other, and the last number from then on. */
function left(...numbers: number[]) {
  let asked = 0
  const host = begin({ 'invoice.stock': () => ({ left: numbers[Math.min(asked++, numbers.length - 1)]! }), 'invoice.list': () => ({ rows: [], more: false }) }, [...ALL, 'invoice'])
  return { host, blank: useBlankInvoices() }
}

describe('few blank invoices', () => {
  it('are warned of by themselves, once for a fall and not for every invoice after it', async () => {
    const { host, blank } = left(FEW + 1, FEW, FEW - 1, FEW - 2, FEW + 30, FEW)
    const warned: boolean[] = []
    for (let invoice = 0; invoice < 6; invoice++) {
      await blank.watch()
      warned.push(blank.warned)
      blank.seen()
    }
    expect(host.requests('invoice.stock')).toHaveLength(6)
    expect(warned).toEqual([false, true, false, false, false, true])
  })

  it('stay warned of until somebody has seen it or there are enough', async () => {
    const { blank } = left(3, 2, FEW + 1)
    await blank.watch()
    await blank.watch()
    expect([blank.warned, blank.left]).toEqual([true, 2])
    await blank.watch()
    expect(blank.warned).toBe(false)
  })

  it('are told on the desk when it opens, and go when they were seen', async () => {
    const { blank } = left(16)
    useBoard()
    show(InvoicesPane)
    expect((await screen.findByTestId('invoice-stock-few')).textContent).toContain('只剩 16 张')
    await userEvent.click(screen.getByTestId('invoice-stock-seen'))
    expect(screen.queryByTestId('invoice-stock-few')).toBeNull()
    await blank.watch()
    await settle()
    expect(screen.queryByTestId('invoice-stock-few'), 'the next invoice brings no other').toBeNull()
  })

  it('are asked for by nobody who makes none, and a platform that is away is no warning', async () => {
    const host = begin({ 'invoice.list': () => ({ rows: [], more: false }) }, ['open', 'look'])
    show(InvoicesPane)
    await settle()
    expect(host.requests('invoice.stock')).toHaveLength(0)
    const away = begin({ 'invoice.stock': () => Promise.reject({ code: 'platform_unavailable', zh: '平台不通', en: 'down' }) }, [...ALL, 'invoice'])
    await useBlankInvoices().watch()
    expect([away.requests('invoice.stock').length, useBlankInvoices().warned]).toEqual([1, false])
  })
})
