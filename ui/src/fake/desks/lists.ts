import type { ControlRow } from '@/contract/ControlRow'
import type { Lease } from '@/contract/Lease'
import type { NeighbourLot } from '@/contract/NeighbourLot'
import type { Reservation } from '@/contract/Reservation'
import type { SharedParking } from '@/contract/SharedParking'
import type { Strategy } from '@/contract/Strategy'
import { day } from '@/lib/time'

import { needReason, refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** Lists, leases, reservations, shared hours and the lots around, as a made-up city platform keeps them. */
export function listsAnswers(lot: FakeLot): Answers {
  const now = lot.now()
  const inside = [...lot.records.values()].filter((r) => r.state === 'inside')
  const plates = inside.map((r) => r.vehicle.plate)

  const line = (strategy: Strategy, placed_by: string, from_city: boolean, plate: string, ends_in: number, begins_in: number | null = null): ControlRow => ({
    entry: { id: lot.guid(), plate, strategy, begins_at: begins_in === null ? null : now + begins_in, ends_at: now + ends_in, placed_by, from_city }, placed_at: now - 3 * DAY, holds: ends_in > 0 && (begins_in ?? 0) <= 0, inside: inside.find((r) => r.vehicle.plate === plate)?.id ?? null,
  })
  let controls: ControlRow[] = [
    line('no_exit', '市交警局', true, plates[2] ?? '粤B12345', 30 * DAY), line('no_entry', '经理', false, '粤B6F886', 90 * DAY), line('warn', '经理', false, plates[9] ?? '粤B88888', 12 * DAY), line('free_passage', '经理', false, '粤BD00186', 300 * DAY),
    line('no_passage', '市停车管理平台', true, '粤S55A21', 5 * DAY), line('no_entry', '经理', false, '湘A7K210', 40 * DAY, 2 * DAY), line('warn', '市公安局', true, '粤B0T913', -2 * DAY),
  ]

  const rest = { fixed: false, space_nos: [], prices: [{ cycles: 1, unit: 'month' as const, amount_fen: 30_000 }], earlier: [], changed_at: now - 9 * DAY, ended_at: null }
  let leases: Lease[] = [
    { id: lot.guid(), spaces: 1, plates: [plates[3]!], first_day: day(now - 25 * DAY), last_day: day(now + 4 * DAY), ...rest },
    { id: lot.guid(), spaces: 2, plates: plates.slice(5, 8), first_day: day(now - 80 * DAY), last_day: day(now + 102 * DAY), ...rest },
    { id: lot.guid(), spaces: 1, plates: [plates[12]!], first_day: day(now - 60 * DAY), last_day: day(now + 30 * DAY), ...rest, ended_at: now - 2 * DAY },
  ]

  const booking = (i: number, from: number, minutes: number, more: Partial<Reservation> = {}): Reservation => ({
    book_code: `YY${20261122000 + i}`, plate: plates[20 + i] ?? '粤B12345', from: now + from, over: now + from + minutes * MINUTE, grace_minutes: 15, deposit_fen: i % 3 ? 0 : 1000, paid: i % 3 === 0, area: i % 2 ? 'B2' : 'B1', space_no: i % 4 === 3 ? null : `B${(i % 2) + 1}000${1 + (i % 5)}`, state: from <= 0 ? 'holding' : 'ahead', record_id: null, ended_at: null, ...more,
  })
  const reservations: Reservation[] = [
    booking(0, -40 * MINUTE, 90), booking(1, -10 * MINUTE, 60), booking(2, 2 * HOUR, 120), booking(3, 3 * HOUR, 60), booking(4, 5 * HOUR, 180), booking(5, 30 * MINUTE, 240), booking(7, 4 * HOUR, 60), booking(6, 20 * HOUR, 120), booking(10, 6 * HOUR, 90), booking(11, 3.5 * HOUR, 120),
    booking(8, -5 * HOUR, 60, { state: 'used', ended_at: now - 4.5 * HOUR, record_id: inside[1]?.id ?? null }), booking(9, -8 * HOUR, 60, { state: 'expired', ended_at: now - 6.7 * HOUR }),
  ]

  const share = (i: number, from_time: string, to_time: string, weekdays: number[], publisher: string | null, more: Partial<SharedParking> = {}): SharedParking => ({ id: lot.guid(), plate: plates[30 + i] ?? '粤B12345', first_day: day(now - 40 * DAY), last_day: day(now + 50 * DAY), from_time, to_time, buffer_minutes: 15, weekdays, publisher, cancelled_at: null, ...more })
  const shares: SharedParking[] = [
    share(0, '18:00:00', '08:00:00', [1, 2, 3, 4, 5], '福田社区工作站'), share(1, '08:30:00', '18:30:00', [1, 2, 3, 4, 5], '业主 王先生'), share(2, '00:00:00', '23:59:00', [6, 7], null), share(3, '19:00:00', '07:30:00', [1, 2, 3, 4, 5, 6, 7], '福田社区工作站', { cancelled_at: now - DAY }), share(4, '09:00:00', '12:00:00', [7], '周末市集', { first_day: day(now + 3 * DAY) }),
  ]

  const neighbour = (park_code: string, name: string, total_spaces: number, free_spaces: number, address: string | null): NeighbourLot => ({ park_code, name, address, total_spaces, free_spaces, position: null, entrances: ['东门', '北门'], public_info: '全天营业；首小时 8 元，之后每小时 4 元', told_at: now - 6 * MINUTE })
  const neighbours = [neighbour('44030400100101000021', '市民中心停车场', 820, 96, '福中三路'), neighbour('44030400100101000034', '会展中心地下停车场', 1500, 412, '福华三路'), neighbour('44030400100101000057', '莲花山东停车场', 240, 0, null)]

  return {
    'control.list': ({ plate, past }) => ({ rows: controls.filter((row) => row.entry.plate.includes(plate) && (past || row.entry.ends_at > lot.now())) }),
    'control.save': ({ id, new_id, plate, strategy, begins_at, ends_at, reason }) => {
      needReason(reason)
      if (!/^[\u4e00-\u9fff][A-Z]/.test(plate)) refuse('bad_plate', `“${plate}”不是车牌：首位应为省份简称`, `“${plate}” is no plate: a province comes first.`, 'plate')
      const row: ControlRow = { entry: { id: id ?? new_id ?? lot.guid(), plate, strategy, begins_at, ends_at, placed_by: '经理', from_city: false }, placed_at: lot.now(), holds: (begins_at ?? 0) <= lot.now(), inside: inside.find((r) => r.vehicle.plate === plate)?.id ?? null }
      controls = [row, ...controls.filter((c) => c.entry.id !== row.entry.id)]
      return row
    },
    'control.remove': ({ id, reason }) => {
      needReason(reason)
      controls = controls.filter((row) => row.entry.id !== id)
      return {}
    },
    'lease.list': () => ({ leases }),
    'lease.save': ({ new_id, ...l }) => {
      const id = l.id ?? new_id ?? lot.guid()
      const before = leases.find((k) => k.id === id)
      const lease: Lease = { ...l, id, fixed: l.fixed ?? before?.fixed ?? false, space_nos: l.space_nos ?? before?.space_nos ?? [], prices: l.prices ?? before?.prices ?? [], earlier: before?.earlier ?? [], changed_at: lot.now(), ended_at: null }
      leases = [...leases.filter((k) => k.id !== lease.id), lease]
      return lease
    },
    'lease.remove': ({ id, reason }) => {
      needReason(reason)
      leases = leases.map((lease) => (lease.id === id ? { ...lease, ended_at: lot.now() } : lease))
      return {}
    },
    'lease.ask_platform': ({ plate }) => {
      const ours = leases.filter((lease) => lease.plates.includes(plate))
      return { ours, theirs: ours.slice(0, 1).map(({ id, fixed, plates: p, prices, first_day, last_day, changed_at }) => ({ id, fixed, spaces: [], prices, plates: p, first_day, last_day, unpaid_months: 1, changed_at, same_as_ours: false })) }
    },
    'reservation.list': ({ open_only }) => {
      const is_open = (row: Reservation) => row.state === 'ahead' || row.state === 'holding'
      return { reservations: reservations.filter((row) => !open_only || is_open(row)), held: reservations.filter((row) => row.state === 'holding').length, left: 24 }
    },
    'reservation.cancel': ({ book_code, reason }) => {
      needReason(reason)
      Object.assign(reservations.find((row) => row.book_code === book_code) ?? refuse('not_found', '没有这条预约', 'There is no such reservation.'), { state: 'cancelled', ended_at: lot.now() })
      return {}
    },
    'share.list': () => ({ shares }),
    'neighbour.list': () => ({ neighbours, offers: [{ park_code: neighbours[0]!.park_code, name: neighbours[0]!.name, free_spaces: 96, metres: 430 }, { park_code: neighbours[1]!.park_code, name: neighbours[1]!.name, free_spaces: 412, metres: 1260 }] }),
  }
}
