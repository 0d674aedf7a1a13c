import { screen, waitFor, within } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import CarsDesk from '@/cars/CarsDesk.vue'
import type { Role } from '@/contract/Role'
import { useNav } from '@/stores/nav'

import { confirm, open } from './desk'

async function cars(role: Role = 'manager') {
  const it = await open(CarsDesk, role)
  const detail = await screen.findByTestId('record-detail')
  await waitFor(() => expect(detail.dataset.state).toBe('inside'))
  return { ...it, detail, record_id: detail.dataset.record! }
}
/** The record whose money can be given back: one that left and paid in cash. */
async function paid(it: Awaited<ReturnType<typeof cars>>, least_fen: number) {
  const charge = [...it.lot.charges.values()].map((kept) => kept.charge).find((c) => c.received_fen >= least_fen)!
  useNav().openRecord(charge.record_id)
  await it.user.click(await screen.findByTestId('cars-state-left'))
  await it.user.click(await screen.findByTestId(`record-row-${charge.record_id}`))
  return { charge, button: await screen.findByTestId(`charge-refund-${charge.id}`) }
}

describe('a car in the lot', () => {
  it('is locked by key with a reason, and unlocked after a second look', async () => {
    const { host, user, detail, record_id } = await cars('attendant')
    await user.keyboard('{Alt>}k{/Alt}')
    expect((await screen.findByTestId('lock')).textContent).toContain('到出口时不放行')
    await user.keyboard('{Enter}')
    expect(screen.getByTestId('lock').textContent).toContain('请填写原因')
    expect(host.requests('record.lock')).toEqual([])
    await confirm(user, 'lock')
    await waitFor(() => expect(host.requests('record.lock')).toEqual([{ record_id, reason: '车主要求看管' }]))
    expect((await within(detail).findByTestId('record-locked')).textContent).toContain('岗亭锁车')
    expect(screen.queryByTestId('lock')).toBeNull()
    await user.keyboard('{Alt>}k{/Alt}')
    await confirm(user, 'unlock')
    await waitFor(() => expect(within(detail).queryByTestId('record-locked')).toBeNull())
    expect(host.requests('record.unlock')).toHaveLength(1)
  })

  it('gets the right plate, and the first reading stays in sight', async () => {
    const { host, lot, user, detail, record_id } = await cars('attendant')
    const before = lot.records.get(record_id)!.vehicle.plate
    const other = [...lot.records.values()].find((r) => r.state === 'inside' && r.id !== record_id)!.vehicle.plate
    await user.keyboard('{Alt>}m{/Alt}')
    const field = await screen.findByTestId<HTMLInputElement>('correct-plate')
    await user.clear(field)
    await user.type(field, other)
    await confirm(user, 'correct')
    // The engine's words stand beside the field, and nowhere else.
    await waitFor(() => expect(screen.getByTestId('correct-plate-note').textContent).toContain('另有在场记录'))
    expect(screen.queryByTestId('refusal')).toBeNull()
    await user.clear(field)
    await user.click(screen.getByTestId('plate-pad'))
    for (const key of ['粤', 'B', '8', 'A', '6', '6', '7', '1']) await user.click(screen.getByTestId(`plate-key-${key}`))
    expect(field.value).toBe('粤B8A6671')
    await user.click(screen.getByTestId('plate-key-back'))
    await user.click(screen.getByTestId('correct-submit'))
    await waitFor(() => expect(host.requests('record.correct_plate').at(-1)).toMatchObject({ record_id, plate: '粤B8A667', approver: null }))
    expect((await within(detail).findByTestId('record-first-plate')).textContent).toContain(before)
  })

  it('asks for a second person where the new plate pays less', async () => {
    const { host, user } = await cars('attendant')
    await user.keyboard('{Alt>}m{/Alt}')
    const field = await screen.findByTestId('correct-plate')
    await user.clear(field)
    await user.type(field, '粤b8a660')
    await confirm(user, 'correct')
    await user.type(await screen.findByTestId('correct-pin'), '1234{Enter}')
    await waitFor(() => expect(host.requests('record.correct_plate').at(-1)).toMatchObject({ plate: '粤B8A660', approver: { name: '经理', pin: '1234' } }))
  })

  it('has its fee taken by the platform, for the amount that was shown', async () => {
    const { host, user, detail, lot, record_id } = await cars('attendant')
    const due_fen = lot.quote(lot.records.get(record_id)!).due_fen
    await user.keyboard('{Alt>}p{/Alt}')
    expect((await screen.findByTestId('ask')).textContent).toContain('5007')
    await user.keyboard('{Enter}')
    await waitFor(() => expect(host.requests('exit.request_payment')).toEqual([{ record_id, due_fen }]))
    const orders = await within(detail).findByTestId('record-orders')
    expect(orders.textContent).toContain('已请平台扣款')
    expect(orders.textContent).toContain('平台已接收')
  })

  it('offers a clerk nothing that a clerk may not do', async () => {
    const { user } = await cars('clerk')
    expect(screen.queryByTestId('record-lock')).toBeNull()
    await user.keyboard('{Alt>}k{/Alt}')
    expect(screen.queryByTestId('lock')).toBeNull()
  })
})

describe('a refund', () => {
  it('above the limit needs a second person, and a lost answer pays nothing twice', async () => {
    const it_ = await cars('attendant')
    const { host, user } = it_
    const { charge, button } = await paid(it_, 2500)
    await user.click(button)
    const amount = await screen.findByTestId<HTMLInputElement>('refund-amount')
    await user.clear(amount)
    await user.type(amount, '9999')
    await confirm(user, 'refund')
    expect(screen.getByTestId('refund-amount-note').textContent).toContain('0.01')
    expect(host.requests('refund.make')).toEqual([])
    await user.clear(amount)
    await user.type(amount, '25.00')
    await user.click(screen.getByTestId('refund-submit'))
    const pin = await screen.findByTestId('refund-pin')
    await user.type(pin, '9999{Enter}')
    await waitFor(() => expect(screen.getByTestId('refund').textContent).toContain('PIN 不对'))
    host.lose = { name: 'refund.make', times: 1 }
    await user.type(screen.getByTestId('refund-pin'), '1234{Enter}')
    await waitFor(() => expect(host.requests('refund.make')).toHaveLength(3))
    const asked = host.requests('refund.make')
    expect(asked.at(-1)).toMatchObject({ charge_id: charge.id, amount_fen: 2500, reason: '重复缴费', approver: { name: '经理', pin: '1234' } })
    expect(new Set(asked.map((request) => request.request_id)).size).toBe(1)
  })

  it('whose answer was lost is the same one when its sheet is opened again', async () => {
    const it_ = await cars('manager')
    const { host, user } = it_
    const { button } = await paid(it_, 2500)
    await user.click(button)
    const amount = await screen.findByTestId<HTMLInputElement>('refund-amount')
    await user.clear(amount)
    await user.type(amount, '5')
    host.lose = { name: 'refund.make', times: 1 }
    await confirm(user, 'refund')
    await waitFor(() => expect(screen.getByTestId('refund').textContent).toContain('没有应答'))
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('refund')).toBeNull())
    await user.click(button)
    expect((await screen.findByTestId('refund-unanswered')).textContent).toContain('5.00')
    await confirm(user, 'refund')
    await waitFor(() => expect(host.requests('refund.make')).toHaveLength(2))
    const asked = host.requests('refund.make')
    expect(asked[1]).toEqual(asked[0])
    expect(asked[0]!.amount_fen).toBe(500)
    await waitFor(() => expect(screen.queryByTestId('refund')).toBeNull())
  })

  it('that the rules propose is one list away', async () => {
    const { host, user } = await cars()
    await user.click(screen.getByTestId('cars-tab-refunds'))
    const side = await screen.findByTestId('refund-detail')
    await waitFor(() => expect(side.textContent).toContain('多收'))
    await user.click(within(side).getByTestId('refund-open'))
    await confirm(user, 'refund')
    await waitFor(() => expect(host.requests('refund.make')).toHaveLength(1))
    await waitFor(() => expect(side.textContent).toContain('已退还 ¥6.00'))
    await user.click(screen.getByTestId('refunds-scope-made'))
    await waitFor(() => expect(side.textContent).toContain('重复缴费'))
  })
})
