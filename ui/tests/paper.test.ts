import { screen, waitFor } from '@testing-library/vue'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'

import PaperAct from '@/billing/PaperAct.vue'
import type { InvoicePaper } from '@/contract/InvoicePaper'
import type { PaperFetch } from '@/contract/PaperFetch'

import { ALL, begin, NOW, refusal, show } from './support'

const paper: InvoicePaper = { place: '/data/invoices/a.pdf', sha256: 'ab'.repeat(32), bytes: 2_400_000, fetched_at: NOW, fetched_now: true }

/** A platform whose PDF comes when the test says so. */
function fetching() {
  const far: PaperFetch = { under_way: true, received: 0, of_bytes: null }
  let done: (paper: InvoicePaper) => void = () => {}
  let failed: (why: unknown) => void = () => {}
  const host = begin(
    {
      'invoice.fetch_pdf': () => new Promise<InvoicePaper>((resolve, reject) => ([done, failed] = [resolve, reject])),
      'invoice.fetch_look': () => ({ ...far }),
      'invoice.fetch_cancel': () => {
        failed(refusal('not_possible_now', '已停止取回 PDF，没有留下文件'))
        return {}
      },
    },
    [...ALL, 'invoice'],
  )
  const shown = show(PaperAct, { invoice_id: 'I', paper_at: null })
  return { host, far, shown, done: () => done(paper), user: userEvent.setup() }
}

describe('an invoice’s PDF on its way', () => {
  it('is counted in bytes, of so many where the platform says how many', async () => {
    const { host, far, done, user } = fetching()
    await user.click(screen.getByTestId('invoice-pdf'))
    far.received = 700_000
    await waitFor(() => expect(screen.getByTestId('invoice-pdf-busy').textContent).toBe('已收 700 KB'))
    Object.assign(far, { received: 1_200_000, of_bytes: 2_400_000 })
    await waitFor(() => expect(screen.getByTestId('invoice-pdf-busy').textContent).toBe('已收 1.2 MB / 2.4 MB'))
    expect(screen.getByRole<HTMLProgressElement>('progressbar').value).toBe(0.5)
    done()
    await waitFor(() => expect(screen.getByTestId('invoice-pdf-place').textContent).toContain('/data/invoices/a.pdf'))
    expect(host.requests('invoice.fetch_cancel')).toEqual([])
  })

  it('is stopped at the engine, which is said and is no fault', async () => {
    const { host, user } = fetching()
    await user.click(screen.getByTestId('invoice-pdf'))
    await user.click(screen.getByTestId('invoice-pdf-stop'))
    await waitFor(() => expect(screen.getByTestId('invoice-pdf-stopped').textContent).toContain('没有留下文件'))
    expect(host.requests('invoice.fetch_cancel')).toEqual([{ invoice_id: 'I' }])
    expect(screen.queryByTestId('invoice-pdf-refusal')).toBeNull()
    expect(screen.getByTestId<HTMLButtonElement>('invoice-pdf').disabled).toBe(false)
  })
})
