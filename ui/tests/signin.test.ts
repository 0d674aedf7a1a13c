import { fireEvent, screen } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import SignIn from '@/signin/SignIn.vue'
import { useSession } from '@/stores/session'

import { begin, press, refusal, settle, show, type Handlers } from './support'

const names = [{ name: '陈晓', role: 'attendant' as const }, { name: '黄敏', role: 'manager' as const }]
const signed = (name: string) => ({ token: 'T', name, role: 'manager' as const, permissions: [] })

async function open(handlers: Handlers) {
  const host = begin(handlers, null)
  show(SignIn)
  await settle()
  return host
}
const id = (testid: string) => screen.getByTestId(testid)

describe('signing in', () => {
  it('picks a name by arrow and takes the PIN by digits', async () => {
    const host = await open({ 'operator.first_start': () => ({ needs_manager: false, demo: true, names, demo_pin: '1234' }), 'operator.sign_in': ({ name }) => signed(name) })
    expect(id('sign-in-demo-pin').textContent).toContain('1234')
    expect(document.activeElement).toBe(id('sign-in-pin'))
    press('ArrowDown')
    await settle()
    expect(id('sign-in-name-黄敏').getAttribute('aria-selected')).toBe('true')
    await fireEvent.update(id('sign-in-pin'), '12a34')
    expect((id('sign-in-pin') as HTMLInputElement).value).toBe('1234')
    await fireEvent.submit(id('sign-in-pin').closest('form')!)
    await settle()
    expect(host.requests('operator.sign_in')).toEqual([{ name: '黄敏', pin: '1234' }])
    expect(useSession().operator?.name).toBe('黄敏')
  })

  it('empties a wrong PIN, says the engine’s words, and is ready again', async () => {
    await open({ 'operator.first_start': () => ({ needs_manager: false, demo: false, names, demo_pin: null }), 'operator.sign_in': () => { throw refusal('locked_out', '错误次数过多，请 5 分钟后再试') } })
    await fireEvent.update(id('sign-in-pin'), '9999')
    await fireEvent.submit(id('sign-in-pin').closest('form')!)
    await settle()
    expect(id('refusal').textContent).toContain('请 5 分钟后再试')
    expect((id('sign-in-pin') as HTMLInputElement).value).toBe('')
    expect(document.activeElement).toBe(id('sign-in-pin'))
  })

  it('creates the first manager only by the rules', async () => {
    const host = await open({ 'operator.first_start': () => ({ needs_manager: true, demo: false, names: [], demo_pin: null }), 'operator.create_first_manager': ({ name }) => signed(name) })
    expect(document.activeElement).toBe(id('first-start-name'))
    const submit = async () => {
      await fireEvent.submit(id('first-start-pin').closest('form')!)
      await settle()
    }
    await submit()
    expect(id('first-start-name-note').textContent).toContain('请填写')
    await fireEvent.update(id('first-start-name'), '王经理')
    await fireEvent.update(id('first-start-pin'), '12')
    await fireEvent.update(id('first-start-pin-again'), '13')
    await submit()
    expect(id('first-start-pin-note').textContent).toContain('4 至 12 位')
    expect(id('first-start-pin-again-note').textContent).toContain('不一致')
    expect(host.requests('operator.create_first_manager')).toHaveLength(0)
    await fireEvent.update(id('first-start-pin'), '2580')
    await fireEvent.update(id('first-start-pin-again'), '2580')
    await submit()
    expect(host.requests('operator.create_first_manager')).toEqual([{ name: '王经理', pin: '2580' }])
  })

  it('forgets a sign-in that the engine has ended', async () => {
    begin({ 'board.snapshot': () => { throw refusal('not_signed_in') } })
    const session = useSession()
    await expect(session.ask('board.snapshot', {})).rejects.toMatchObject({ code: 'not_signed_in' })
    expect([session.operator, session.ended]).toEqual([null, true])
  })
})
