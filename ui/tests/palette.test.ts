import { screen, waitFor } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import App from '@/App.vue'
// The desks are loaded when they are first opened; here they are there from the start, however busy the machine is.
import '@/cars/CarsDesk.vue'
import { i18n } from '@/i18n'
import { entries } from '@/palette/entries'
import { find } from '@/palette/find'
import { hasInitial, initials } from '@/palette/initials'
import { DESKS, useNav } from '@/stores/nav'
import { usePrefs } from '@/stores/prefs'
import { useSession } from '@/stores/session'

import { open } from './desk'

const ALL = entries(DESKS.flat()).map((entry) => ({ id: entry.id, zh: say(entry.words, 'zh-CN'), en: say(entry.words, 'en'), also: entry.also?.map((key) => say([key], 'zh-CN')) }))
function say(words: string[], locale: 'zh-CN' | 'en') {
  return words.map((key) => i18n.global.t(key, {}, { locale })).join(' › ')
}
const best = (text: string, recent: string[] = []) => find(text, ALL, recent)[0]?.id
const row = (id: string) => screen.queryByTestId(`palette-row-${id}`)

describe('what is found', () => {
  it('has words in both languages, each character with its letter, and each name once', () => {
    for (const { id, zh, en } of ALL) {
      expect([id, /[\u4e00-\u9fff]/.test(zh), /[a-z]/i.test(en)]).toEqual([id, true, true])
      expect([zh, [...zh].filter((c) => !hasInitial(c))]).toEqual([zh, []])
    }
    expect(new Set(ALL.map((one) => one.id)).size).toBe(ALL.length)
  })

  it('by Chinese words, the first letters of their pinyin, and English words', () => {
    expect(best('对账')).toBe('reconcile')
    expect(best('szkz')).toBeUndefined()
    expect(best('sdkz')).toBe('booth.open')
    expect(best('gl tk')).toBeUndefined()
    expect(best('cl tf')).toBe('cars.refunds')
    expect(best('refund')).toBe('cars')
    expect(best('refunds cars')).toBe('cars.refunds')
    expect(best('lease')).toBe('lists')
    expect(find('lists leases', ALL, []).map((one) => one.id)).toContain('lists.leases')
    expect(best('open by')).toBe('booth.open')
    expect(best('sp')).toBe('lock')
    expect(initials('锁屏 F9')).toEqual(['spf9'])
    expect(initials('重发').sort()).toEqual(['cf', 'zf'])
  })

  it('of equals, the one used of late first; with nothing typed, all, the recent ones on top', () => {
    const all = find('', ALL, ['settings.health', 'cars'])
    expect(all.slice(0, 2).map((one) => one.id)).toEqual(['settings.health', 'cars'])
    expect(all).toHaveLength(ALL.length)
    const ids = find('settings', ALL, ['settings.window']).map((one) => one.id)
    expect(ids.indexOf('settings.window')).toBeLessThan(ids.indexOf('settings.tariff'))
  })
})

describe('the palette', () => {
  it('opens by Ctrl K anywhere, goes to a part of a desk by Enter, and has it first the next time', async () => {
    const { user } = await open(App, 'manager')
    await screen.findByTestId('board-root')
    await user.keyboard('{Control>}k{/Control}')
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('palette-text')))
    await user.keyboard('cltf{Enter}')
    await screen.findByTestId('refunds')
    expect([useNav().screen, screen.queryByTestId('palette')]).toEqual(['cars', null])
    await user.keyboard('{Control>}k{/Control}')
    await screen.findByTestId('palette')
    expect(screen.getAllByTestId(/^palette-row-/)[0]!.dataset.testid).toBe('palette-row-cars.refunds')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('palette')).toBeNull())
  })

  it('does an act of the booth from another desk, and finds a car by part of its plate', async () => {
    const { user } = await open(App, 'attendant')
    await screen.findByTestId('board-root')
    useNav().go('platforms')
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByTestId('palette-text'), '手动{Enter}')
    await screen.findByTestId('open-by-hand')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('open-by-hand')).toBeNull())
    await user.keyboard('{Control>}k{/Control}')
    await user.type(await screen.findByTestId('palette-text'), 'b12{Enter}')
    await waitFor(() => expect((screen.getByTestId('search-text') as HTMLInputElement).value).toBe('B12'))
  })

  it('has only what the role may do, and what the car in front allows', async () => {
    const { user, lot } = await open(App, 'attendant')
    await screen.findByTestId('board-root')
    await user.keyboard('{Control>}k{/Control}')
    await screen.findByTestId('palette')
    expect([row('booth.open') !== null, row('reconcile'), row('reports.daily'), row('billing.credit'), row('set_up'), row('booth.free')]).toEqual([true, null, null, null, null, null])
    lot.arriveAtExit(lot.lanes[2]!, 192)
    lot.tellLane(lot.lanes[2]!)
    await waitFor(() => expect(row('booth.free')).not.toBeNull())
    usePrefs().language = 'en'
    await waitFor(() => expect(row('lock')!.textContent).toContain('Lock'))
    await user.type(screen.getByTestId('palette-text'), 'sp{Enter}')
    await screen.findByTestId('lock-screen')
    expect(useSession().locked).toBe(true)
  })
})
