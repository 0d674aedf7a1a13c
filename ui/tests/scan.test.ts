import { fireEvent, screen } from '@testing-library/vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import BoothScreen from '@/booth/BoothScreen.vue'
import type { PayAttemptView } from '@/contract/PayAttemptView'
import { useBoard } from '@/stores/board'
import { ARM_MS } from '@/lib/secondPress'
import { useBooth } from '@/stores/booth'
import { LOOK_MS } from '@/stores/scan'

import { ALL, begin, NOW, owing, press, refusal, settle, show, snapshot, type Handlers } from './support'

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'requestAnimationFrame', 'cancelAnimationFrame'] })
})

async function pass(ms: number) {
  await vi.advanceTimersByTimeAsync(ms)
  await settle()
}

const CODE = '134567890123456789'

function view(request_id: string, more: Partial<PayAttemptView>): PayAttemptView {
  return { request_id, record_id: 'REC1', plate: '粤B12345', channel: 'we_chat', code_tail: '6789', due_fen: 1800, state: 'waiting', why: null, at: NOW, moved_at: NOW, cash_from: NOW + 30_000, paid: null, ending: null, trade_no: null, ...more }
}

async function open(handlers: Handlers) {
  const host = begin({
    'board.snapshot': () => snapshot([owing('out-1', 1800)]), 'operator.first_start': () => ({ needs_manager: false, demo: false, names: [], demo_pin: null }),
    'receipt.preview': () => ({ columns: 32, lines: ['停车费收据'], picture: '' }), ...handlers,
  }, ALL)
  await useBoard().start()
  useBooth().start()
  show(BoothScreen)
  await pass(ARM_MS + 50)
  press('F6')
  await settle()
  return host
}

const id = (testid: string) => screen.getByTestId(testid)

async function scan(code: string) {
  await fireEvent.update(id('scan-code'), code)
  press('Enter')
  await settle()
}

describe('a pay code', () => {
  it('goes once, is looked at until it is known, and closes the sale', async () => {
    let looks = 0
    const host = await open({
      'payment.scan': ({ request_id }) => view(request_id, { state: 'unknown', why: '504' }),
      'payment.look': ({ request_id }) => (++looks < 3 ? view(request_id, { state: 'unknown' }) : view(request_id, { state: 'paid', ending: 'settled', trade_no: '42', paid: { charge_id: request_id, change_fen: 0, left: true, gate_command_id: 'G' } })),
    })
    await scan(CODE)
    expect(id('scan-state').dataset.state).toBe('unknown')
    expect(id('booth-exit').dataset.phase, 'unknown is not paid').toBe('paying')
    press('Enter')
    await settle()
    await pass(LOOK_MS * 4)
    expect(host.requests('payment.scan')).toHaveLength(1)
    expect(id('booth-exit').dataset.phase).toBe('done')
    expect(id('scan-trade-no').textContent).toBe('42')
  })

  it('that is none is not sent', async () => {
    const host = await open({})
    await scan('1634')
    expect(host.requests('payment.scan')).toHaveLength(0)
    expect(id('scan-code-note').textContent).toContain('付款码')
  })

  it('that is refused leaves the car owing, and another follows under a number of its own', async () => {
    const host = await open({ 'payment.scan': ({ request_id, code }) => view(request_id, code === CODE ? { state: 'refused', why: 'NOTENOUGH 余额不足' } : { state: 'paid', ending: 'settled', paid: { charge_id: request_id, change_fen: 0, left: true, gate_command_id: 'G' } }), 'exit.quote': () => owing('out-1', 1800).waiting!.quote! })
    await scan(CODE)
    expect(id('scan-why').textContent).toContain('余额不足')
    expect(id('booth-exit').dataset.phase).toBe('asking')
    await scan('134567890123456780')
    const numbers = host.requests('payment.scan').map((request) => request.request_id)
    expect(new Set(numbers).size).toBe(2)
    expect(id('booth-exit').dataset.phase).toBe('done')
  })

  it('is withdrawn by a key, and cash may follow', async () => {
    await open({ 'payment.scan': ({ request_id }) => view(request_id, {}), 'payment.look': ({ request_id }) => view(request_id, {}), 'payment.cancel': ({ request_id }) => view(request_id, { state: 'cancelled', why: '收费员撤销' }), 'exit.quote': () => owing('out-1', 1800).waiting!.quote! })
    await scan(CODE)
    press('c', { altKey: true, code: 'KeyC' })
    await settle()
    expect(id('scan-state').dataset.state).toBe('cancelled')
    expect(id('booth-exit').dataset.phase).toBe('asking')
  })

  it('that the engine refuses says so beside the field', async () => {
    await open({ 'payment.scan': () => { throw { ...refusal('bad_field', '请重新扫描'), field: 'code' } } })
    await scan(CODE)
    expect(id('scan-code-note').textContent).toContain('请重新扫描')
    expect(id('booth-exit').dataset.phase).toBe('asking')
  })
})
