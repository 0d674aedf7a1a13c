import type { GarageCommand } from '@/contract/GarageCommand'
import type { GarageKind } from '@/contract/GarageKind'
import type { GarageSpaceView } from '@/contract/GarageSpaceView'
import type { GarageView } from '@/contract/GarageView'
import type { GarageWork } from '@/contract/GarageWork'

import { needReason, refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

const MINUTE = 60_000

/** Two garages: one works through its line as time passes, one stands still after an alarm. */
export function fakeGarages(lot: FakeLot): { answers: Answers; step: () => void } {
  const now = lot.now()
  const inside = [...lot.records.values()].filter((r) => r.state === 'inside').slice(30)
  let no = 40

  function command(garage: string, work: GarageWork, space_no: string, plate: string | null, more: Partial<GarageCommand> = {}): GarageCommand {
    return { id: lot.guid(), garage, work, plate, record_id: null, space_no, pass: 1, no: ++no, asked_at: lot.now(), due_at: lot.now(), book_at: null, takes_s: 90, state: 'waiting', began_at: null, ended_at: null, why: null, ...more }
  }
  function garage(code: string, name: string, kind: GarageKind, n: number, more: Partial<GarageView>): GarageView {
    const spaces = Array.from({ length: n }, (_, i): GarageSpaceView => {
      const state = i % 5 === 3 ? 'free' : i % 11 === 7 ? 'reserved' : 'taken'
      return { space_no: `${code}-${String(i + 1).padStart(3, '0')}`, label: `${code.slice(-1)}${String(i + 1).padStart(2, '0')}`, size: i % 4 ? 'compact' : 'large', state, plate: state === 'taken' && i % 7 !== 5 ? (inside[i]?.vehicle.plate ?? null) : null, record_id: state === 'taken' ? (inside[i]?.id ?? null) : null }
    })
    const view: GarageView = { code, name, kind, state: 'normal', comment: null, since: now - 9 * 3600_000, counts: { garage: code, total_large: 0, total_small: 0, free_large: 0, free_small: 0 }, passes: [{ id: lot.guid(), code: 1, name: '1 号口' }, { id: lot.guid(), code: 2, name: '2 号口' }], spaces, running: null, waiting: [], ended: [], ...more }
    count(view)
    return view
  }
  function count(view: GarageView) {
    const of = (size: 'large' | 'small') => view.spaces.filter((s) => (s.size === 'large') === (size === 'large'))
    view.counts = { garage: view.code, total_large: of('large').length, total_small: of('small').length, free_large: of('large').filter((s) => s.state === 'free').length, free_small: of('small').filter((s) => s.state === 'free').length }
  }
  const first = garage('G1', '东侧升降横移库', 'lift_and_slide', 24, {})
  const second = garage('G2', '塔库', 'vertical_lift', 40, { state: 'fault', comment: '人员闯入告警：2 号口', since: now - 6 * MINUTE })
  const third = garage('G3', '循环库', 'vertical_circulation', 12, { state: 'maintenance', comment: '例行保养', since: now - 70 * MINUTE })
  const all = [first, second, third]
  first.running = { command: command('G1', 'retrieve', first.spaces[2]!.space_no, first.spaces[2]!.plate, { state: 'running', began_at: now - 34_000 }), remain_s: 56, stage: '横移让位' }
  first.waiting = [{ command: command('G1', 'store', first.spaces[3]!.space_no, inside.at(-1)?.vehicle.plate ?? null), remain_s: 146, stage: null }, { command: command('G1', 'retrieve', first.spaces[5]!.space_no, null), remain_s: 236, stage: null }, { command: command('G1', 'retrieve', first.spaces[9]!.space_no, first.spaces[9]!.plate, { book_at: now + 40 * MINUTE, due_at: now + 38 * MINUTE }), remain_s: 2400, stage: null }]
  first.ended = [command('G1', 'store', first.spaces[0]!.space_no, first.spaces[0]!.plate, { state: 'done', ended_at: now - 3 * MINUTE }), command('G1', 'retrieve', first.spaces[8]!.space_no, '粤BF20817', { state: 'done', ended_at: now - 9 * MINUTE }), command('G1', 'store', first.spaces[4]!.space_no, '粤S55A21', { state: 'failed', ended_at: now - 22 * MINUTE, why: '车辆超长，已请车主倒出' })]
  lot.event('garage_event', 'act', now - 6 * MINUTE, null, null, null, { garage: 'G2', event: '人员闯入告警', space: '', remark: '2 号口光幕' })
  lot.event('garage_event', 'look', now - 22 * MINUTE, null, null, null, { garage: 'G1', event: '车辆超长告警', space: '', remark: '' })

  const find = (code: string) => all.find((g) => g.code === code) ?? refuse('not_found', '没有这个车库', 'There is no such garage.', 'garage')
  const tell = (g: GarageView) => {
    count(g)
    lot.tell([{ kind: 'garage', garage: g }])
  }
  function order(g: GarageView, work: GarageWork, space: GarageSpaceView, plate: string | null, book_at: number | null) {
    const remain_s = (g.running?.remain_s ?? 0) + (g.waiting.length + 1) * 90
    const c = command(g.code, work, space.space_no, plate, { book_at })
    g.waiting.push({ command: c, remain_s, stage: null })
    tell(g)
    return { command_id: c.id, space_no: space.space_no, remain_s }
  }
  function end(g: GarageView, c: GarageCommand, how: 'done' | 'cancelled', why: string | null) {
    const space = g.spaces.find((s) => s.space_no === c.space_no)!
    if (how === 'done') Object.assign(space, c.work === 'store' ? { state: 'taken', plate: c.plate } : { state: 'free', plate: null })
    g.ended = [{ ...c, state: how, ended_at: lot.now(), why }, ...g.ended].slice(0, 10)
  }

  return {
    step: () => {
      const g = first
      if (g.running) {
        g.running.remain_s = Math.max(0, g.running.remain_s - 4)
        g.running.stage = g.running.remain_s > 40 ? '横移让位' : g.running.remain_s > 15 ? '升降到位' : '载车板出库'
        for (const queued of g.waiting) queued.remain_s = Math.max(0, queued.remain_s - 4)
        if (g.running.remain_s === 0) {
          end(g, g.running.command, 'done', null)
          g.running = null
        }
      } else if (g.state === 'normal' && g.waiting[0] && g.waiting[0].command.book_at === null) {
        const next = g.waiting.shift()!
        g.running = { command: { ...next.command, state: 'running', began_at: lot.now() }, remain_s: 90, stage: null }
      }
      tell(g)
    },
    answers: {
      'garage.list': () => ({ garages: all }),
      'garage.store': ({ garage: code, plate, space_no }) => {
        const g = find(code)
        if (g.state !== 'normal') refuse('not_possible_now', '车库停用，不能存取车', 'The garage is out of use.', 'garage')
        const space = space_no ? g.spaces.find((s) => s.space_no === space_no) : g.spaces.find((s) => s.state === 'free' && !g.waiting.some((q) => q.command.space_no === s.space_no))
        if (!space) refuse('not_found', '没有这个车位', 'There is no such space.', 'space_no')
        if (space.state === 'taken') refuse('not_possible_now', '该车位已有车', 'A car stands in that space.', 'space_no')
        return order(g, 'store', space, plate, null)
      },
      'garage.retrieve': ({ garage: code, plate, space_no, book_at }) => {
        const g = find(code)
        if (g.state !== 'normal') refuse('not_possible_now', '车库停用，不能存取车', 'The garage is out of use.', 'garage')
        const space = g.spaces.find((s) => (plate ? s.plate === plate : s.space_no === space_no) && s.state === 'taken')
        if (!space) refuse('not_found', '库内没有这辆车', 'This car is not in the garage.', plate ? 'plate' : 'space_no')
        return order(g, 'retrieve', space, space.plate, book_at)
      },
      'garage.cancel': ({ command_id, reason }) => {
        needReason(reason)
        for (const g of all) {
          const at = g.waiting.findIndex((q) => q.command.id === command_id)
          if (at >= 0) end(g, g.waiting.splice(at, 1)[0]!.command, 'cancelled', reason)
          else if (g.running?.command.id === command_id) {
            end(g, g.running.command, 'cancelled', reason)
            g.running = null
          } else continue
          tell(g)
        }
        return {}
      },
      'garage.set_state': ({ garage: code, state, reason }) => {
        needReason(reason)
        const g = find(code)
        Object.assign(g, { state, comment: reason, since: lot.now() })
        tell(g)
        return {}
      },
    },
  }
}
