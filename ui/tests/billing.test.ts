import { render, screen, waitFor, within } from '@testing-library/vue'
import { getActivePinia } from 'pinia'
import { describe, expect, it, vi } from 'vitest'

import BillingDesk from '@/billing/BillingDesk.vue'
import { percent, standOf } from '@/billing/words'
import type { InvoiceRow } from '@/contract/InvoiceRow'
import { i18n } from '@/i18n'
import { useNav } from '@/stores/nav'

import { confirm, open } from './desk'
import { settle } from './support'

async function invoices(role: 'manager' | 'attendant' | 'clerk' = 'manager') {
  const it = await open(BillingDesk, role)
  const side = await screen.findByTestId('invoice-detail')
  await waitFor(() => expect(side.textContent).toContain('购买方'))
  return { ...it, side }
}
/** Brings the invoice that stands so to the right side. */
async function choose(user: Awaited<ReturnType<typeof invoices>>['user'], stand: string) {
  screen.getByTestId('invoice-list').focus()
  for (let i = 0; i < 8; i++) {
    if (screen.getByTestId('invoice-detail').querySelector(`[data-state="${stand}"]`)) return
    const before = screen.getByTestId('invoice-detail').querySelector('h2')?.textContent
    await user.keyboard('{ArrowDown}')
    await waitFor(() => expect(screen.getByTestId('invoice-detail').querySelector('h2')?.textContent).not.toBe(before))
  }
  throw new Error(`no invoice stands ${stand}`)
}

describe('invoices', () => {
  it('are made for orders found by plate, and what looks mistyped wants a second look', async () => {
    const { host, lot, user } = await invoices('attendant')
    const charge = [...lot.charges.values()].map((kept) => kept.charge).find((c) => c.received_fen > 0)!
    const plate = lot.records.get(charge.record_id)!.vehicle.plate
    await user.keyboard('{Alt>}n{/Alt}')
    await user.click(await screen.findByTestId('issue-submit'))
    expect(screen.getByTestId('issue-orders-note').textContent).toContain('1 至 100')
    await user.type(screen.getByTestId('issue-plate'), plate.slice(2))
    await user.click(await screen.findByTestId(`issue-charge-${charge.order_no}`))
    expect(screen.getByTestId('issue-orders-note').textContent).toContain('已选 1 笔')
    await user.type(screen.getByTestId('issue-name'), '深圳市莲花科技有限公司')
    await user.type(screen.getByTestId('issue-tax'), '914403005890012345{Enter}')
    await waitFor(() => expect(screen.getByTestId('issue-tax-note').textContent).toContain('校验位不符'))
    expect(screen.getByTestId('issue-submit').textContent).toContain('已核对无误')
    // A change wants a new look.
    await user.type(screen.getByTestId('issue-tax'), '{Backspace}6')
    await waitFor(() => expect(screen.getByTestId('issue-submit').textContent).not.toContain('已核对无误'))
    await user.click(screen.getByTestId('issue-submit'))
    await waitFor(() => expect(screen.getByTestId('issue-submit').textContent).toContain('已核对无误'))
    // A press that comes with the question does not answer it; one after a look does.
    await user.click(screen.getByTestId('issue-submit'))
    await settle()
    expect(host.requests('invoice.issue').at(-1)!.accept_doubts).toBe(false)
    await waitFor(async () => {
      await user.click(screen.getByTestId('issue-submit'))
      expect(host.requests('invoice.issue').at(-1)!.accept_doubts).toBe(true)
    })
    await waitFor(() => expect(screen.queryByTestId('issue')).toBeNull())
    const asked = host.requests('invoice.issue')
    expect(asked.map((request) => request.accept_doubts)).toEqual([false, false, true])
    expect(new Set(asked.map((request) => request.request_id)).size).toBe(1)
    expect(asked.at(-1)).toMatchObject({ order_nos: [charge.order_no], buyer: { kind: 'company', tax_no: '914403005890012346', address: null } })
    expect((await screen.findAllByRole('status')).some((said) => said.textContent?.includes('流水号'))).toBe(true)
  })

  it('have a PDF that is fetched once and says where it lies', async () => {
    const { host, user } = await invoices('attendant')
    await choose(user, 'issued')
    await user.click(await screen.findByTestId('invoice-pdf'))
    await waitFor(() => expect(screen.getByTestId('invoice-pdf-place').textContent).toContain('/data/invoices/'))
    expect(host.requests('invoice.fetch_pdf')).toHaveLength(1)
    await waitFor(() => expect(screen.getByTestId('invoice-pdf').textContent).toContain('打开 PDF'))
  })

  it('whose PDF cannot be had say why, and may be asked for again', async () => {
    const { host, user } = await invoices('attendant')
    await choose(user, 'issued')
    const call = host.call.bind(host)
    host.call = async (token, name, request) => {
      if (name === 'invoice.fetch_pdf') throw { code: 'platform_unavailable', zh: 'PDF 暂时取不到：HTTP 502。请稍后重试', en: 'Not now.' }
      return call(token, name, request)
    }
    await user.click(await screen.findByTestId('invoice-pdf'))
    await waitFor(() => expect(screen.getByTestId('invoice-pdf-refusal').textContent).toContain('HTTP 502'))
    expect((screen.getByTestId('invoice-pdf') as HTMLButtonElement).disabled).toBe(false)
  })

  it('are drawn as what they will say, marked across the paper as no invoice', async () => {
    const { user } = await invoices('attendant')
    await choose(user, 'issued')
    await user.click(await screen.findByTestId('invoice-show-preview'))
    const paper = await screen.findByTestId('invoice-preview')
    expect(screen.getByTestId('invoice-preview-mark').textContent).toBe('非发票')
    expect(paper.textContent).toContain('价税合计（大写）')
    expect(screen.getByTestId('invoice-preview-sum').textContent).toMatch(/¥\d/)
  })

  it('begin with the order that another desk hands over', async () => {
    const { page } = await open(BillingDesk, 'attendant')
    page.unmount()
    useNav().invoice(['LD2026112209110177'])
    render(BillingDesk, { global: { plugins: [getActivePinia()!, i18n] } })
    expect((await screen.findByTestId<HTMLInputElement>('issue-orders')).value).toBe('LD2026112209110177')
    expect(useNav().invoice_orders).toBeNull()
  })

  it('whose answer was lost are settled by somebody who found out', async () => {
    const { host, user, side } = await invoices('attendant')
    await choose(user, 'unknown')
    expect(side.textContent).toContain('连接超时')
    await user.click(screen.getByTestId('invoice-resolve'))
    await user.type(await screen.findByTestId('resolve-code'), '0440319')
    await confirm(user, 'resolve-invoice')
    expect(screen.getByTestId('resolve-code-note').textContent).toContain('10 至 12 位')
    await user.type(screen.getByTestId('resolve-code'), '00111')
    await user.type(screen.getByTestId('resolve-number'), '36129999')
    await user.click(screen.getByTestId('resolve-invoice-submit'))
    await waitFor(() => expect(host.requests('invoice.resolve')).toMatchObject([{ made: { code: '044031900111', number: '36129999', pdf_url: null }, reason: '已在开票平台查询' }]))
    await waitFor(() => expect(side.querySelector('[data-state="issued"]')).toBeTruthy())
  })

  it('are taken back by a red one, with a reason', async () => {
    const { host, user, side } = await invoices('attendant')
    await choose(user, 'issued')
    await user.click(screen.getByTestId('invoice-reverse'))
    await confirm(user, 'reverse')
    await waitFor(() => expect(host.requests('invoice.reverse')).toHaveLength(1))
    await waitFor(() => expect(side.querySelector('[data-state="reversing"]')).toBeTruthy())
    expect(screen.queryByTestId('invoice-reverse')).toBeNull()
  })

  it('say how many blank ones are left, loudly when they are few', async () => {
    const { user } = await invoices('attendant')
    await user.click(screen.getByTestId('invoice-stock'))
    expect((await screen.findByTestId('invoice-stock-left')).textContent).toContain('只剩 16 张')
  })

  it('stand where message and answer put them', () => {
    const row = (more: Partial<InvoiceRow>) => ({ state: 'asked', message: null, code: null, number: null, red_id: null, reversed: false, ...more }) as InvoiceRow
    expect(standOf(row({}))).toBe('waiting')
    expect(standOf(row({ message: { state: 'accepted' } as InvoiceRow['message'] }))).toBe('unanswered')
    expect(standOf(row({ state: 'issued' }))).toBe('numberless')
    expect(standOf(row({ state: 'issued', code: '1', number: '2', red_id: 'R' }))).toBe('reversing')
    expect([percent(600), percent(1300), percent(50), percent(315)]).toEqual(['6%', '13%', '0.5%', '3.15%'])
  })
})

describe('a person’s data', () => {
  it('is masked, shown for a minute after a second look, and hidden again', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    const { host, user, side } = await invoices()
    const person = within(side).getByTestId('person')
    expect(person.textContent).toContain('139****5678')
    await user.click(within(side).getByTestId('person-eye'))
    expect((await screen.findByTestId('person-show')).textContent).toContain('记入日志')
    expect(host.requests('person.show')).toEqual([])
    await user.keyboard('{Enter}')
    await waitFor(() => expect(person.textContent).toContain('13912345678'))
    await vi.advanceTimersByTimeAsync(61_000)
    await waitFor(() => expect(person.textContent).toContain('139****5678'))
    vi.useRealTimers()
  })

  it('is not there to be seen by those who may not', async () => {
    const { side } = await invoices('attendant')
    expect(within(side).queryByTestId('person-eye')).toBeNull()
    expect(screen.queryByTestId('billing-tab-credit')).toBeNull()
    expect(screen.queryByTestId('person-erase')).toBeNull()
  })

  it('is erased for a reason, unless it is still needed', async () => {
    const { host, user, side } = await invoices()
    await user.click(screen.getByTestId('person-erase'))
    await confirm(user, 'erase')
    await waitFor(() => expect(screen.getByTestId('erase').textContent).toContain('暂不能删除'))
    await user.keyboard('{Escape}')
    await choose(user, 'issued')
    await user.click(screen.getByTestId('person-erase'))
    await confirm(user, 'erase')
    await waitFor(() => expect(host.requests('person.erase')).toHaveLength(2))
    await waitFor(() => expect(within(side).getByTestId('person').textContent).toContain('资料已删除'))
  })
})

describe('credit', () => {
  it('is proposed from the document, doubted, and agreed to by somebody else', async () => {
    const { host, user } = await open(BillingDesk, 'clerk')
    await user.click(screen.getByTestId('billing-tab-credit'))
    const side = await screen.findByTestId('credit-detail')
    await user.click(await within(side).findByTestId('credit-propose'))
    await user.type(await screen.findByTestId('propose-subject-name'), '李四')
    await user.type(screen.getByTestId('propose-id-no'), '44030119900101{Enter}')
    await waitFor(() => expect(screen.getByTestId('propose-id-no-note').textContent).toContain('18 位'))
    await user.type(screen.getByTestId('propose-id-no'), '567x{Enter}')
    await waitFor(() => expect(host.requests('credit.propose').at(-1)).toMatchObject({ subject: { kind: 'natural', name: '李四', id_kind: 'citizen_card', id_no: '44030119900101567X' }, accept_doubts: false }))
    await user.click(await within(side).findByTestId('credit-approve'))
    await user.click(await screen.findByTestId('approve-submit'))
    expect(host.requests('credit.approve')).toEqual([])
    await user.type(screen.getByTestId('approve-pin'), '1234{Enter}')
    await waitFor(() => expect(host.requests('credit.approve')).toMatchObject([{ approver: { name: '经理', pin: '1234' } }]))
    await waitFor(() => expect(side.textContent).toContain('待传'))
    expect(within(side).queryByTestId('credit-approve')).toBeNull()
  })
})

describe('the seller', () => {
  it('is set up by a manager, each refusal beside its field', async () => {
    const { host, user } = await open(BillingDesk)
    await user.click(screen.getByTestId('billing-tab-rules'))
    const tax = await screen.findByTestId('seller-tax_no')
    await user.clear(tax)
    await user.type(tax, '123')
    const rate = screen.getByTestId('seller-rate')
    await user.clear(rate)
    await user.type(rate, '6.5')
    await user.click(screen.getByTestId('seller-save'))
    await waitFor(() => expect(screen.getByTestId('seller-tax_no-note').textContent).toContain('15 至 20 位'))
    await user.clear(tax)
    await user.type(tax, '91440300ma5example')
    await user.click(screen.getByTestId('seller-save'))
    await waitFor(() => expect(host.requests('invoice.set_seller').at(-1)).toMatchObject({ tax_no: '91440300MA5EXAMPLE', rate: 650, bank_account: null }))
  })
})
