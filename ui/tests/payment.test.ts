import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { LaneView } from '@/contract/LaneView'
import type { Paid } from '@/contract/Paid'
import type { PayCash } from '@/contract/PayCash'
import { useBoard } from '@/stores/board'
import { ARM_MS } from '@/lib/secondPress'
import { useBooth } from '@/stores/booth'

import { begin, lane, NOW, owing, quote, refusal, settle, snapshot, type Handlers } from './support'

const paid = (change_fen: number): Paid => ({ charge_id: 'C1', change_fen, left: true, gate_command_id: 'G1' })

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'requestAnimationFrame', 'cancelAnimationFrame'] })
})

async function pass(ms: number) {
  await vi.advanceTimersByTimeAsync(ms)
  await settle()
}

async function booth(lanes: LaneView[], handlers: Handlers = {}) {
  const host = begin({ 'board.snapshot': () => snapshot(lanes), ...handlers })
  const board = useBoard()
  const it = useBooth()
  await board.start()
  it.start()
  const put = async (...next: LaneView[]) => {
    board.lanes = next
    await settle()
  }
  return { host, it, put }
}

describe('taking cash', () => {
  it('computes the change live and sends what the screen shows, once', async () => {
    let answer: (paid: Paid) => void = () => {}
    const { host, it: b } = await booth([owing('out-1', 1800)], { 'exit.pay_cash': () => new Promise((resolve) => (answer = resolve)) })
    const w = b.work!
    expect([b.receivedFen(w), b.changeFen(w)]).toEqual([1800, 0])
    b.type(w, '1')
    expect([b.changeFen(w), b.canConfirm(w)]).toEqual([-1700, false])
    b.type(w, '20')
    expect([b.changeFen(w), b.canConfirm(w)]).toEqual([200, true])
    await pass(ARM_MS)
    void b.confirm()
    void b.confirm()
    void b.confirm()
    await settle()
    expect(b.work!.phase).toBe('paying')
    expect(host.requests('exit.pay_cash')).toEqual([{ request_id: w.request_id, record_id: 'REC1', lane_id: 'ID-out-1', due_fen: 1800, received_fen: 2000 }])
    answer(paid(200))
    await settle()
    expect(b.work).toMatchObject({ phase: 'done', paid: { change_fen: 200 } })
    expect(b.last).toMatchObject({ received_fen: 2000, change_fen: 200 })
  })

  it('ignores a press that came before the amount could be read', async () => {
    const { host, it: b } = await booth([owing('out-1', 1800)], { 'exit.pay_cash': () => paid(0) })
    await b.confirm()
    expect(host.requests('exit.pay_cash')).toHaveLength(0)
    await pass(ARM_MS)
    await b.confirm()
    expect(host.requests('exit.pay_cash')).toHaveLength(1)
  })

  it('takes no money from a key that is hammered', async () => {
    const { host, it: b } = await booth([owing('out-1', 1800)], { 'exit.pay_cash': () => paid(0) })
    for (let i = 0; i < 10; i++) {
      await b.confirm()
      await pass(ARM_MS / 3)
    }
    expect(host.requests('exit.pay_cash')).toHaveLength(0)
    await pass(ARM_MS)
    await b.confirm()
    expect(host.requests('exit.pay_cash')).toHaveLength(1)
  })

  it('wants a new confirmation when the amount changes, under a new identifier', async () => {
    const { host, it: b, put } = await booth([owing('out-1', 1800)], { 'exit.pay_cash': () => paid(0) })
    await pass(ARM_MS)
    const first = b.work!.request_id
    await put(owing('out-1', 2000, { priced_at: NOW + 60_000 }))
    expect(b.work).toMatchObject({ changed_from_fen: 1800, quote: { due_fen: 2000 } })
    expect(b.work!.request_id).not.toBe(first)
    await b.confirm()
    await pass(ARM_MS)
    await b.confirm()
    expect(host.requests('exit.pay_cash')).toHaveLength(0)
    expect(b.work!.changed_from_fen).toBeNull()
    await pass(ARM_MS)
    await b.confirm()
    expect(host.requests('exit.pay_cash')).toMatchObject([{ due_fen: 2000 }])
  })

  it('keeps the identifier while the amount stays, and takes no older quote', async () => {
    const { it: b, put } = await booth([owing('out-1', 1800)])
    const first = b.work!.request_id
    await put(owing('out-1', 1800, { priced_at: NOW + 60_000, minutes: 193 }))
    await put(owing('out-1', 1600, { priced_at: NOW - 60_000 }))
    expect(b.work).toMatchObject({ request_id: first, changed_from_fen: null, quote: { due_fen: 1800, minutes: 193 } })
  })

  it('asks anew when the engine says that the fee has changed', async () => {
    const { it: b } = await booth([owing('out-1', 1800)], {
      'exit.pay_cash': () => { throw refusal('fee_changed') },
      'exit.quote': () => quote(2000, { priced_at: NOW + 1000 }),
    })
    await pass(ARM_MS)
    await b.confirm()
    await settle()
    expect(b.work).toMatchObject({ phase: 'asking', changed_from_fen: 1800, quote: { due_fen: 2000 }, refusal: { code: 'fee_changed' } })
  })

  it.each([
    ['a time-out', 8_000, () => new Promise<Paid>(() => {})],
    ['a lost engine', 10, () => Promise.reject(new Error('gone'))],
    ['a broken inside', 10, () => Promise.reject(refusal('internal'))],
    ['an owner that does not answer', 10, () => Promise.reject(refusal('unavailable'))],
  ])('after %s it says unknown and asks again with the same identifier', async (_what, until_ms, fail) => {
    let n = 0
    const { host, it: b } = await booth([owing('out-1', 1800)], { 'exit.pay_cash': () => (n++ < 2 ? fail() : paid(200)) })
    b.type(b.work!, '20')
    await pass(ARM_MS)
    void b.confirm()
    await pass(until_ms)
    expect(b.work!.phase).toBe('unknown')
    expect(b.canConfirm(b.work!)).toBe(false)
    b.type(b.work!, '50')
    expect(b.work!.received).toBe('20')
    await pass(30_000)
    const sent = host.requests('exit.pay_cash')
    expect(sent).toHaveLength(3)
    expect(new Set(sent.map((r: PayCash) => JSON.stringify(r))).size).toBe(1)
    expect(b.work).toMatchObject({ phase: 'done', paid: { change_fen: 200 } })
  })

  it('goes on asking after the sign-in ended meanwhile', async () => {
    let n = 0
    const { it: b } = await booth([owing('out-1', 1800)], {
      'exit.pay_cash': () => {
        n++
        if (n === 1) throw new Error('gone')
        if (n === 2) throw refusal('not_signed_in')
        return paid(0)
      },
    })
    await pass(ARM_MS)
    void b.confirm()
    await pass(2_100)
    expect(b.work!.phase).toBe('unknown')
    await pass(2_100)
    expect(b.work!.phase).toBe('done')
  })

  it('keeps asking for a payment that was unanswered when the window was reloaded', async () => {
    const first = await booth([owing('out-1', 1800)], { 'exit.pay_cash': () => new Promise(() => {}) })
    await pass(ARM_MS)
    void first.it.confirm()
    await settle()
    const id = first.host.requests('exit.pay_cash')[0]!.request_id
    first.it.stop()
    const second = await booth([owing('out-1', 1800)], { 'exit.pay_cash': () => paid(0) })
    await settle()
    expect(second.host.requests('exit.pay_cash')).toMatchObject([{ request_id: id }])
    expect(second.it.work!.phase).toBe('done')
    expect(sessionStorage.length).toBe(0)
  })

  it('after a certain refusal keeps what was typed and is ready again', async () => {
    const { it: b } = await booth([owing('out-1', 1800)], { 'exit.pay_cash': () => { throw refusal('not_permitted', '无权收款') } })
    b.type(b.work!, '20')
    await pass(ARM_MS)
    await b.confirm()
    expect(b.work).toMatchObject({ phase: 'asking', received: '20', refusal: { code: 'not_permitted' } })
  })

  it('lets a car out that owes nothing any more, without a payment', async () => {
    const { host, it: b } = await booth([owing('out-1', 0)], { 'exit.choose_entry': () => ({ fate: 'left', open_gate: true, gate_command_id: 'G', record_id: 'REC1', screen: [], voice: '' }) })
    await pass(ARM_MS)
    await b.confirm()
    expect(host.requests('exit.pay_cash')).toHaveLength(0)
    expect(host.requests('exit.choose_entry')).toEqual([{ lane_id: 'ID-out-1', read_id: 'READ-REC1', record_id: 'REC1' }])
  })
})

describe('the focus', () => {
  it('goes to the exit that waits longest, and stays where there is work', async () => {
    const { it: b, put } = await booth([owing('out-1', 1800, {}, NOW), owing('out-2', 500, { record_id: 'REC2' }, NOW - 5000)])
    expect(b.focus?.code).toBe('out-2')
    await put(owing('out-1', 1800, {}, NOW - 60_000), owing('out-2', 500, { record_id: 'REC2' }, NOW - 5000))
    expect(b.focus?.code).toBe('out-2')
    await put(owing('out-1', 1800), lane('out-2', 'exit'))
    expect(b.focus?.code).toBe('out-1')
  })

  it('shows the change until it is given, even when the next car is there already', async () => {
    const { host, it: b, put } = await booth([owing('out-1', 1800)], { 'exit.pay_cash': () => paid(200) })
    b.type(b.work!, '20')
    await pass(ARM_MS)
    await b.confirm()
    await put(owing('out-1', 700, { record_id: 'REC2' }))
    await pass(60_000)
    expect(b.work).toMatchObject({ phase: 'done', record_id: 'REC1' })
    await b.confirm()
    expect(host.requests('exit.pay_cash')).toHaveLength(1)
    expect(b.work).toMatchObject({ phase: 'asking', record_id: 'REC2', received: '' })
    expect(b.last).toMatchObject({ change_fen: 200 })
  })

  it('walks the queue by keys, exits first', async () => {
    const entry = lane('in-1', 'entry', { waiting: { since: NOW - 90_000, why: 'already_inside', quote: null, control: null, lock: null, record_id: null, candidates: [], read: { read_id: 'R', at: NOW, vehicle: null, confidence: null, picture_id: null, fate: 'already_inside', standing: null } } })
    const { it: b } = await booth([entry, owing('out-1', 1800)])
    expect(b.queue.map((l) => l.code)).toEqual(['out-1', 'in-1'])
    b.stepFocus(1)
    expect(b.focus?.code).toBe('in-1')
    b.stepFocus(1)
    expect(b.focus?.code).toBe('out-1')
  })
})
