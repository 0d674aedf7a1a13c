import { render, screen, waitFor } from '@testing-library/vue'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createPinia, setActivePinia } from 'pinia'
import { defineComponent, h } from 'vue'

import App from '@/App.vue'
import { useIdle } from '@/lib/idle'
import { lockoutSeconds, withSeconds } from '@/lib/lockout'
import PinForm from '@/signin/PinForm.vue'
import { useBooth } from '@/stores/booth'
import { useNav } from '@/stores/nav'
import { usePrefs } from '@/stores/prefs'
import { useSession } from '@/stores/session'

import { open } from './desk'
import { begin, press, refusal, settle, show } from './support'

const id = (testid: string) => screen.getByTestId(testid)
const endings = (host: { asked: Array<{ token: string | null; name: string }> }) => host.asked.filter((a) => a.name === 'operator.sign_out').map((a) => a.token)

async function booth() {
  const it = await open(App, 'attendant')
  it.lot.arriveAtExit(it.lot.lanes[2]!, 192)
  await waitFor(() => expect(useBooth().work?.phase).toBe('asking'))
  await screen.findByTestId('booth-received')
  return { ...it, token: useSession().operator!.token }
}

describe('a change of operator', () => {
  it('is a name, a PIN and Enter; the car and what was typed stay, and the old sign-in ends at the engine', async () => {
    const { host, user, token } = await booth()
    await user.keyboard('50')
    await user.keyboard('{F12}')
    await waitFor(() => expect(document.activeElement).toBe(id('change-pin')))
    expect(screen.queryByTestId('change-name-值班员')).toBeNull()
    await user.keyboard('9999{Enter}')
    await waitFor(() => expect(id('refusal').textContent).toContain('不正确'))
    expect(useSession().operator?.token).toBe(token)
    await user.keyboard('1234{Enter}')
    await waitFor(() => expect(id('operator-name').textContent).toBe('夜班'))
    expect(screen.queryByTestId('change')).toBeNull()
    expect(useBooth().work?.received).toBe('50')
    expect(useNav().screen).toBe('booth')
    await waitFor(() => expect(endings(host)).toEqual([token]))
  })

  it('goes back by Esc with nothing changed, and out altogether by F12 again', async () => {
    const { host, user, token } = await booth()
    await user.keyboard('{F12}')
    await screen.findByTestId('change-pin')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByTestId('change')).toBeNull())
    expect([useSession().operator?.token, endings(host)]).toEqual([token, []])
    await user.keyboard('{F12}')
    await screen.findByTestId('change-pin')
    press('F12', { repeat: true })
    expect(useSession().operator?.token).toBe(token)
    await user.keyboard('{F12}')
    await screen.findByTestId('sign-in')
    expect(endings(host)).toEqual([token])
  })

  it('leaves a payment whose answer was lost with the sign-in that began it', async () => {
    const { host, user, token } = await booth()
    useBooth().work!.armed_at = 0
    host.lose = { name: 'exit.pay_cash', times: 2 }
    await user.keyboard('100{Enter}')
    await waitFor(() => expect(useBooth().work?.phase).toBe('unknown'))
    await user.keyboard('{F12}')
    await screen.findByTestId('change-pin')
    await user.keyboard('1234{Enter}')
    await waitFor(() => expect(id('operator-name').textContent).toBe('夜班'))
    expect(endings(host)).toEqual([])
    await waitFor(() => expect(useBooth().work?.phase).toBe('done'), { timeout: 8000 })
    const pays = host.asked.filter((a) => a.name === 'exit.pay_cash')
    expect(pays.length).toBeGreaterThan(2)
    expect(new Set(pays.map((a) => a.token))).toEqual(new Set([token]))
    await waitFor(() => expect(endings(host)).toEqual([token]))
  })
})

describe('a locked screen', () => {
  it('covers everything, tells lot, clock and waiting lanes without a plate, and ends the sign-in', async () => {
    const { host, user, token } = await booth()
    const plate = useBooth().work!.quote.vehicle.plate
    await user.keyboard('{F9}')
    await screen.findByTestId('lock-screen')
    expect(id('app').hasAttribute('inert')).toBe(true)
    expect(id('lock-lot').textContent).toBe('福田中心停车场')
    expect(id('lock-clock').textContent).toMatch(/^\d\d:\d\d:\d\d$/)
    expect(id('lock-waiting').textContent).toContain('待缴费')
    expect(id('lock-screen').textContent).not.toContain(plate)
    await waitFor(() => expect(endings(host)).toEqual([token]))
    // A key that works behind it does not work now.
    await user.keyboard('{F3}')
    expect(screen.queryByTestId('open-by-hand')).toBeNull()
  })

  it('gives the same person everything back as it was', async () => {
    const { user, token } = await booth()
    useNav().go('cars')
    await user.keyboard('{F9}')
    await screen.findByTestId('unlock-pin')
    expect(id('unlock-name-值班员').getAttribute('aria-selected')).toBe('true')
    await user.type(id('unlock-pin'), '1234{Enter}')
    await waitFor(() => expect(screen.queryByTestId('lock-screen')).toBeNull())
    expect(id('app').hasAttribute('inert')).toBe(false)
    expect(useSession().operator?.token).not.toBe(token)
    expect(useNav().screen).toBe('cars')
  })

  it('is a change when somebody else unlocks: the booth, the car and the amount typed', async () => {
    const { user } = await booth()
    await user.keyboard('50')
    useNav().go('platforms')
    await user.keyboard('{F9}')
    await screen.findByTestId('unlock-pin')
    await user.keyboard('{ArrowDown}')
    expect(id('unlock-submit').textContent).toContain('接班')
    await user.type(id('unlock-pin'), '1234{Enter}')
    await waitFor(() => expect(id('operator-name').textContent).toBe('夜班'))
    expect([useNav().screen, useBooth().work?.received]).toEqual(['booth', '50'])
  })

  it('lets nothing be done by whoever stands before it: no car that comes takes a key, and nothing is done later in another name', async () => {
    const { host, lot, user } = await booth()
    useBooth().works.clear()
    lot.lanes[2]!.waiting = null
    lot.tellLane(lot.lanes[2]!)
    await user.keyboard('{F9}')
    await screen.findByTestId('unlock-pin')
    lot.noEntry(lot.lanes[2]!)
    lot.tellLane(lot.lanes[2]!)
    await screen.findByTestId('resolve')
    await settle()
    expect(document.activeElement).toBe(id('unlock-pin'))
    press('Enter')
    await user.type(id('unlock-pin'), '1234{Enter}')
    await waitFor(() => expect(screen.queryByTestId('lock-screen')).toBeNull())
    await settle()
    expect(host.requests('exit.choose_entry')).toEqual([])
  })

  it('refuses what would do something, and asks for none of it when somebody is back', async () => {
    const host = begin({ 'operator.sign_out': () => ({}), 'exit.choose_entry': () => ({}) as never })
    const session = useSession()
    session.lock()
    await expect(session.ask('exit.choose_entry', { lane_id: 'L', read_id: 'R', record_id: 'X' })).rejects.toMatchObject({ code: 'not_signed_in' })
    session.enter({ token: 'NEW', name: '陈晓', role: 'attendant', permissions: [] })
    await settle()
    expect(host.requests('exit.choose_entry')).toEqual([])
  })

  it('keeps what the desks ask by themselves until somebody is back, each once', async () => {
    const host = begin({ 'operator.sign_out': () => ({}), 'board.snapshot': () => ({}) as never })
    const session = useSession()
    session.lock()
    const both = [session.ask('board.snapshot', {}), session.ask('board.snapshot', {})]
    await settle()
    expect(host.asked.map((a) => a.name)).toEqual(['operator.sign_out'])
    session.enter({ token: 'NEW', name: '陈晓', role: 'attendant', permissions: [] })
    await Promise.all(both)
    expect(host.asked.slice(1)).toEqual([{ token: 'NEW', name: 'board.snapshot', request: {} }])
    // Nobody’s sign-in is ended twice.
    expect(host.requests('operator.sign_out')).toHaveLength(1)
  })
})

describe('idleness', () => {
  afterEach(() => vi.useRealTimers())

  it('locks after the minutes of this window’s setting, and never when that is off', async () => {
    vi.useFakeTimers()
    const locked = vi.fn()
    let limit: number | null = 60_000
    render(defineComponent({ setup: () => (useIdle(() => limit, locked), () => h('i')) }))
    vi.advanceTimersByTime(50_000)
    window.dispatchEvent(new Event('pointermove'))
    vi.advanceTimersByTime(50_000)
    expect(locked).not.toHaveBeenCalled()
    vi.advanceTimersByTime(11_000)
    expect(locked).toHaveBeenCalledOnce()
    limit = null
    vi.advanceTimersByTime(3_600_000)
    expect(locked).toHaveBeenCalledOnce()
  })

  it('is ten minutes unless set, and remembered', () => {
    setActivePinia(createPinia())
    expect([usePrefs().idle, usePrefs().idle_ms]).toEqual(['10', 600_000])
    usePrefs().idle = 'off'
    setActivePinia(createPinia())
    expect([usePrefs().idle, usePrefs().idle_ms]).toEqual(['off', null])
  })
})

describe('wrong PINs', () => {
  it('that lock a name say for how long, count down, and take nothing meanwhile', async () => {
    vi.useFakeTimers()
    const said = { ...refusal('locked_out', 'PIN 连续输错，请 60 秒后再试', 'Too many wrong PINs; try again in 60 seconds.'), wait_s: 60 }
    const host = begin({ 'operator.sign_in': () => { throw said } }, null)
    show(PinForm, { names: [{ name: '陈晓', role: 'attendant' }, { name: '黄敏', role: 'manager' }], begin_with: null, name_id: 'sign-in-name', pin_id: 'sign-in-pin', submit_id: 'sign-in-submit', demo_id: 'd', title: '', submit: (n: string) => n, demo_pin: null })
    const type = async () => {
      const input = id('sign-in-pin') as HTMLInputElement
      input.value = '9999'
      input.dispatchEvent(new Event('input'))
      await settle()
      input.closest('form')!.dispatchEvent(new Event('submit', { cancelable: true }))
      await settle()
    }
    await type()
    expect(id('refusal').textContent).toContain('请 60 秒后再试')
    vi.advanceTimersByTime(20_500)
    await settle()
    expect(id('refusal').textContent).toContain('请 40 秒后再试')
    await type()
    expect(host.requests('operator.sign_in')).toHaveLength(1)
    // Another name is not locked.
    press('ArrowDown')
    await settle()
    expect(screen.queryByTestId('refusal')).toBeNull()
    press('ArrowUp')
    vi.advanceTimersByTime(41_000)
    await settle()
    expect(screen.queryByTestId('refusal')).toBeNull()
    expect(id('sign-in-pin-again').textContent).toContain('可以再试')
    await type()
    expect(host.requests('operator.sign_in')).toHaveLength(2)
  })

  it('have their seconds in a field of their own, whatever the words say', () => {
    const said = { ...refusal('locked_out', '请稍后再试', 'Try again later.'), wait_s: 900 }
    expect([lockoutSeconds(said), lockoutSeconds(refusal('wrong_pin')), lockoutSeconds(new Error('9')), lockoutSeconds(refusal('locked_out', '900', '900'))]).toEqual([900, null, null, null])
    expect(withSeconds(said, 7)).toMatchObject({ zh: 'PIN 连续输错，请 7 秒后再试', en: 'Too many wrong PINs; try again in 7 seconds.' })
  })
})
