import { screen, waitFor } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import BoothScreen from '@/booth/BoothScreen.vue'
import HistoryPane from '@/cars/HistoryPane.vue'
import PassagesPane from '@/cars/PassagesPane.vue'
import WalkPane from '@/cars/WalkPane.vue'
import { stuckCar } from '@/fake/desks/exceptions'
import { inLanguage } from '@/lib/events'
import { useBoard } from '@/stores/board'

import { confirm, open } from './desk'

describe('a gate that stays shut', () => {
  it('is opened again by key, for the command that failed and with a reason', async () => {
    const { host, lot, user } = await open(BoothScreen, 'attendant')
    await waitFor(() => expect(useBoard().ready).toBe(true))
    const stuck = stuckCar(lot)!
    lot.lanes[2]!.stuck = stuck
    lot.tellLane(lot.lanes[2]!)
    expect((await screen.findByTestId('stuck')).textContent).toContain('18.00')
    await user.keyboard('{Alt>}o{/Alt}')
    await screen.findByTestId('again-sheet')
    await confirm(user, 'again-sheet')
    await waitFor(() => expect(host.requests('lane.open_again')).toEqual([{ lane_id: lot.lanes[2]!.id, command_id: stuck.command_id, reason: '道闸未动作' }]))
    await waitFor(() => expect(screen.queryByTestId('stuck')).toBeNull())
  })

  it('whose car went back is still inside, with what it paid; the driver’s finding is said in the window’s language', async () => {
    const { host, lot, user } = await open(BoothScreen, 'attendant')
    await waitFor(() => expect(useBoard().ready).toBe(true))
    const stuck = stuckCar(lot)!
    lot.lanes[2]!.stuck = stuck
    lot.tellLane(lot.lanes[2]!)
    expect((await screen.findByTestId('stuck')).textContent).toContain('继电器 3 秒内无应答')
    await user.keyboard('{Alt>}i{/Alt}')
    expect((await screen.findByTestId('inside-sheet')).textContent).toContain('18.00')
    await confirm(user, 'inside-sheet')
    await waitFor(() => expect(host.requests('lane.still_inside')).toEqual([{ lane_id: lot.lanes[2]!.id, command_id: stuck.command_id, reason: '道闸未开，倒车回场' }]))
    await waitFor(() => expect(screen.queryByTestId('stuck')).toBeNull())
  })

  it('at an entry leads to a car that turned back, or did come in', async () => {
    const { host, lot, user } = await open(BoothScreen, 'attendant')
    await waitFor(() => expect(useBoard().ready).toBe(true))
    const stuck = { ...stuckCar(lot)!, received_fen: 0 }
    lot.lanes[0]!.stuck = stuck
    lot.tellLane(lot.lanes[0]!)
    const bar = await screen.findByTestId('stuck')
    expect(bar.textContent).toContain('已准入场，道闸未开')
    expect(bar.textContent).not.toContain('无需缴费')
    await user.keyboard('{Alt>}g{/Alt}')
    expect((await screen.findByTestId('gone-sheet')).textContent).toContain('入场记录作废')
    await confirm(user, 'gone-sheet')
    await waitFor(() => expect(host.requests('lane.car_gone')).toEqual([{ lane_id: lot.lanes[0]!.id, command_id: stuck.command_id, reason: '道闸未开，倒车离开' }]))
  })
})

describe('what a device’s driver finds', () => {
  it('has an English of its own, and what has none stays as it is', () => {
    const words = { device: '出口1 道闸', why: '继电器拒绝连接', why_en: 'the relay refuses connections' }
    expect(inLanguage(words, 'zh-CN')).toEqual({ device: '出口1 道闸', why: '继电器拒绝连接' })
    expect(inLanguage(words, 'en')).toEqual({ device: '出口1 道闸', why: 'the relay refuses connections' })
    expect(inLanguage({ why: '电机过热' }, 'en')).toEqual({ why: '电机过热' })
  })
})

describe('a car that arrives', () => {
  it('takes neither the keys nor the focus from a sheet that is open', async () => {
    const { host, lot, user } = await open(BoothScreen, 'attendant')
    await waitFor(() => expect(useBoard().ready).toBe(true))
    await user.keyboard('{F3}')
    const reason = await screen.findByTestId('open-reason')
    await user.type(reason, '送货')
    lot.noEntry(lot.lanes[2]!)
    lot.tellLane(lot.lanes[2]!)
    await screen.findByTestId('resolve')
    await waitFor(() => expect(screen.getByTestId('resolve-search')).toBeTruthy())
    expect(document.activeElement).toBe(reason)
    await user.keyboard('{Enter}')
    await waitFor(() => expect(host.requests('lane.open_by_hand')).toMatchObject([{ reason: '送货' }]))
    expect(host.requests('exit.choose_entry')).toEqual([])
    // Once the way is free, the car that waits has the focus.
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('resolve-search')))
  })
})

describe('a doubled plate', () => {
  it('stands beside the one inside, and is let off by two alone', async () => {
    const { host, lot, user } = await open(BoothScreen, 'attendant')
    lot.hold(lot.lanes[0]!, 'already_inside')
    lot.tellLane(lot.lanes[0]!)
    await screen.findByTestId('double')
    await user.click(screen.getByTestId('double-fee-let_off'))
    await confirm(user, 'double')
    expect(host.requests('lane.end_double'), 'nobody has agreed yet').toHaveLength(0)
    await user.click(screen.getByTestId('double-fee-owed'))
    await confirm(user, 'double')
    await waitFor(() => expect(host.requests('lane.end_double')[0]).toMatchObject({ how: 'left_unseen', fee: 'owed', reason: '录像确认已出场' }))
  })
})

describe('a car without a plate', () => {
  it('gets a code by one key', async () => {
    const { lot, user } = await open(BoothScreen, 'attendant')
    lot.hold(lot.lanes[0]!, 'no_plate')
    lot.tellLane(lot.lanes[0]!)
    await screen.findByTestId('ticket-issue')
    await user.keyboard('{Enter}')
    expect((await screen.findByTestId('ticket-code')).textContent).toBe('4071')
    await user.keyboard('{Enter}')
    await waitFor(() => expect(screen.queryByTestId('ticket-code')).toBeNull())
  })

  it('has gone in before the answer is there, and its code is shown all the same', async () => {
    const { host, lot, user } = await open(BoothScreen, 'attendant')
    let come = () => {}
    host.late = { name: 'lane.issue_ticket', until: new Promise((resolve) => (come = resolve)) }
    lot.hold(lot.lanes[0]!, 'no_plate')
    lot.tellLane(lot.lanes[0]!)
    await screen.findByTestId('ticket-issue')
    await user.keyboard('{Enter}')
    await waitFor(() => expect(screen.queryByTestId('ticket-issue')).toBeNull())
    come()
    expect((await screen.findByTestId('ticket-code')).textContent).toBe('4071')
  })
})

describe('an unread passage', () => {
  it('gets the record that it lacks', async () => {
    const { host, user } = await open(PassagesPane, 'attendant')
    await screen.findByTestId('passage-enter')
    await user.keyboard('{Alt>}r{/Alt}')
    await user.type(await screen.findByTestId('passage-plate'), '粤B22222')
    await confirm(user, 'passage-sheet')
    await waitFor(() => expect(host.requests('passage.settle')[0]).toMatchObject({ how: 'entered', plate: '粤B22222' }))
  })
})

describe('an unread passage out', () => {
  async function chosen() {
    const it = await open(PassagesPane, 'attendant')
    await it.user.click((await screen.findAllByTestId(/^passage-row-/))[1]!)
    await it.user.keyboard('{Alt>}r{/Alt}')
    const car = [...it.lot.records.values()].filter((r) => r.state === 'inside').sort((a, b) => a.entered_at - b.entered_at)[0]!
    await it.user.type(await screen.findByTestId('passage-find'), car.vehicle.plate)
    await screen.findByTestId('passage-pick-1')
    return { ...it, car }
  }

  it('owes what was due when it passed, not what would be due now', async () => {
    const { host, lot, user, car } = await chosen()
    await waitFor(() => expect(host.requests('exit.quote')).toHaveLength(1))
    const at = (host.requests('exit.quote')[0] as { at: number }).at
    expect(at).toBeLessThan(lot.now() - 30 * 60_000)
    const due = (lot.quote(car, at).due_fen / 100).toFixed(2)
    await waitFor(() => expect(screen.getByTestId('passage-sheet').textContent).toContain(due))
    await confirm(user, 'passage-sheet')
    await waitFor(() => expect(host.requests('passage.settle')[0]).toMatchObject({ how: 'left', record_id: car.id, fee: 'owed' }))
  })

  it('is let off by two alone', async () => {
    const { host, user } = await chosen()
    await user.click(await screen.findByTestId('passage-fee-let_off'))
    await confirm(user, 'passage-sheet')
    expect(host.requests('passage.settle'), 'nobody has agreed yet').toHaveLength(0)
    await user.type(await screen.findByTestId('passage-sheet-pin'), '1234')
    await user.keyboard('{Enter}')
    await waitFor(() => expect(host.requests('passage.settle')[0]).toMatchObject({ fee: 'let_off', approver: { pin: '1234' } }))
  })
})

describe('a walk through the lot', () => {
  it('closes the chosen cars after a second look', async () => {
    const { host, lot, user } = await open(WalkPane, 'attendant')
    const inside = [...lot.records.values()].filter((r) => r.state === 'inside').sort((a, b) => a.entered_at - b.entered_at)
    await user.type(screen.getByTestId('walk-plates'), inside.slice(1).map((r) => r.vehicle.plate).join(','))
    await user.keyboard('{F5}')
    await screen.findByTestId('walk-list')
    await user.click(screen.getByTestId(`walk-pick-${inside[0]!.vehicle.plate}`))
    await user.keyboard('{Alt>}c{/Alt}')
    expect((await screen.findByTestId('walk-sheet')).textContent).toContain('不能撤销')
    await confirm(user, 'walk-sheet')
    await waitFor(() => expect(host.requests('walk.close')).toEqual([{ record_ids: [inside[0]!.id], fee: 'owed', reason: '巡场未见，出场漏识别' }]))
    expect((await screen.findByTestId('walk-done')).textContent).toContain('1')
  })
})

describe('a plate’s history', () => {
  it('is masked until somebody says why', async () => {
    const { host, lot, user } = await open(HistoryPane, 'attendant')
    const plate = [...lot.records.values()][0]!.vehicle.plate
    await user.type(screen.getByTestId('history-plate'), `${plate}{Enter}`)
    expect((await screen.findByTestId('history-line')).textContent).toContain('深**')
    expect(screen.getByTestId('history-withheld').textContent).toContain('维修')
    await user.keyboard('{Alt>}v{/Alt}')
    await screen.findByTestId('history-sheet')
    await confirm(user, 'history-sheet')
    await waitFor(() => expect(screen.getByTestId('history-line').textContent).toContain('皇岗路口'))
    expect(host.requests('car.history').at(-1)).toEqual({ plate, reason: '车主本人查询' })
  })
})
