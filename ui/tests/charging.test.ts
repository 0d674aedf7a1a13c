import { screen, waitFor, within } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import ChargingDesk from '@/charging/ChargingDesk.vue'
import { kwh, minuteText, parseMinute, parsePrice, price } from '@/charging/words'

import { open } from './desk'

async function charging(role: 'manager' | 'attendant' = 'attendant') {
  const it = await open(ChargingDesk, role)
  return { ...it, plugs: await screen.findByTestId('connector-board') }
}

describe('connectors', () => {
  it('stand on a board with their state, car and energy; an idle car is called out', async () => {
    const { plugs } = await charging()
    expect(screen.getByTestId('connector-sums').textContent).toBe('充电 4 · 空闲 3 · 故障离线 2')
    expect(within(plugs).getByTestId('connector-FT00104').textContent).toContain('占位未充 25 分钟')
    expect(within(plugs).getByTestId('connector-FT00107').textContent).toContain('急停按钮被按下')
    expect(plugs.textContent).toContain('未设置电价')
  })

  it('follow the board without being asked', async () => {
    const { lot, plugs } = await charging()
    const before = within(plugs).getByTestId('connector-FT00101').textContent
    lot.tell([{ kind: 'chargers', chargers: lot.charge() }])
    await waitFor(() => expect(within(plugs).getByTestId('connector-FT00101').textContent).not.toBe(before))
  })

  it('are walked by keys, started with a plate and stopped after a second look', async () => {
    const { host, user, plugs } = await charging()
    plugs.focus()
    await user.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}')
    await waitFor(() => expect(within(plugs).getByTestId('connector-FT00105').getAttribute('aria-selected')).toBe('true'))
    await user.keyboard('{Enter}')
    await user.type(await screen.findByTestId('charge-plate'), '粤BD12345{Enter}')
    await waitFor(() => expect(host.requests('charger.start')).toMatchObject([{ connector_id: 'FT00105', plate: '粤BD12345' }]))
    await waitFor(() => expect(within(plugs).getByTestId('connector-FT00105').dataset.state).toBe('charging'))
    await user.keyboard('{Alt>}s{/Alt}')
    expect((await screen.findByTestId('charge-stop')).textContent).toContain('0.00 度结算')
    await user.keyboard('{Enter}')
    await waitFor(() => expect(host.requests('charger.stop')).toHaveLength(1))
  })

  it('get the car that the platform did not name', async () => {
    const { host, user, plugs } = await charging()
    await user.click(within(plugs).getByTestId('connector-FT00103'))
    await user.keyboard('{Alt>}m{/Alt}')
    await user.type(await screen.findByTestId('charge-plate'), '粤BF54321{Enter}')
    await waitFor(() => expect(host.requests('charger.name_car')).toMatchObject([{ plate: '粤BF54321' }]))
    await waitFor(() => expect(within(plugs).getByTestId('connector-FT00103').textContent).toContain('F54321'))
  })
})

describe('charging orders and prices', () => {
  it('list the disputed ones by themselves, with why', async () => {
    const { host, user } = await charging()
    await user.click(screen.getByTestId('charging-tab-orders'))
    await screen.findByTestId('charge-list')
    await user.click(screen.getByTestId('charge-scope-disputed'))
    await waitFor(() => expect(screen.getByTestId('charge-detail').textContent).toContain('电量不符'))
    expect(host.requests('charger.orders').at(-1)).toMatchObject({ disputed: true, state: null })
  })

  it('change as a whole, in quarter hours and four decimals', async () => {
    const { host, user } = await charging('manager')
    await user.click(screen.getByTestId('charging-tab-prices'))
    const from = await screen.findByTestId('price-from-1')
    await user.clear(from)
    await user.type(from, '08:10')
    await user.click(screen.getByTestId('price-save'))
    expect(screen.getByTestId('prices').textContent).toContain('须为整刻钟')
    await user.clear(from)
    await user.type(from, '08:15')
    await user.click(screen.getByTestId('price-drop-4'))
    await user.click(screen.getByTestId('price-save'))
    await user.click(await screen.findByTestId('price-sheet-submit'))
    await waitFor(() => expect(host.requests('charger.set_price')[0]?.periods).toEqual([
      { from_minute: 0, electricity: 3289, service: 3500 }, { from_minute: 495, electricity: 6921, service: 4500 }, { from_minute: 840, electricity: 10_754, service: 4500 }, { from_minute: 1140, electricity: 6921, service: 4000 },
    ]))
  })

  it('are pushed for reconciling with the last day included', async () => {
    const { host, user } = await charging('manager')
    await user.click(screen.getByTestId('charging-tab-checks'))
    for (const id of ['check-from', 'check-until']) {
      const field = await screen.findByTestId(id)
      await user.clear(field)
      await user.type(field, '2026-11-20')
    }
    await user.click(screen.getByTestId('check-push'))
    await user.click(await screen.findByTestId('check-sheet-submit'))
    await waitFor(() => expect(host.requests('charger.check')).toEqual([{ from: Date.UTC(2026, 10, 19, 16), until: Date.UTC(2026, 10, 20, 16) }]))
    await waitFor(() => expect(screen.getByTestId('check-detail').textContent).toContain('等待平台'))
  })

  it('are read and written without a float', () => {
    expect([kwh(1234), kwh(5), price(10_754), price(3)]).toEqual(['12.34', '0.05', '1.0754', '0.0003'])
    expect([parsePrice('0.3289'), parsePrice('1'), parsePrice('100'), parsePrice('100.0001'), parsePrice('1.23456'), parsePrice('')]).toEqual([3289, 10_000, 1_000_000, null, null, null])
    expect([parseMinute('7:30'), parseMinute('07:31'), parseMinute('24:00'), minuteText(1440)]).toEqual([450, null, null, '24:00'])
  })
})
