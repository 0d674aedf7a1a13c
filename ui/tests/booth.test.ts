import { fireEvent, screen } from '@testing-library/vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import BoothScreen from '@/booth/BoothScreen.vue'
import type { LaneView } from '@/contract/LaneView'
import type { Permission } from '@/contract/Permission'
import { useBoard } from '@/stores/board'
import { ARM_MS } from '@/lib/secondPress'
import { useBooth } from '@/stores/booth'

import { ALL, begin, lane, NOW, owing, press, refusal, settle, show, snapshot, type Handlers } from './support'

beforeEach(() => {
  vi.useFakeTimers({ now: NOW, toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'requestAnimationFrame', 'cancelAnimationFrame'] })
})

async function pass(ms: number) {
  await vi.advanceTimersByTimeAsync(ms)
  await settle()
}

async function open(lanes: LaneView[], handlers: Handlers = {}, permissions: Permission[] = ALL) {
  const host = begin({
    'board.snapshot': () => snapshot(lanes), 'operator.first_start': () => ({ needs_manager: false, demo: false, names: [{ name: '陈晓', role: 'attendant' }, { name: '黄敏', role: 'manager' }], demo_pin: null }),
    'receipt.preview': () => ({ columns: 32, lines: ['停车费收据', '找零 2.00'], picture: '' }), 'record.search': () => ({ rows: [], stays: [], more: false }), ...handlers,
  }, permissions)
  await useBoard().start()
  useBooth().start()
  show(BoothScreen)
  await pass(ARM_MS + 50)
  return host
}

const id = (testid: string) => screen.getByTestId(testid)
const text = (testid: string) => id(testid).textContent

/** Types as a person does: a key press, and what the field makes of it. */
async function type(keys: string) {
  for (const key of keys) {
    const target = document.activeElement as HTMLElement
    const event = press(key)
    if (!event.defaultPrevented && target instanceof HTMLInputElement) await fireEvent.update(target, target.value + key)
    await settle()
  }
}

describe('the booth', () => {
  it('unlocks a locked car for a reason, and lets a listed one pass by nobody', async () => {
    const car = owing('out-1', 1800)
    const locked = { ...car, waiting: { ...car.waiting!, why: 'locked' as const, lock: { state: 'locked_by_owner' as const, since: NOW - 3600_000, reason: null } } }
    const host = await open([locked], { 'record.unlock': () => ({ lock: null, at_exit: null }) })
    expect(text('resolve')).toContain('车辆已锁定')
    expect(text('resolve-locked')).toContain('起锁定')
    press('Enter')
    await settle()
    expect(host.requests('record.unlock'), 'without a reason').toHaveLength(0)
    await fireEvent.update(id('resolve-reason'), '已核对行驶证')
    press('Enter')
    await settle()
    expect(host.requests('record.unlock')).toEqual([{ record_id: 'REC1', reason: '已核对行驶证' }])
  })

  it('says who put a car on the list and offers nothing but to remove it', async () => {
    const car = owing('out-1', 1800)
    const control = { id: 'L1', plate: '粤BD12345', strategy: 'no_exit' as const, begins_at: null, ends_at: NOW + 86_400_000, placed_by: '市交警局', from_city: true }
    await open([{ ...car, waiting: { ...car.waiting!, why: 'barred' as const, control } }])
    expect(text('resolve-listed-by')).toContain('市交警局')
    expect((id('resolve-submit') as HTMLButtonElement).disabled).toBe(true)
    expect((id('resolve-dismiss') as HTMLButtonElement).disabled).toBe(false)
  })

  it('names the lots around once this one is full', async () => {
    const offers = [{ park_code: '2', name: '百花停车场', free_spaces: 30, metres: 420 }, { park_code: '3', name: '市民中心', free_spaces: 7, metres: null }]
    const counts = { total: 300, used: 290, open_to_all: 0, reserved: 10 }
    const areas = [{ code: 'B1', name: '负一层', total: 300, used: 290, reserved: 10 }]
    const host = await open([], { 'board.snapshot': () => snapshot([], { counts, areas, offers }) })
    expect(text('board-offers')).toBe('本场已满，附近百花停车场 余 30 · 420 米市民中心 余 7')
    expect(text('area-B1')).toContain('空 0 / 300，预约 10')
    host.notice({ no: 11, committed_at: NOW, changes: [{ kind: 'counts', counts: { ...counts, used: 289, open_to_all: 1 }, areas }] })
    await pass(50)
    expect(screen.queryByTestId('board-offers')).toBeNull()
  })

  it('takes cash by keys alone, from the digits to the receipt', async () => {
    const host = await open([owing('out-1', 1800)], { 'exit.pay_cash': () => ({ charge_id: 'C1', change_fen: 200, left: true, gate_command_id: 'G' }) })
    expect(text('booth-exit-due')).toBe('¥18.00')
    expect(text('booth-exit-stay')).toBe('停 3 小时 12 分')
    expect(text('booth-exit-standing')).toBe('临停')
    expect(document.activeElement).toBe(id('booth-received'))
    expect(text('booth-pay')).toContain('正好收 ¥18.00，开闸')
    await type('20')
    expect(text('booth-change')).toBe('¥2.00')
    expect(text('booth-pay')).toContain('收 ¥20.00，找零 ¥2.00，开闸')
    press('Enter')
    await settle()
    expect(host.requests('exit.pay_cash')).toMatchObject([{ due_fen: 1800, received_fen: 2000 }])
    expect(text('booth-paid-change')).toBe('¥2.00')
    await settle()
    expect(text('booth-receipt')).toContain('停车费收据')
  })

  it('sends digits to the received field from wherever the focus is', async () => {
    await open([owing('out-1', 1800)])
    id('booth-explain').focus()
    await type('5')
    expect(document.activeElement).toBe(id('booth-received'))
    expect((id('booth-received') as HTMLInputElement).value).toBe('5')
    expect(text('booth-pay')).toContain('还差 ¥13.00')
    expect(id('booth-pay')).toHaveProperty('disabled', true)
    press('Escape')
    await settle()
    expect((id('booth-received') as HTMLInputElement).value).toBe('')
  })

  it('opens the search by a letter, with that letter in it', async () => {
    const host = await open([owing('out-1', 1800)])
    press('d')
    await settle()
    await pass(10)
    expect((id('search-text') as HTMLInputElement).value).toBe('d')
    expect(host.requests('record.search')[0]).toMatchObject({ plate: 'D' })
    press('Escape')
    await settle()
    expect(screen.queryByTestId('search')).toBeNull()
    expect(document.activeElement).toBe(id('booth-received'))
  })

  it('explains the amount by F4 without moving it', async () => {
    await open([owing('out-1', 1800)])
    press('F4')
    await settle()
    expect(text('booth-lines')).toContain('首时段')
    expect(text('booth-exit-due')).toBe('¥18.00')
    press('Escape')
    await settle()
    expect(screen.queryByTestId('booth-lines')).toBeNull()
  })

  it('gives a quick amount by a click, and Enter then takes it', async () => {
    const host = await open([owing('out-1', 1800)], { 'exit.pay_cash': () => ({ charge_id: 'C1', change_fen: 3200, left: true, gate_command_id: null }) })
    await fireEvent.click(id('booth-quick-50'))
    await settle()
    expect(text('booth-change')).toBe('¥32.00')
    expect(document.activeElement).toBe(id('booth-received'))
    press('Enter')
    await settle()
    expect(host.requests('exit.pay_cash')).toMatchObject([{ received_fen: 5000 }])
  })

  it('does nothing on a held or composing Enter', async () => {
    const host = await open([owing('out-1', 1800)], { 'exit.pay_cash': () => ({ charge_id: 'C1', change_fen: 0, left: true, gate_command_id: null }) })
    press('Enter', { repeat: true })
    press('Enter', { isComposing: true })
    await settle()
    expect(host.requests('exit.pay_cash')).toHaveLength(0)
  })

  it('says a new amount and asks for it to be accepted', async () => {
    await open([owing('out-1', 1800)])
    useBoard().lanes = [owing('out-1', 2000, { priced_at: NOW + 60_000 })]
    await settle()
    expect(text('booth-exit-due')).toBe('¥20.00')
    expect(text('booth-changed')).toContain('原为 ¥18.00')
    expect(text('booth-pay')).toContain('确认新金额 ¥20.00')
  })

  it('says unknown when the engine does not answer, and offers no second taking', async () => {
    await open([owing('out-1', 1800)], { 'exit.pay_cash': () => Promise.reject(new Error('gone')) })
    press('Enter')
    await settle()
    expect(text('booth-unknown')).toContain('未知，正在核对')
    expect(id('booth-pay')).toHaveProperty('disabled', true)
    expect(screen.queryByTestId('booth-received')).toBeNull()
  })

  it('shows the engine’s words of a refusal', async () => {
    await open([owing('out-1', 1800)], { 'exit.pay_cash': () => { throw refusal('not_inside', '该车已离场') } })
    press('Enter')
    await settle()
    expect(text('booth-refusal')).toContain('该车已离场')
  })

  it('lets nobody take money without the permission', async () => {
    const host = await open([owing('out-1', 1800)], {}, ['open', 'look', 'resend'])
    expect(text('booth-pay')).toContain('不能收款')
    press('Enter')
    press('F7')
    await settle()
    expect(host.requests('exit.pay_cash')).toHaveLength(0)
    expect(screen.queryByTestId('free')).toBeNull()
  })

  it('releases free with a reason and a second person, and keeps the reason when the PIN is wrong', async () => {
    let n = 0
    const host = await open([owing('out-1', 1800)], { 'exit.release_free': () => { if (n++ === 0) throw refusal('wrong_pin', 'PIN 不对'); return { charge_id: 'C2', change_fen: 0, left: true, gate_command_id: 'G' } } })
    press('F7')
    await settle()
    await pass(10)
    press('Enter')
    await settle()
    expect(host.requests('exit.release_free')).toHaveLength(0)
    await fireEvent.update(id('free-reason'), '应急车辆')
    await fireEvent.update(id('free-pin'), '9999')
    press('Enter')
    await settle()
    expect(id('free').textContent).toContain('PIN 不对')
    expect((id('free-reason') as HTMLInputElement).value).toBe('应急车辆')
    await fireEvent.update(id('free-pin'), '1234')
    press('Enter')
    await settle()
    expect(host.requests('exit.release_free')[1]).toMatchObject({ due_fen: 1800, reason: '应急车辆', approver: { name: '黄敏', pin: '1234' } })
    expect(text('booth-paid')).toContain('已免费放行')
    expect(screen.queryByTestId('free')).toBeNull()
  })

  it('opens a gate by hand only with a reason', async () => {
    const host = await open([lane('in-1', 'entry'), lane('out-1', 'exit')], { 'lane.open_by_hand': () => ({ gate_command_id: 'G', expires_at: NOW }) })
    press('F3')
    await settle()
    press('Enter')
    await settle()
    expect(host.requests('lane.open_by_hand')).toHaveLength(0)
    press('ArrowDown')
    await settle()
    press('Enter')
    await settle()
    expect(host.requests('lane.open_by_hand')).toEqual([{ lane_id: 'ID-out-1', reason: '道闸未自动开启' }])
  })
})

describe('exceptions', () => {
  const candidate = (n: number, plate: string, differences: string[]) => ({ record_id: `REC${n}`, vehicle: { ...owing('x', 1).waiting!.quote!.vehicle, plate }, entered_at: NOW - n * 3600_000, entry_picture: null, differences })
  const noEntry = () => {
    const l = owing('out-1', 1)
    return { ...l, waiting: { ...l.waiting!, why: 'no_entry' as const, quote: null, candidates: [candidate(1, '粤BD12845', ['8 ↔ 3']), candidate(2, '粤B012345', ['0 ↔ D'])] } }
  }
  const reply = { fate: 'must_pay' as const, open_gate: false, gate_command_id: null, record_id: 'REC2', screen: [], voice: '' }

  it('without an entry: the candidates are walked by arrows and chosen by Enter', async () => {
    const host = await open([noEntry()], { 'exit.choose_entry': () => reply })
    expect(text('resolve')).toContain('差异：8 ↔ 3')
    press('ArrowDown')
    await settle()
    expect(text('resolve-submit')).toContain('就是 粤B012345')
    press('Enter')
    await settle()
    expect(host.requests('exit.choose_entry')).toEqual([{ lane_id: 'ID-out-1', read_id: 'READ-REC1', record_id: 'REC2' }])
  })

  it('without an entry: another car’s record that costs nothing is chosen by two', async () => {
    let alone = true
    const host = await open([noEntry()], {
      'exit.choose_entry': () => {
        if (alone) throw refusal('second_person_needed', '须另一位人员', 'approver')
        return reply
      },
    })
    press('Enter')
    await settle()
    await settle()
    await fireEvent.update(id('resolve-pin'), '2580')
    alone = false
    press('Enter')
    await settle()
    expect(host.requests('exit.choose_entry').at(-1)).toMatchObject({ record_id: 'REC1', approver: { name: '黄敏', pin: '2580' } })
  })

  it('without an entry: F6 puts one in, with plate, time and reason checked first', async () => {
    const host = await open([noEntry()], { 'exit.put_in_entry': () => reply })
    press('F6')
    await settle()
    await fireEvent.update(id('resolve-entered-at'), '2026-11-22 15:00')
    press('Enter')
    await settle()
    expect(text('resolve-entered-at-note')).toContain('不能晚于现在')
    expect(host.requests('exit.put_in_entry')).toHaveLength(0)
    await fireEvent.update(id('resolve-entered-at'), '2026-11-22 12:00')
    await fireEvent.update(id('resolve-reason'), '入口停电')
    press('Enter')
    await settle()
    expect(host.requests('exit.put_in_entry')).toEqual([{ lane_id: 'ID-out-1', read_id: 'READ-REC1', plate: '粤BD12345', entered_at: Date.UTC(2026, 10, 22, 4, 0), reason: '入口停电', approver: null }])
  })

  it('already inside: admitted or removed, each with a reason', async () => {
    const l = owing('in-1', 1)
    const held = { ...l, kind: 'entry' as const, name: '入口1', waiting: { ...l.waiting!, why: 'already_inside' as const, quote: null } }
    const host = await open([held], { 'lane.admit': () => reply, 'lane.dismiss': () => ({}) })
    press('Enter')
    await settle()
    expect(host.requests('lane.admit')).toHaveLength(0)
    await fireEvent.update(id('resolve-plate'), '粤B D12346')
    await fireEvent.update(id('resolve-reason'), '车牌识别错误')
    press('Enter')
    await settle()
    expect(host.requests('lane.admit')).toEqual([{ lane_id: 'ID-in-1', read_id: 'READ-REC1', plate: '粤BD12346', reason: '车牌识别错误' }])
    press('F8')
    await settle()
    await fireEvent.update(id('dismiss-reason'), '车已离开')
    press('Enter')
    await settle()
    expect(host.requests('lane.dismiss')).toEqual([{ lane_id: 'ID-in-1', read_id: 'READ-REC1', reason: '车已离开' }])
  })
})
