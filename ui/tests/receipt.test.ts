import { screen } from '@testing-library/vue'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'

import PrintReceipt from '@/booth/PrintReceipt.vue'

import { begin, refusal, settle, show } from './support'

const printer = { place: 'COM3', paper_mm: 58, printed: 0, failed: 0, problem: null }

describe('printing a receipt', () => {
  it('is offered where there is a printer, and says that a further one is marked', async () => {
    const host = begin({ 'printer.state': () => printer, 'receipt.print': () => ({ copy: true }) })
    show(PrintReceipt, { charge_id: 'C1' })
    await userEvent.click(await screen.findByTestId('booth-print'))
    expect((await screen.findByTestId('booth-printed')).textContent).toContain('补打')
    expect(host.requests('receipt.print')).toEqual([{ charge_id: 'C1' }])
  })

  it('is not where there is none', async () => {
    begin({ 'printer.state': () => ({ ...printer, place: null }) })
    show(PrintReceipt, { charge_id: 'C1' })
    await settle()
    expect(screen.queryByTestId('booth-print')).toBeNull()
  })

  it('says what is wrong with the printer and can be tried again', async () => {
    const refuse = () => {
      throw refusal('not_possible_now', '打印机没有响应')
    }
    begin({ 'printer.state': () => ({ ...printer, problem: '缺纸' }), 'receipt.print': refuse })
    show(PrintReceipt, { charge_id: 'C1' })
    expect(await screen.findByText('上次打印失败：缺纸')).toBeTruthy()
    await userEvent.click(screen.getByTestId('booth-print'))
    expect((await screen.findByTestId('booth-print-refusal')).textContent).toContain('打印机没有响应')
    expect((screen.getByTestId('booth-print') as HTMLButtonElement).disabled).toBe(false)
  })
})
