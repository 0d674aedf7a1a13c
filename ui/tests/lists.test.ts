import { fireEvent, screen, waitFor, within } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import type { Reservation } from '@/contract/Reservation'
import type { SharedParking } from '@/contract/SharedParking'
import ControlPane from '@/lists/ControlPane.vue'
import ListsDesk from '@/lists/ListsDesk.vue'
import { withinNow } from '@/lists/sharing'
import { timeline } from '@/lists/timeline'

import { confirm, open } from './desk'
import { begin, NOW, settle, show } from './support'

const HOUR = 3600_000

describe('control lists', () => {
  it('say the kind in words and who put the car there; the city’s lines are the city’s', async () => {
    await open(ListsDesk)
    const list = await screen.findByTestId('control-list')
    // jsdom has no height: the list keeps its first rows in the document.
    for (const words of ['禁止出场', '禁止入场', '警告']) expect(list.textContent).toContain(words)
    const side = screen.getByTestId('control-detail')
    expect(within(side).getByTestId('control-by').textContent).toContain('市交警局')
    expect(side.textContent).toContain('本场不能修改')
    expect(within(side).queryByTestId('control-save')).toBeNull()
  })

  it('take a new line with a kind, an end and a reason; a refusal stands beside its field', async () => {
    const { host, user } = await open(ListsDesk)
    await screen.findByTestId('control-list')
    await user.keyboard('{Alt>}n{/Alt}')
    const plate = await screen.findByTestId('control-plate')
    await user.click(screen.getByTestId('control-save'))
    expect(screen.getByTestId('control-plate-note').textContent).toContain('完整车牌')
    await user.type(plate, 'XB12345')
    screen.getByTestId('control-kind-no_entry').focus()
    await user.keyboard('{ArrowRight}{ArrowRight}')
    screen.getByTestId('control-reason').focus()
    await user.keyboard('{ArrowDown}')
    const ends = screen.getByTestId('control-ends')
    await user.clear(ends)
    await user.type(ends, '2030-01-31 23:59')
    await user.click(screen.getByTestId('control-save'))
    await waitFor(() => expect(screen.getByTestId('control-plate-note').textContent).toContain('首位应为省份'))
    await user.clear(plate)
    await user.type(plate, '粤b·99887')
    await user.click(screen.getByTestId('control-save'))
    await waitFor(() => expect(host.requests('control.save').at(-1)).toMatchObject({ id: null, plate: '粤B99887', strategy: 'no_passage', begins_at: null, ends_at: Date.UTC(2030, 0, 31, 15, 59), reason: '多次欠费' }))
    expect((await screen.findByText('粤B99887 已列入名单')).getAttribute('role')).toBe('status')
  })

  it('are left with no form that would make the same line again', async () => {
    const entry = { id: 'C1', plate: '粤B12345', strategy: 'no_entry' as const, begins_at: null, ends_at: NOW + HOUR, placed_by: '陈晓', from_city: false }
    let lists = 0
    const host = begin({
      'control.list': () => (++lists === 1 ? { rows: [] } : new Promise<never>(() => {})),
      'control.save': () => ({ entry, placed_at: NOW, holds: true, inside: null }),
    })
    show(ControlPane)
    await settle()
    await fireEvent.update(screen.getByTestId('control-plate'), '粤B12345')
    await fireEvent.update(screen.getByTestId('control-reason'), '欠费多次')
    for (let presses = 0; presses < 2; presses++) {
      await fireEvent.click(screen.getByTestId('control-save'))
      await settle()
    }
    expect(host.requests('control.save')).toHaveLength(1)
    expect(screen.getByTestId<HTMLInputElement>('control-plate').value).toBe('')
  })

  it('lose a line for a reason only', async () => {
    const { host, user } = await open(ListsDesk)
    const list = await screen.findByTestId('control-list')
    await user.click(within(list).getByText('禁止入场'))
    await user.click(await screen.findByTestId('control-remove'))
    await user.click(screen.getByTestId('control-off-submit'))
    expect(host.requests('control.remove')).toEqual([])
    await confirm(user, 'control-off')
    await waitFor(() => expect(host.requests('control.remove')).toHaveLength(1))
    await waitFor(() => expect(screen.getByTestId('control-list').textContent).not.toContain('禁止入场'))
  })

  it('cannot be written by an attendant', async () => {
    await open(ListsDesk, 'attendant')
    await screen.findByTestId('control-list')
    expect(screen.queryByTestId('control-new')).toBeNull()
  })
})

describe('leases', () => {
  it('are made once: the second press changes nothing, and what follows is about that one', async () => {
    const { host, user } = await open(ListsDesk)
    await user.click(screen.getByTestId('lists-tab-leases'))
    const before = (await screen.findAllByTestId(/^lease-row-/)).length
    await user.type(screen.getByTestId('lease-plates'), '粤B66688')
    await user.type(screen.getByTestId('lease-price'), '300')
    await user.click(screen.getByTestId('lease-save'))
    await waitFor(() => expect(screen.getAllByTestId(/^lease-row-/)).toHaveLength(before + 1))
    expect(screen.getByTestId<HTMLButtonElement>('lease-save').disabled).toBe(true)
    await user.type(screen.getByTestId('lease-plates'), '{Enter}')
    expect(host.requests('lease.save')).toHaveLength(1)
    await user.clear(screen.getByTestId('lease-spaces'))
    await user.type(screen.getByTestId('lease-spaces'), '2{Enter}')
    await waitFor(() => expect(host.requests('lease.save')).toHaveLength(2))
    expect(host.requests('lease.save')[0]!.id).toBeNull()
    expect(host.requests('lease.save')[1]).toMatchObject({ spaces: 2, plates: ['粤B66688'] })
    expect(host.requests('lease.save')[1]!.id).not.toBeNull()
    await waitFor(() => expect(screen.getAllByTestId(/^lease-row-/)).toHaveLength(before + 1))
  })

  it('whose answer was lost are asked for again as the same one; the next is another one', async () => {
    const { host, user } = await open(ListsDesk)
    await user.click(screen.getByTestId('lists-tab-leases'))
    const before = (await screen.findAllByTestId(/^lease-row-/)).length
    host.lose = { name: 'lease.save', times: 1 }
    await user.type(screen.getByTestId('lease-plates'), '粤B66688')
    await user.type(screen.getByTestId('lease-price'), '300{Enter}')
    await waitFor(() => expect(host.requests('lease.save')).toHaveLength(1))
    await settle()
    await user.type(screen.getByTestId('lease-price'), '{Enter}')
    await waitFor(() => expect(screen.getAllByTestId(/^lease-row-/)).toHaveLength(before + 1))
    await user.click(screen.getByTestId('lease-new'))
    await user.type(screen.getByTestId('lease-plates'), '粤B66699')
    await user.type(screen.getByTestId('lease-price'), '300{Enter}')
    await waitFor(() => expect(screen.getAllByTestId(/^lease-row-/)).toHaveLength(before + 2))
    const drawn = host.requests('lease.save').map((asked) => asked.new_id)
    expect(drawn[0]).toBeTruthy()
    expect([drawn[0] === drawn[1], drawn[0] === drawn[2]]).toEqual([true, false])
  })

  it('are asked of the city, compared, and ended for a reason', async () => {
    const { host, user } = await open(ListsDesk)
    await user.click(screen.getByTestId('lists-tab-leases'))
    const row = (await screen.findAllByTestId(/^lease-row-/))[0]!
    await user.click(row)
    await user.click(screen.getByTestId('lease-ask'))
    expect((await screen.findByTestId('lease-theirs')).textContent).toContain('与本场不一致')
    await user.click(screen.getByTestId('lease-end'))
    await confirm(user, 'lease-off')
    await waitFor(() => expect(host.requests('lease.remove')[0]?.reason).toBe('退租'))
    await waitFor(() => expect(screen.getByTestId(row.dataset.testid!).textContent).toContain('提前终止'))
  })
})

describe('reservations', () => {
  it('are walked by the arrow keys and taken back for a reason', async () => {
    const { host, user } = await open(ListsDesk)
    await user.click(screen.getByTestId('lists-tab-reservations'))
    const lines = await screen.findByTestId('reservation-timeline')
    const bars = within(lines).getAllByRole('option')
    lines.focus()
    await user.keyboard('{Home}{ArrowDown}')
    await waitFor(() => expect(bars[1]!.getAttribute('aria-selected')).toBe('true'))
    await user.keyboard('{Enter}')
    const book_code = bars[1]!.dataset.bar!
    await confirm(user, 'reservation-off')
    await waitFor(() => expect(host.requests('reservation.cancel')).toEqual([{ book_code, reason: '车主来电取消' }]))
    await waitFor(() => expect(screen.queryByTestId(`reservation-bar-${book_code}`)).toBeNull())
  })

  const one = (book_code: string, from: number, over: number, space_no: string | null): Reservation => ({ book_code, plate: '粤B12345', from, over, grace_minutes: 30, deposit_fen: 0, paid: false, area: 'B1', space_no, state: 'ahead', record_id: null, ended_at: null })

  it('lie on a line a space, cut at the edges, those of one area below each other', () => {
    const lines = timeline([one('a', NOW - 2 * HOUR, NOW + HOUR, 'B1001'), one('b', NOW + 20 * HOUR, NOW + 30 * HOUR, 'B1001'), one('c', NOW, NOW + HOUR, null), one('d', NOW, NOW + HOUR, null), one('e', NOW - 9 * HOUR, NOW - 8 * HOUR, 'B1002')], NOW, 24 * HOUR)
    expect(lines.map((line) => [line.space_no, line.lanes, line.bars.length])).toEqual([[null, 2, 2], ['B1001', 1, 2]])
    const [a, b] = lines[1]!.bars
    expect([a!.left, a!.width]).toEqual([0, (1.5 / 24) * 100])
    expect(b!.left + b!.width).toBeCloseTo(100)
  })
})

describe('shared hours', () => {
  const nights: SharedParking = { id: 'S', plate: '粤B12345', first_day: '2026-11-01', last_day: '2026-11-27', from_time: '18:00:00', to_time: '08:00:00', buffer_minutes: 15, weekdays: [1, 2, 3, 4, 5], publisher: null, cancelled_at: null }
  const at = (day: number, hour: number, minute = 0) => Date.UTC(2026, 10, day, hour - 8, minute)

  it('belong to the weekday on which they begin, with their buffer', () => {
    // 2026-11-27 is a Friday and the last day.
    expect(withinNow(nights, at(27, 17, 44))).toBe(false)
    expect(withinNow(nights, at(27, 17, 45))).toBe(true)
    expect(withinNow(nights, at(28, 8, 15))).toBe(true)
    expect(withinNow(nights, at(28, 8, 16))).toBe(false)
    expect(withinNow(nights, at(28, 20))).toBe(false)
    expect(withinNow({ ...nights, cancelled_at: NOW }, at(27, 20))).toBe(false)
  })

  it('are said in a sentence, with what they do at the gate', async () => {
    const { user } = await open(ListsDesk, 'attendant')
    await user.click(screen.getByTestId('lists-tab-sharing'))
    const side = await screen.findByTestId('share-detail')
    await waitFor(() => expect(side.textContent).toContain('18:00 至 次日 08:00'))
    expect(side.textContent).toContain('不占临停余位')
  })
})

describe('the lots around', () => {
  it('show their spaces and which would be offered', async () => {
    const { user } = await open(ListsDesk, 'attendant')
    screen.getByTestId('lists-tab-control').focus()
    await user.keyboard('{Alt>}{ArrowLeft}{/Alt}')
    const list = await screen.findByTestId('neighbour-list')
    expect(list.textContent).toContain('市民中心停车场')
    // Two of the three: the third is full.
    expect(within(list).getAllByText('现在会推荐', { selector: '.signal span' })).toHaveLength(2)
    expect(list.textContent).toContain('1.2 公里')
  })
})
