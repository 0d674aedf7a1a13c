import type { ChargeCheck } from '@/contract/ChargeCheck'
import type { ConnectorState } from '@/contract/ConnectorState'
import type { ConnectorView } from '@/contract/ConnectorView'
import type { ChargeDetail } from '@/contract/ChargeDetail'
import type { ChargeOrder } from '@/contract/ChargeOrder'
import type { PricePeriod } from '@/contract/PricePeriod'
import type { StationView } from '@/contract/StationView'

import { refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const OPERATOR = '123456789'
const PRICES: PricePeriod[] = [{ from_minute: 0, electricity: 3289, service: 3500 }, { from_minute: 480, electricity: 6921, service: 4500 }, { from_minute: 840, electricity: 10_754, service: 4500 }, { from_minute: 1140, electricity: 6921, service: 4000 }, { from_minute: 1320, electricity: 3289, service: 3500 }]

/** Two stations with plugs in every state; the clock of those that charge runs. */
export function fakeCharging(lot: FakeLot): { answers: Answers; connectors: () => ConnectorView[]; step: () => ConnectorView[] } {
  const now = lot.now()
  const inside = [...lot.records.values()].filter((r) => r.state === 'inside' && r.vehicle.plate_color === 'green')
  const orders: ChargeOrder[] = []
  const checks: ChargeCheck[] = []
  const seq = () => `${OPERATOR}${lot.guid().slice(0, 18)}`

  function details(from: number, energy: number): ChargeDetail[] {
    const half = Math.floor(energy / 2)
    return [half, energy - half].map((part, i) => ({ from: from + i * 20 * MINUTE, to: from + (i + 1) * 20 * MINUTE, electricity: 6921, service: 4500, energy: part, electricity_fen: Math.floor((part * 6921 + 5000) / 10_000), service_fen: Math.floor((part * 4500 + 5000) / 10_000) }))
  }
  function order(connector_id: string, station_id: string, plate: string | null, energy: number, ago: number, more: Partial<ChargeOrder> = {}): ChargeOrder {
    const one: ChargeOrder = { seq: seq(), station_id, connector_id, plate, record_id: inside.find((r) => r.vehicle.plate === plate)?.id ?? null, settled_by: plate ? 'lot' : 'platform', state: 'charging', prices: PRICES, asked_at: now - ago, started_at: now - ago + 20_000, ended_at: null, meter: { read_at: now, shown: energy, details: details(now - ago, energy) }, stop_reason: null, confirmed: null, dispute: null, charge_id: null, ...more }
    orders.push(one)
    return one
  }
  function station(no: number, name: string, plugs: Array<[ConnectorState, number]>, prices: PricePeriod[] | null): StationView {
    const station_id = `FT00${no}`
    const connectors = plugs.map(([state, ago], i): ConnectorView => {
      const connector_id = `${station_id}${String(i + 1).padStart(2, '0')}`
      const running = state === 'charging' ? order(connector_id, station_id, i % 3 === 2 ? null : (inside[no * 3 + i]?.vehicle.plate ?? '粤BD12345'), 1200 + i * 431, ago) : null
      return { connector_id, name: `${no}-${String(i + 1).padStart(2, '0')}`, station_id, space_no: `B${no}01${String(i + 1).padStart(2, '0')}`, state, since: state === 'offline' ? now - 3 * HOUR : now - ago, remark: state === 'fault' ? '急停按钮被按下' : null, seq: running?.seq ?? null, plate: running?.plate ?? null, energy: running?.meter.shown ?? 0 }
    })
    return {
      prices, connectors,
      station: {
        station_id, operator_id: OPERATOR, operator_name: null, owner_id: OPERATOR, name, area_code: '440304', address: '福中三路', service_tel: '0755-83000000', kind: 'public', state: 'in_use', park_nums: plugs.length, longitude_e6: 114_057_868, latitude_e6: 22_543_099, construction: 9, hours: '00:00-24:00',
        equipment: [{ equipment_id: `${station_id}E`, manufacturer_id: OPERATOR, model: null, kind: 'both', standard: 'GB/T 20234.3-2015', name: null, power_tenths_kw: 1200, connectors: connectors.map((c, i) => ({ connector_id: c.connector_id, name: c.name, kind: i % 4 === 3 ? 'ac_plug' : 'dc_plug', voltage_upper: 750, voltage_lower: 200, current: 250, power_tenths_kw: i % 4 === 3 ? 70 : 600, space_no: c.space_no, standard: 2 })) }],
      },
    }
  }
  const stations: StationView[] = [
    station(1, '负一层快充站', [['charging', 42 * MINUTE], ['charging', 15 * MINUTE], ['charging', 66 * MINUTE], ['plugged', 25 * MINUTE], ['plugged', 2 * MINUTE], ['free', HOUR], ['fault', 2 * HOUR], ['free', HOUR]], PRICES),
    station(2, '负二层慢充站', [['charging', 3 * HOUR], ['free', HOUR], ['reserved', 10 * MINUTE], ['offline', 3 * HOUR]], null),
  ]
  for (let i = 0; i < 5; i++) order(`FT001${String(i + 1).padStart(2, '0')}`, 'FT001', inside[i + 5]?.vehicle.plate ?? null, 2110 + i * 377, (i + 3) * HOUR, { state: 'ended', ended_at: now - (i + 2) * HOUR, stop_reason: i % 2 ? 'battery' : 'user', settled_by: i % 2 ? 'platform' : 'lot', confirmed: i === 1 ? 'disputed' : i === 3 ? 'confirmed' : null, dispute: i === 1 ? 'energy' : null, charge_id: i === 0 ? lot.guid() : null })
  checks.push({ seq: seq(), from: now - 48 * HOUR, until: now - 24 * HOUR, orders: 31, energy: 68_210, total_fen: 78_412, made_at: now - 20 * HOUR, answered_at: now - 19 * HOUR, disputes: [{ seq: orders.find((o) => o.dispute)!.seq, energy: 2300, total_fen: 2624, reason: 'energy' }] }, { seq: seq(), from: now - 72 * HOUR, until: now - 48 * HOUR, orders: 28, energy: 60_105, total_fen: 68_930, made_at: now - 44 * HOUR, answered_at: now - 43 * HOUR, disputes: [] })

  const all = () => stations.flatMap((s) => s.connectors)
  const connector = (id: string) => all().find((c) => c.connector_id === id) ?? refuse('not_found', '没有这个充电接口', 'There is no such connector.', 'connector_id')
  const find = (id: string) => orders.find((o) => o.seq === id) ?? refuse('not_found', '没有这个充电订单', 'There is no such charging order.', 'seq')

  return {
    connectors: all,
    step: () => {
      const running = all().filter((c) => c.state === 'charging')
      for (const c of running) c.energy += 17
      return running
    },
    answers: {
      'charger.stations': () => ({ stations }),
      'charger.set_price': ({ station_id, periods }) => {
        stations.find((s) => s.station.station_id === station_id)!.prices = periods
        return {}
      },
      'charger.start': ({ connector_id, plate }) => {
        const c = connector(connector_id)
        const view = stations.find((s) => s.station.station_id === c.station_id)!
        if (!view.prices) refuse('not_possible_now', '充电站未启用或未设置电价，请由经理设置', 'The station is not in use or has no prices; a manager must set them.', 'connector_id')
        const one = order(connector_id, c.station_id, plate, 0, 0, { state: 'starting', started_at: null })
        Object.assign(c, { state: 'charging', since: lot.now(), seq: one.seq, plate, energy: 0 })
        lot.tell([{ kind: 'chargers', chargers: [c] }])
        return one
      },
      'charger.stop': ({ seq: id }) => {
        const one = find(id)
        const c = connector(one.connector_id)
        Object.assign(one, { state: 'ended', ended_at: lot.now(), stop_reason: 'attendant' })
        Object.assign(c, { state: 'plugged', since: lot.now(), seq: null, plate: null, energy: 0 })
        lot.tell([{ kind: 'chargers', chargers: [c] }])
        return one
      },
      'charger.name_car': ({ seq: id, plate }) => {
        const one = find(id)
        one.plate = plate
        const c = connector(one.connector_id)
        c.plate = plate
        lot.tell([{ kind: 'chargers', chargers: [c] }])
        return one
      },
      'charger.orders': ({ plate, state, disputed }) => ({ orders: orders.filter((o) => (!plate || (o.plate?.includes(plate) ?? false)) && (!state || o.state === state) && (!disputed || o.dispute !== null)).sort((a, b) => b.asked_at - a.asked_at), more: false }),
      'charger.check': ({ from, until }) => {
        const check: ChargeCheck = { seq: seq(), from, until, orders: 17, energy: 31_240, total_fen: 35_902, made_at: lot.now(), answered_at: null, disputes: [] }
        checks.unshift(check)
        return check
      },
      'charger.checks': () => ({ checks }),
    },
  }
}
