import type { CityCondition } from '@/contract/CityCondition'
import type { FleetAlarmRow } from '@/contract/FleetAlarmRow'
import type { FleetCarRow } from '@/contract/FleetCarRow'
import type { FleetImport } from '@/contract/FleetImport'
import type { FleetLine } from '@/contract/FleetLine'
import type { InspectionDetail } from '@/contract/InspectionDetail'
import type { Violation } from '@/contract/Violation'
import type { ViolationCarRow } from '@/contract/ViolationCarRow'
import type { ViolationOrderDetail } from '@/contract/ViolationOrderDetail'
import { totalOf } from '@/violations/words'

import { needReason, refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

const HOUR = 3600_000

/** Cars that were asked for, orders in every state, a fleet with an alarm, and an inspection on its way. */
export function violationAnswers(lot: FakeLot): Answers {
  const now = lot.now()
  const cities: CityCondition[] = [
    { province: '浙江省', city: '杭州市', prefix: '浙A', vin: { last: 6 }, engine_no: { last: 6 }, car_types: [] },
    { province: '广东省', city: '深圳市', prefix: '粤B', vin: { last: 6 }, engine_no: { last: 4 }, car_types: [] },
    { province: '北京市', city: '北京市', prefix: '京', vin: 'nothing', engine_no: 'whole', car_types: [] },
  ]
  const violation = (code: string, fine_fen: number, points: number): Violation => ({ code, time: '2026-10-17 08:22:38', fine_fen, address: '深南大道与新洲路口', reason: points ? '驾驶机动车违反道路交通信号灯通行' : '机动车违反禁止标线指示', points, violation_city: '深圳市', rate_of: '广东省深圳市', service_fee_fen: 2300, mark_fee_fen: null, can_select: !points, processing: 'untreated', fine_paid: false, needs_licence: points > 0, organ: '某市公安局交通警察支队', official_no: '' })
  const car = (plate: string, n: number): ViolationCarRow => ({ plate, car_type: 'small', city: null, papers: { phone: '138******01', vin: '1***47', engine_no: '8**5', licence_no: '', file_no: '' }, person_id: lot.guid(), total_fine_fen: 20_000 * n, total_points: 6, untreated: n, queried_at: now - n * HOUR, licence_sent_at: null })
  const cars = [car('粤B7K21M', 3), car('粤B52RT8', 2)]
  const rows = new Map(cars.map((one) => [one.plate, Array.from({ length: one.untreated }, (_, i) => ({ violation: violation(`${one.plate.slice(2)}-${i}`, 20_000, i === 2 ? 6 : 0), order_id: null as string | null, can_order: i !== 2, changed_at: now }))]))
  const order = (state: ViolationOrderDetail['row']['state'], taken: number): ViolationOrderDetail => {
    const order_id = lot.guid()
    const handed = ['paid', 'done'].includes(state) ? 22_300 : 0
    return {
      row: { order_id, no: ++lot.seq, out_order_no: `LD${order_id}`, platform_order_id: ['unknown', 'refused'].includes(state) ? null : '1234566', plate: '粤B52RT8', state, violations: 1, price_fen: 22_300, self_deduction: false, held_fen: taken - handed, drawn_at: now - 2 * HOUR, changed_at: now },
      violations: [{ ...violation('52RT8-9', 20_000, 0), processing: state === 'done' ? 'done' : 'under_way' }], code: state === 'refused' ? '1105' : null, words: state === 'refused' ? '订单金额有误' : '', advice_zh: state === 'unknown' ? '不知道懂云是否收到。系统会自动核对；也可按同一单号重发' : '', advice_en: state === 'unknown' ? 'It is not known whether docloud has it. It is being looked for.' : '',
      pay_url: state === 'created' ? 'https://openapi.docloud.vip/alipay?order=1234566' : '', status_time: '2026-11-22 12:32:38', cancel_reason: '', tries: 1, may_be_sent_again: state === 'unknown', taken_fen: taken, returned_fen: 0, handed_on_fen: handed, refunded_fen: 0, money: taken ? [{ at: now, amount_fen: taken, reason: null }] : [],
    }
  }
  const orders = [order('created', 0), order('unknown', 22_300), order('paid', 22_300), order('refused', 0), order('done', 22_300)]
  const fleet: FleetCarRow[] = Array.from({ length: 24 }, (_, i) => ({ plate: `粤B6${String(i).padStart(2, '0')}T7`, car_type: 'small', fleet: i < 16 ? '物流一队' : '物流二队', papers: { phone: '', vin: 'LGW************23', engine_no: 'GW4*****01', licence_no: '', file_no: '' }, person_id: lot.guid(), state: i === 3 ? 'wrong_data' : i === 9 ? 'unknown' : 'watched', code: i === 3 ? '1032' : null, words: i === 3 ? '车架号或发动机号位数错误' : '', untreated: i % 5 === 0 ? 1 : 0, changed_at: now, news_at: i % 5 === 0 ? now - HOUR : null }))
  let alarms: FleetAlarmRow[] = [{ alarm_id: lot.guid(), no: 2, plate: '粤B603T7', fleet: '物流一队', violations: [], code: '1032', words: '车架号或发动机号位数错误', advice_zh: '请更新城市查询条件后按要求的位数填写', advice_en: 'Enter what is wanted', at: now - HOUR, seen_at: null }, { alarm_id: lot.guid(), no: 1, plate: '粤B605T7', fleet: '物流一队', violations: [violation('605-1', 30_000, 0)], code: null, words: '', advice_zh: '', advice_en: '', at: now - 2 * HOUR, seen_at: null }]
  let imported: FleetImport | null = null
  const named = (id: number, name: string) => ({ id, name })
  const papers = ['行驶证正副本原件', '在保险期间内的交强险保单副本原件', '车主身份证正反面复印件'].map((text) => ({ text, hints: [], sample: '' }))
  const inspections: InspectionDetail[] = (['ordered', 'unknown'] as const).map((state, i) => ({ row: { inspection_id: lot.guid(), no: i + 1, plate: '粤B7K21M', model: '奥迪 A3 豪华型', state, status: state === 'ordered' ? 'under_way' : null, platform_order_id: state === 'ordered' ? '7951177' : null, price_fen: 13_850, changed_at: now }, car: { plate: '粤B7K21M', brand: named(33, '奥迪'), series: named(650, 'A3'), model: named(17_053, '豪华型'), registered_on: '2024-03-05', seats: 5, official: false, large_or_van: false, commercial: false, injured_somebody: false }, people: { contact_phone: '138******01', owner_phone: '138******01', name: '某**', phone: '138******01', province: '广东省', city: '深圳市', county: '福田区', address: '演****' }, person_id: lot.guid(), city: '深圳市', papers, shop: ['平台免检商家', '测试路 10 号', '0755-00000000'], paid_fen: 13_850, sent_by: 'SF1000000001', back_by: '', code: null, words: '', advice_zh: state === 'unknown' ? '应答丢失，系统不会自动重发' : '', advice_en: state === 'unknown' ? 'The answer was lost; nothing is sent again by itself' : '' }))
  const carView = (plate: string) => {
    const row = cars.find((one) => one.plate === plate) ?? refuse('not_found', '该车还没有查询过，请先查询违章', 'This car has not been asked for yet.', 'plate')
    return { row, violations: rows.get(plate) ?? [], orders: orders.filter((one) => one.row.plate === plate).map((one) => one.row) }
  }
  const orderOf = (id: string) => orders.find((one) => one.row.order_id === id) ?? refuse('not_found', '没有这个代办订单', 'There is no such order.', 'order_id')
  const inspectionOf = (id: string) => inspections.find((one) => one.row.inspection_id === id) ?? refuse('not_found', '没有这个年检单', 'There is no such inspection.', 'inspection_id')

  return {
    'violation.test_link': () => ({}),
    'violation.cities': () => ({ cities }),
    'violation.cars': () => ({ rows: cars }),
    'violation.car': ({ plate }) => carView(plate),
    'violation.query': ({ plate }) => {
      if (!cars.some((one) => one.plate === plate)) {
        cars.unshift(car(plate, 1))
        rows.set(plate, [{ violation: violation(`${plate}-0`, 15_000, 0), order_id: null, can_order: true, changed_at: lot.now() }])
      }
      return carView(plate)
    },
    'violation.order': ({ plate, codes, expected_total_fen }) => {
      const there = rows.get(plate) ?? []
      const total = totalOf(there, new Set(codes))
      if (total !== expected_total_fen) refuse('fee_changed', '合计已变，请核对后再下单', 'The total has changed: look again.', 'expected_total_fen')
      const made = order('created', 0)
      Object.assign(made.row, { plate, price_fen: total, violations: codes.length })
      for (const row of there) if (codes.includes(row.violation.code)) Object.assign(row, { can_order: false, order_id: made.row.order_id })
      orders.unshift(made)
      return made
    },
    'violation.orders': ({ open_only }) => ({ rows: orders.map((one) => one.row).filter((row) => !open_only || !['done', 'refused', 'closed'].includes(row.state)), more: false, held_fen: orders.reduce((sum, one) => sum + one.row.held_fen, 0) }),
    'violation.order_detail': ({ order_id }) => orderOf(order_id),
    'violation.ask_order': ({ order_id }) => orderOf(order_id),
    'violation.send_again': ({ order_id }) => {
      const one = orderOf(order_id)
      one.row.state = 'arrived'
      one.may_be_sent_again = false
      return { ...one }
    },
    'violation.take_money': ({ order_id, amount_fen }) => {
      const one = orderOf(order_id)
      one.taken_fen += amount_fen
      one.row.held_fen += amount_fen
      one.money = [...one.money, { at: lot.now(), amount_fen, reason: null }]
      return { ...one }
    },
    'violation.give_back': ({ order_id, amount_fen, reason }) => {
      needReason(reason)
      const one = orderOf(order_id)
      one.returned_fen += amount_fen
      one.row.held_fen -= amount_fen
      return { ...one }
    },
    'fleet.cars': ({ fleet: name, plate }) => ({ rows: fleet.filter((one) => (!name || one.fleet === name) && one.plate.includes(plate ?? '')), more: false, fleets: [{ fleet: '物流一队', cars: 16, watched: 14 }, { fleet: '物流二队', cars: 8, watched: 8 }], unseen: alarms.length }),
    'fleet.import_preview': ({ fleet: name }) => {
      const lines: FleetLine[] = Array.from({ length: 132 }, (_, i) => ({ line: i + 2, plate: i === 3 ? '粤B' : `粤B7${String(i).padStart(3, '0')}T`, car_type: 'small', vin: '*************0123', engine_no: 'GW4*****01', fleet: name || '物流一队', fate: i === 3 ? 'bad' : i < 20 ? 'same' : 'new', errors: i === 3 ? [{ field: 'plate', zh: '车牌有误：位数不对', en: 'Not a plate: wrong length.' }] : [] }))
      const of = (fate: string) => lines.filter((line) => line.fate === fate).length
      return { columns: [{ head: '车牌号', field: 'plate' }, { head: '车架号', field: 'vin' }, { head: '发动机号', field: 'engine_no' }, { head: '司机', field: null }], lines, new: of('new'), changed: 0, same: of('same'), bad: of('bad') }
    },
    'fleet.import': ({ request_id, file_name }) => (imported = { import_id: request_id, file_name, state: 'running', cancelling: false, total: 112, sent: 0, not_sent: 112, waits_s: 0, report: { batches: [], done: 0, refused: 0, open: 0 }, zh: '', en: '', begun_at: lot.now(), ended_at: null }),
    'fleet.import_look': () => {
      const one = imported
      if (one?.state === 'running' && lot.now() - one.begun_at > 1500 * (one.report.batches.length + 1)) {
        const cars = Math.min(50, one.not_sent)
        one.report.batches.push({ plates: Array.from({ length: cars }, (_, i) => `粤B7${i}`), state: 'watched', code: null, zh: '', en: '' })
        one.sent += cars
        one.not_sent -= cars
        one.report.done += cars
        if (one.cancelling || !one.not_sent) Object.assign(one, { state: one.not_sent ? 'cancelled' : 'done', cancelling: false, ended_at: lot.now() })
      }
      return { import: one && { ...one, report: { ...one.report, batches: [...one.report.batches] } } }
    },
    'fleet.import_cancel': () => ({ ...Object.assign(imported ?? refuse('not_found', '没有这次导入', 'There is no such import.'), { cancelling: true }) }),
    'fleet.alarms': () => ({ rows: alarms, more: false, unseen: alarms.length }),
    'fleet.see_alarm': ({ alarm_id }) => {
      alarms = alarms.filter((one) => one.alarm_id !== alarm_id)
      return {}
    },
    'inspection.list': () => ({ rows: inspections.map((one) => one.row), more: false }),
    'inspection.detail': ({ inspection_id }) => inspectionOf(inspection_id),
    'inspection.ask': ({ inspection_id }) => inspectionOf(inspection_id),
    'inspection.catalogue': ({ what }) => ({ rows: what === 'brands' ? [named(33, '奥迪'), named(15, '宝马')] : what === 'provinces' ? [named(19, '广东省')] : [named(1, `${what} 1`), named(2, `${what} 2`)] }),
    'inspection.check': ({ car: asked }) => ({ broken: asked.seats > 5 ? [{ rule: 'seats', zh: '座位数超过 5 座，须到检测站上线检测', en: 'more than 5 seats: it must be driven to a station' }] : [] }),
    'inspection.offer': () => ({ shop_id: 21_777, city: named(94, '宁波市'), price_fen: 13_850, papers }),
  }
}
