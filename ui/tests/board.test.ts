import { beforeEach, describe, expect, it, vi } from 'vitest'

import type { Notice } from '@/contract/Notice'
import { PaintMeter } from '@/lib/paint'
import { useBoard } from '@/stores/board'

import { begin, lane, NOW, refusal, settle, snapshot } from './support'

const event = (seq: number) => ({ kind: 'event' as const, event: { seq, at: NOW, level: 'info' as const, kind: 'car_entered', plate: null, lane_id: null, record_id: null, words: {} } })
const notice = (no: number, ...changes: Notice['changes']): Notice => ({ no, committed_at: NOW + no, changes })

beforeEach(() => {
  vi.useFakeTimers({ now: NOW + 1000, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'requestAnimationFrame', 'cancelAnimationFrame'] })
})

async function frames(n = 3) {
  for (let i = 0; i < n; i++) {
    await vi.advanceTimersByTimeAsync(17)
    await settle()
  }
}

describe('board', () => {
  it('applies notices in order, once a frame, and says what was painted', async () => {
    const host = begin({ 'board.snapshot': () => snapshot([lane('in-1', 'entry')]) })
    const board = useBoard()
    await board.start()
    host.notice(notice(11, event(1)))
    host.notice(notice(12, { kind: 'counts', counts: { total: 300, used: 173, open_to_all: 127, reserved: 0 }, areas: [] }, event(2)))
    expect(board.events).toHaveLength(0)
    await frames()
    expect(board.events.map((e) => e.seq)).toEqual([2, 1])
    expect(board.counts?.open_to_all).toBe(127)
    expect(board.painted.no).toBe(12)
    expect(host.requests('board.snapshot')).toHaveLength(1)
  })

  it('measures changes from the first picture on: those before it are part of it', async () => {
    const host = begin({ 'board.snapshot': () => snapshot([lane('in-1', 'entry')]) })
    const board = useBoard()
    const before = Date.now()
    await board.start()
    expect(board.first_picture.at).toBe(0)
    host.notice({ ...notice(11, event(1)), committed_at: before })
    await frames(3)
    expect(board.first_picture.at).toBeGreaterThanOrEqual(before)
    expect(board.painted).toMatchObject({ no: 11, count: 0 })
    host.notice({ ...notice(12, event(2)), committed_at: board.first_picture.at })
    host.notice({ ...notice(13, event(3)), committed_at: board.first_picture.at })
    await frames(3)
    expect(board.painted).toMatchObject({ no: 13, count: 2 })
    expect(board.painted.p99_ms).toBeGreaterThan(0)
  })

  it('asks for a snapshot after a gap, and keeps what came after it', async () => {
    let no = 10
    const host = begin({ 'board.snapshot': () => snapshot([], { notice_no: no, now: NOW + no }) })
    const board = useBoard()
    await board.start()
    host.notice(notice(11, event(1)))
    no = 14
    host.notice(notice(13, event(3)))
    host.notice(notice(14, event(4)))
    host.notice(notice(15, event(5)))
    await frames(5)
    expect(host.requests('board.snapshot')).toHaveLength(2)
    expect(board.events.map((e) => e.seq)).toEqual([5])
  })

  it('ignores a notice that it had already', async () => {
    const host = begin({ 'board.snapshot': () => snapshot([]) })
    const board = useBoard()
    await board.start()
    host.notice(notice(11, event(1)))
    host.notice(notice(11, event(1)))
    await frames()
    expect(board.events).toHaveLength(1)
    expect(host.requests('board.snapshot')).toHaveLength(1)
  })

  it('starts over when the engine counts anew after a restart', async () => {
    let no = 10
    const host = begin({ 'board.snapshot': () => snapshot([], { notice_no: no, now: NOW + 100 * no }) })
    const board = useBoard()
    await board.start()
    no = 1
    host.notice({ no: 1, committed_at: NOW + 5000, changes: [event(1)] })
    await frames()
    expect(host.requests('board.snapshot')).toHaveLength(2)
  })

  it('keeps the old picture while the engine is gone, and asks again when it is back', async () => {
    let broken = false
    const host = begin({ 'board.snapshot': () => { if (broken) throw refusal('unavailable'); return snapshot([lane('in-1', 'entry')]) } })
    const board = useBoard()
    await board.start()
    broken = true
    host.engine('down')
    await board.refresh()
    expect(board.engine).toBe('down')
    expect(board.lanes).toHaveLength(1)
    expect(board.problem).toMatchObject({ code: 'unavailable' })
    broken = false
    host.engine('up')
    await settle()
    expect(board.problem).toBeNull()
  })
})

describe('the paint meter', () => {
  it('tells the 99th percentile', () => {
    const meter = new PaintMeter()
    for (let ms = 1; ms <= 200; ms++) meter.add(ms)
    expect([meter.count, meter.p99()]).toEqual([200, 198])
  })

  it('tells the slowest in the order in which they were painted', () => {
    const meter = new PaintMeter()
    for (const ms of [5, 900, 7, 800]) meter.add(ms)
    for (let no = 0; no < 30; no++) meter.add(20 + no)
    const worst = meter.worst()
    expect(worst.map((late) => late.count)).toEqual([2, 4, ...Array.from({ length: 22 }, (_, i) => 13 + i)])
    expect(worst[0]).toEqual({ count: 2, latency_ms: 900 })
  })
})
