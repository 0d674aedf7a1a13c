import { screen, waitFor, within } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import AllPane from '@/reconcile/AllPane.vue'
import FilesPane from '@/reconcile/FilesPane.vue'

import { open } from './desk'

describe('reconciling everything', () => {
  it('shows every side, and each difference with both of its sides', async () => {
    const { user } = await open(AllPane)
    const table = await screen.findByTestId('all-differences')
    expect(table.dataset.count).toBe('7')
    expect(screen.getByTestId('side-we_chat').dataset.open).toBe('5')
    expect(screen.getByTestId('side-alipay').textContent, 'a day without a file is not one that agrees').toContain('未导入账单')
    const rows = within(table).getAllByTestId(/^found-/)
    expect(within(rows[1]!).getAllByRole('cell').map((cell) => cell.textContent?.trim())).toEqual(['金额不同', '微信账单', expect.stringContaining('粤BD31075'), '14.00', '12.00', ''])
    await user.click(screen.getByTestId('all-only-gate'))
    await waitFor(() => expect(table.dataset.count).toBe('1'))
  })

  it('puts the ledger right with a second person only, and what is settled stays to be seen', async () => {
    const { host, user } = await open(AllPane)
    host.fake.people.push({ name: '副经理', role: 'manager' })
    await user.click((await screen.findAllByTestId(/^found-missing_here/))[0]!)
    await user.click(screen.getByTestId('settle-put_right'))
    await user.type(await screen.findByTestId('settle-reason'), '渠道已到账')
    await user.click(screen.getByTestId('settle-submit'))
    expect(host.requests('reconcile.settle'), 'nobody alone').toHaveLength(0)
    await user.type(screen.getByTestId('settle-pin'), '1234')
    await user.click(screen.getByTestId('settle-submit'))
    await screen.findByTestId('found-settled')
    expect(host.requests('reconcile.settle')).toMatchObject([{ how: 'put_right', reason: '渠道已到账', approver: { pin: '1234' } }])
    expect(screen.getByTestId('side-we_chat').dataset.open).toBe('4')
  })

  it('takes nothing on itself for whoever may only look', async () => {
    const { user } = await open(AllPane, 'clerk')
    await user.click((await screen.findAllByTestId(/^found-missing_here/))[0]!)
    expect(screen.queryByTestId('settle-put_right')).toBeNull()
  })
})

describe('a channel’s file', () => {
  it('is looked at first, and what is left out is said before it is taken in', async () => {
    const { host, user } = await open(FilesPane)
    const pick = await screen.findByTestId('file-pick')
    await user.upload(pick, new File(['x'], 'bad.csv', { type: 'text/csv' }))
    const view = await screen.findByTestId('file-view')
    expect(view.dataset).toMatchObject({ lines: '3', bad: '1' })
    expect(screen.getByTestId('file-bad').textContent).toContain('第 5 行 订单金额')
    expect(host.requests('channel_file.import')).toHaveLength(0)
    await user.click(screen.getByTestId('file-take'))
    await waitFor(() => expect(host.requests('channel_file.import')).toMatchObject([{ file_name: 'bad.csv', accept_bad: true }]))
  })
})
