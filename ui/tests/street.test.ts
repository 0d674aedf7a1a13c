import { screen, waitFor, within } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import { yuan } from '@/lib/money'
import StreetDesk from '@/street/StreetDesk.vue'

import { open } from './desk'

async function street(role: 'manager' | 'attendant' = 'attendant') {
  const it = await open(StreetDesk, role)
  const detail = await screen.findByTestId('stay-detail')
  await waitFor(() => expect(detail.dataset.stay).toBeTruthy())
  return { ...it, detail }
}

describe('bays along the street', () => {
  it('want their plates entered; what the car owes elsewhere is said', async () => {
    const { host, user, detail } = await street()
    expect(detail.textContent).toContain('待登记车牌')
    const stay_id = detail.dataset.stay!
    const owing = (await host.fake.call(null, 'street.arrears', { plate: '', space_no: null, open_only: false, limit: 0, after: null })).rows[0]!
    await user.keyboard('{Alt>}m{/Alt}')
    const text = await screen.findByTestId('stay-plate-text')
    await user.type(text, 'B12345{Enter}')
    expect(screen.getByTestId('stay-plate-text-note').textContent).toContain('完整车牌')
    await user.clear(text)
    await user.type(text, owing.vehicle!.plate)
    await user.keyboard('{Enter}')
    await waitFor(() => expect(host.requests('street.set_plate')).toMatchObject([{ stay_id, plate: owing.vehicle!.plate, class: 'small', picture_id: null }]))
    expect((await screen.findByTestId('stay-debts')).textContent).toContain('其他泊位欠费')
  })

  it('take cash for what is owed, once, and give change', async () => {
    const { host, user, detail } = await street()
    await user.click(screen.getByTestId('street-scope-arrears'))
    expect((await screen.findByTestId('street-owing')).textContent).toContain('共 5 次欠费')
    await waitFor(() => expect(Number(detail.dataset.dueFen)).toBeGreaterThan(0))
    const due_fen = Number(detail.dataset.dueFen)
    await user.keyboard('{Alt>}p{/Alt}')
    const received = await screen.findByTestId('stay-received')
    await user.type(received, '1{Enter}')
    expect(screen.getByTestId('stay-received-note').textContent).toContain('还差')
    expect(host.requests('street.pay_cash')).toEqual([])
    await user.clear(received)
    await user.type(received, '50')
    expect(screen.getByTestId('stay-change').textContent).toContain('找零')
    host.lose = { name: 'street.pay_cash', times: 1 }
    await user.keyboard('{Enter}')
    await waitFor(() => expect(screen.getByTestId('stay-pay-sheet').textContent).toContain('没有应答'))
    await user.keyboard('{Enter}')
    await waitFor(() => expect(screen.queryByTestId('stay-pay-sheet')).toBeNull())
    const asked = host.requests('street.pay_cash')
    expect(asked).toHaveLength(2)
    expect(asked[0]).toEqual(asked[1])
    expect(asked[0]).toMatchObject({ due_fen, received_fen: 5000 })
    await waitFor(() => expect(screen.getByTestId('street-owing').textContent).toContain('共 4 次欠费'))
  })

  it('say the change that is due though the stay leaves the list with its debt', async () => {
    const { user, detail } = await street()
    await user.click(screen.getByTestId('street-scope-arrears'))
    await waitFor(() => expect(Number(detail.dataset.dueFen)).toBeGreaterThan(0))
    const [stay_id, due_fen] = [detail.dataset.stay, Number(detail.dataset.dueFen)]
    await user.keyboard('{Alt>}p{/Alt}')
    await user.type(await screen.findByTestId('stay-received'), '100{Enter}')
    await waitFor(() => expect(screen.queryByTestId('stay-pay-sheet')).toBeNull())
    await waitFor(() => expect(screen.getByTestId('street-owing').textContent).toContain('共 4 次欠费'))
    expect(detail.textContent).toContain(`找零 ¥${yuan(10_000 - due_fen)}`)
    await waitFor(() => expect(detail.dataset.dueFen).toBe('0'))
    expect(detail.dataset.stay).toBe(stay_id)
    // Somebody who asks for another list gets its first.
    await user.click(screen.getByTestId('street-scope-standing'))
    await waitFor(() => expect(detail.dataset.stay).not.toBe(stay_id))
  })

  it('say a fee that has moved, and ask for the new one', async () => {
    const { host, lot, user } = await street()
    const list = screen.getByTestId('stay-list')
    list.focus()
    await user.keyboard('{End}')
    await waitFor(() => expect(Number(screen.getByTestId('stay-detail').dataset.dueFen)).toBeGreaterThan(0))
    await user.keyboard('{Alt>}p{/Alt}')
    const before = (await screen.findByTestId('stay-pay-due')).dataset.fen
    const now = lot.now
    lot.now = () => now() + 3 * 3600_000
    await user.keyboard('{Enter}')
    await waitFor(() => expect(screen.getByTestId('stay-pay-sheet').textContent).toContain('应付已变'))
    await waitFor(() => expect(screen.getByTestId('stay-pay-due').dataset.fen).not.toBe(before))
    // The press that was meant for the amount before does not take the new one.
    await user.keyboard('{Enter}')
    expect(host.requests('street.pay_cash')).toHaveLength(1)
    await waitFor(async () => {
      await user.keyboard('{Enter}')
      expect(host.requests('street.pay_cash')).toHaveLength(2)
    })
  })

  it('have their detectors’ rule set by a manager', async () => {
    const { host, user } = await street('manager')
    await user.click(screen.getByTestId('street-rules'))
    const jitter = await screen.findByTestId<HTMLInputElement>('street-jitter')
    await waitFor(() => expect(jitter.value).toBe('60'))
    await user.clear(jitter)
    await user.type(jitter, '601{Enter}')
    expect(within(screen.getByTestId('street-rules-sheet')).getByTestId('street-jitter-note').textContent).toContain('0 至 600')
    await user.type(jitter, '{Backspace}0{Enter}')
    await waitFor(() => expect(host.requests('street.set_rules')).toEqual([{ jitter_seconds: 600 }]))
  })
})
