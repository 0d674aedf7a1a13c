import type { FieldNote } from '@/contract/FieldNote'
import type { ImportPreview } from '@/contract/ImportPreview'
import type { MessageState } from '@/contract/MessageState'
import type { OrderPeople } from '@/contract/OrderPeople'
import type { RepairChecked } from '@/contract/RepairChecked'
import type { RepairDetail } from '@/contract/RepairDetail'
import type { RepairForm } from '@/contract/RepairForm'
import type { RepairRow } from '@/contract/RepairRow'
import type { RepairShop } from '@/contract/RepairShop'
import type { RepairTemplate } from '@/contract/RepairTemplate'
import type { ServiceOrderDetail } from '@/contract/ServiceOrderDetail'
import type { Upload } from '@/contract/Upload'
import { day } from '@/lib/time'

import { needReason, refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'
import { drawCar } from '../pictures'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

interface Order { detail: ServiceOrderDetail; people: OrderPeople }
interface Kept { row: RepairRow; form: RepairForm; order_id: string | null }

/** A repair shop: orders that came from the technicians' app, records in every state of their upload. */
export function fakeService(lot: FakeLot): { answers: Answers; person: (id: string) => OrderPeople | null } {
  const now = lot.now()
  let shop: RepairShop | null = { company_name: '江桥汽车服务中心', code_prefix: 'JS', phone: '0755-8800 0000', address: '南山区示例路 8 号' }
  const orders: Order[] = []
  const records: Kept[] = []
  const templates: RepairTemplate[] = [
    { template_id: lot.guid(), name: '小保养', fault: '定期保养', items: [{ name: '更换机油机滤', hours: '0.5' }], parts: [{ name: '机油 5W-30', code: 'OIL-5W30-4L', quantity: '1' }, { name: '机油滤清器', code: 'HU7020Z', quantity: '1' }] },
    { template_id: lot.guid(), name: '前刹车片', fault: '制动异响', items: [{ name: '更换前制动片', hours: '1.2' }], parts: [{ name: '前制动片', code: 'GDB1550', quantity: '1' }] },
  ]
  let message_no = 900

  function order(minutes: number, plate: string, vin: string, car: string, more: Partial<ServiceOrderDetail> & { state?: ServiceOrderDetail['row']['state']; name: string; phone: string; km: string | null }) {
    const { state, name, phone, km, ...rest } = more
    const no = orders.length + 1
    const paint = rest.paint ?? []
    const lights = rest.lights ?? []
    orders.push({
      people: { owner_name: name, owner_phone: phone, received_by: '接车员甲' },
      detail: {
        row: { order_id: lot.guid(), no, order_no: `${6480 + no}`, state: state ?? 'new', plate, vin, car, odometer_km: km, lights: lights.length, findings: paint.length, came_at: now - minutes * MINUTE, people: { owner_name: `${name[0]}**`, owner_phone: `${phone.slice(0, 3)}****${phone.slice(-4)}`, received_by: '接**' }, record_id: null },
        produced_at: now - (3 + no) * 365 * 24 * HOUR, lights, fuel_percent: '55', paint, belongings: [], remark: '', person_id: lot.guid(), inbox_no: 300 + no, msg_type: 'event.autox3.order.receivebase.create', reason: state === 'set_aside' ? '客户改日再来' : null, past: 0, ...rest,
      },
    })
  }
  order(340, '粤B7L290', 'LFV2A21K8D4123450', '大众 宝来', { state: 'set_aside', name: '甲先生', phone: '13800000011', km: '88210' })
  order(150, '粤BD20991', 'LGXCE6CB0N0123456', '比亚迪 海豚', { state: 'drafted', name: '乙女士', phone: '13800000012', km: '23150', lights: ['轮胎气压'] })
  order(64, '粤S0821E', 'LSGPC52U6DF123457', '别克 英朗', { name: '丙先生', phone: '13800000013', km: '104300', lights: ['20_发动机故障', 'ABS'], past: 2, remark: '冷车启动抖动，客户要求先报价' })
  order(37, '粤B88K21', 'WBA5A3107FD123458', '宝马 525Li', { name: '丁女士', phone: '13800000014', km: '67120', paint: [{ position: '右前门', finding: '凹陷', pictures: 2 }, { position: '后保险杠', finding: '划痕', pictures: 1 }], belongings: ['雨伞', '儿童座椅'], fuel_percent: '20' })
  order(9, '粤BAE2833', 'LRW3E7FA0MC123459', '特斯拉 Model 3', { name: '戊先生', phone: '13800000015', km: null, lights: [], remark: '空调不制冷' })

  const form = (code: string, plate: string, vin: string, km: number | null, fault: string, more: Partial<RepairForm> = {}): RepairForm => ({ cost_list_code: code, plate, vin, brought_on: day(now - 26 * HOUR), mileage_km: km, settled_on: day(now), fault, fuel: 'petrol', vehicle_use: 'private', items: [{ name: '更换机油机滤', hours: '0.5' }], parts: [{ name: '机油 5W-30', code: 'OIL-5W30-4L', quantity: '1' }], ...more })
  /** Until 24:00 of the day after, China time. */
  const deadlineOf = (at: number) => Math.floor((at + 8 * HOUR) / (24 * HOUR)) * 24 * HOUR + 48 * HOUR - 8 * HOUR
  function keep(f: RepairForm, minutes: number, upload: Upload | null, message: MessageState | null, more: Partial<RepairRow> & { words?: string; order_id?: string } = {}): Kept {
    const { words, order_id, ...rest } = more
    const settled_at = upload === null ? null : now - minutes * MINUTE
    const up = upload === 'in_time' || upload === 'late'
    const row: RepairRow = {
      record_id: lot.guid(), no: records.length + 1, state: upload === null ? 'draft' : 'settled', cost_list_code: f.cost_list_code, plate: f.plate, vin: f.vin, brought_on: f.brought_on, settled_on: f.settled_on, mileage_km: f.mileage_km, fault: f.fault, changed_at: now - minutes * MINUTE, settled_at,
      deadline: settled_at === null ? null : deadlineOf(settled_at), upload, uploaded_at: up ? settled_at! + (upload === 'late' ? 50 * 60 : 2) * MINUTE : null, revision: 0, up_to_date: up, refused_fields: [],
      message: message === null ? null : { no: ++message_no, platform: 'repair', interface: 'saveWeixiuRecord', own_id: `${f.cost_list_code}#0`, rank: 'record', state: message, queued_at: settled_at!, attempts: message === 'waiting' ? 3 : 1, last_at: now - 2 * MINUTE, last_outcome: message === 'refused' ? { kind: 'refused', code: '0', words: words ?? '' } : message === 'accepted' ? { kind: 'accepted' } : { kind: 'not_sent', why: '连接超时' }, next_at: null, problem: null, behind: null },
      ...rest,
    }
    const kept = { row, form: f, order_id: order_id ?? null }
    records.push(kept)
    return kept
  }
  keep(form('JS20261118004', '粤B7L290', 'LFV2A21K8D4123450', 86010, '定期保养'), 5 * 24 * 60, 'in_time', 'accepted')
  keep(form('JS20261122002', '粤S0821E', 'LSGPC52U6DF123457', 101200, '制动异响', { items: [{ name: '更换前制动片', hours: '1.2' }], parts: [{ name: '前制动片', code: 'GDB1550', quantity: '1' }] }), 3 * 24 * 60, 'late', 'accepted')
  keep(form('JS20261124007', '粤B56T12', 'LSVNV2182E2123451', 45300, '更换轮胎'), 25 * 60, 'near', 'waiting', { deadline: now + 80 * MINUTE })
  keep(form('JS20261125001', '粤B12L90', 'LVSHCAMB1CE123452', 120400, '发动机异响'), 190, 'waiting', 'refused', { words: 'vin 校验不通过，请核对车辆识别代号', refused_fields: ['vin'] })
  keep(form('JS20261125003', '粤BD55120', 'LGXCE6CB0N0123453', 31200, '底盘异响', { fuel: 'electric' }), 70, 'waiting', 'waiting')
  keep(form('JS20261126001', '粤BD20991', 'LGXCE6CB0N0123456', 23150, '轮胎漏气', { fuel: 'electric', settled_on: null }), 25, null, null, { order_id: orders[1]!.detail.row.order_id })
  orders[1]!.detail.row.record_id = records.at(-1)!.row.record_id

  const find = (id: string) => records.find((r) => r.row.record_id === id) ?? refuse('not_found', '没有这条维修记录', 'There is no such record.')
  const findOrder = (id: string) => orders.find((o) => o.detail.row.order_id === id) ?? refuse('not_found', '没有这张接车单', 'There is no such order.')
  function check(f: RepairForm): RepairChecked {
    const problems: FieldNote[] = []
    const note = (field: string, zh: string, en: string) => ({ field, zh, en })
    if (!f.plate) problems.push(note('plate', '请填写车牌', 'A plate is needed.'))
    if (!/^[A-HJ-NPR-Z0-9]{17}$/.test(f.vin)) problems.push(note('vin', '车辆识别代号须为 17 位', 'A VIN has 17 characters.'))
    if (f.mileage_km === null) problems.push(note('mileage_km', '请填写里程', 'The mileage is needed.'))
    if (!f.fault.trim()) problems.push(note('fault', '请填写故障描述', 'The fault is needed.'))
    f.items.forEach((item, i) => !item.name && problems.push(note(`items[${i}].name`, '请填写维修项目', 'The item is needed.')))
    const earlier = records.filter((r) => r.row.state === 'settled' && r.form.vin === f.vin).map((r) => r.form.mileage_km ?? 0)
    const earlier_km = earlier.length ? Math.max(...earlier) : null
    const doubts = earlier_km !== null && f.mileage_km !== null && f.mileage_km < earlier_km ? [note('mileage_km', `里程比上次（${earlier_km}）少，请核对`, `Less than last time (${earlier_km}).`)] : []
    return { problems, doubts, model_year: f.vin.length === 17 ? 2014 : null, earlier_km }
  }
  const detail = (kept: Kept): RepairDetail => ({ row: kept.row, form: kept.form, checked: check(kept.form), company_name: shop?.company_name ?? '', order_id: kept.order_id })
  const show = (kept: Kept, f: RepairForm) => {
    kept.form = f
    Object.assign(kept.row, { cost_list_code: f.cost_list_code, plate: f.plate, vin: f.vin, brought_on: f.brought_on, settled_on: f.settled_on, mileage_km: f.mileage_km, fault: f.fault, changed_at: lot.now() })
  }
  function settle(kept: Kept, accept_doubts: boolean) {
    const checked = check(kept.form)
    if (checked.problems.length) refuse('bad_field', checked.problems[0]!.zh, checked.problems[0]!.en, checked.problems[0]!.field)
    if (checked.doubts.length && !accept_doubts) refuse('looks_wrong', checked.doubts[0]!.zh, checked.doubts[0]!.en, checked.doubts[0]!.field)
  }
  function upload(kept: Kept) {
    const at = lot.now()
    Object.assign(kept.row, { state: 'settled', settled_at: kept.row.settled_at ?? at, deadline: kept.row.deadline ?? deadlineOf(at), upload: kept.row.uploaded_at === null ? 'waiting' : kept.row.upload, up_to_date: false, refused_fields: [], message: { no: ++message_no, platform: 'repair', interface: 'saveWeixiuRecord', own_id: `${kept.row.cost_list_code}#${kept.row.revision}`, rank: 'record', state: 'waiting', queued_at: at, attempts: 0, last_at: null, last_outcome: null, next_at: null, problem: null, behind: null } })
  }
  const preview = (done: boolean): ImportPreview => ({
    columns: [{ head: '工单号', field: 'cost_list_code' }, { head: '车牌', field: 'plate' }, { head: 'VIN', field: 'vin' }, { head: '里程', field: 'mileage_km' }, { head: '项目', field: 'items' }, { head: '客户备注', field: null }],
    jobs: [
      { lines: [2, 3], form: form('K-1021', '粤B9K221', 'LSVNV2182E2123460', 70210, '定期保养'), fate: done ? 'same' : 'new', errors: [], doubts: [] },
      { lines: [4], form: form('K-1022', '粤S0821E', 'LSGPC52U6DF123457', 99000, '制动异响'), fate: 'new', errors: [], doubts: [{ field: 'mileage_km', zh: '里程比上次（101200）少，请核对', en: 'Less than last time (101200).' }] },
      { lines: [5], form: form('K-1023', '粤B56T1', 'LSVNV2182E21234', 45300, '更换轮胎'), fate: 'bad', errors: [{ line: 5, note: { field: 'plate', zh: '车牌不合规则', en: 'No plate is like this.' } }, { line: 5, note: { field: 'vin', zh: '车辆识别代号须为 17 位', en: 'A VIN has 17 characters.' } }], doubts: [] },
    ],
    new: done ? 1 : 2, changed: 0, same: done ? 1 : 0, bad: 1, done,
  })

  return {
    person: (id) => orders.find((o) => o.detail.person_id === id)?.people ?? null,
    answers: {
      'service_order.list': ({ state, limit, before }) => {
        const rows = orders.map((o) => o.detail.row).filter((r) => (!state || r.state === state) && (before === null || r.no < before)).reverse()
        return { rows: rows.slice(0, limit || 50), more: rows.length > (limit || 50), waiting: orders.filter((o) => o.detail.row.state === 'new').length }
      },
      'service_order.detail': ({ order_id }) => findOrder(order_id).detail,
      'service_order.draft': ({ order_id }) => {
        const { row } = findOrder(order_id).detail
        if (row.record_id) return detail(find(row.record_id))
        const kept = keep(form(`JS${day(now).replaceAll('-', '')}${String(records.length + 1).padStart(3, '0')}`, row.plate, row.vin, row.odometer_km === null ? null : Number(row.odometer_km), '', { settled_on: null, items: [{ name: '', hours: '' }], parts: [] }), 0, null, null, { order_id })
        Object.assign(row, { state: 'drafted', record_id: kept.row.record_id })
        return detail(kept)
      },
      'service_order.set_aside': ({ order_id, reason }) => {
        needReason(reason)
        const found = findOrder(order_id)
        found.detail.row.state = 'set_aside'
        found.detail.reason = reason
        return {}
      },
      'service_order.picture': ({ order_id, finding }) => {
        const { row, paint } = findOrder(order_id).detail
        const svg = drawCar(row.plate, 'blue', paint[finding]?.position ?? '', false, '#5b6b7b', true)
        return { media_type: 'image/svg+xml', base64: btoa(String.fromCharCode(...new TextEncoder().encode(svg))) }
      },
      'repair.shop': () => ({ shop, archive: true }),
      'repair.set_shop': (given) => {
        shop = given
        return {}
      },
      'repair.check': ({ form: f }) => check(f),
      'repair.save': ({ record_id, new_id, form: f }) => {
        const again = records.find((kept) => kept.row.record_id === new_id)
        const kept = record_id ? find(record_id) : (again ?? keep(f, 0, null, null, new_id ? { record_id: new_id } : {}))
        show(kept, f)
        return detail(kept)
      },
      'repair.drop': ({ record_id, reason }) => {
        needReason(reason)
        find(record_id).row.state = 'dropped'
        return {}
      },
      'repair.settle': ({ record_id, form: f, accept_doubts }) => {
        const kept = find(record_id)
        show(kept, f)
        settle(kept, accept_doubts)
        upload(kept)
        return detail(kept)
      },
      'repair.correct': ({ record_id, form: f, reason, accept_doubts }) => {
        needReason(reason)
        const kept = find(record_id)
        show(kept, f)
        settle(kept, accept_doubts)
        kept.row.revision++
        upload(kept)
        return detail(kept)
      },
      'repair.list': ({ text, state, not_up, limit, before }) => {
        const rows = records.map((r) => r.row).filter((r) => r.state !== 'dropped' && (!state || r.state === state) && (!not_up || (r.state === 'settled' && !r.up_to_date)) && (before === null || r.no < before) && [r.plate, r.vin, r.cost_list_code].some((part) => part.includes(text.toUpperCase()))).reverse()
        return { rows: rows.slice(0, limit || 50), more: rows.length > (limit || 50) }
      },
      'repair.detail': ({ record_id }) => detail(find(record_id)),
      'repair.past': ({ plate, vin }) => ({ rows: records.filter((r) => r.row.state === 'settled' && ((plate && r.form.plate === plate) || (vin && r.form.vin === vin))).map((r) => ({ record_id: r.row.record_id, form: r.form })) }),
      'repair.open': () => {
        const rows = records.map((r) => r.row).filter((r) => r.state === 'settled' && !r.up_to_date)
        const no = (row: RepairRow) => row.message?.state === 'refused' || row.message?.state === 'held'
        return { refused: rows.filter(no), waiting: rows.filter((row) => !no(row)) }
      },
      'repair.print': ({ record_id }) => {
        const { form: f } = find(record_id)
        return { columns: 48, lines: [`${' '.repeat(14)}${shop?.company_name ?? ''}`, `${' '.repeat(16)}维修结算清单`, '-'.repeat(48), `单号 ${f.cost_list_code}`, `车牌 ${f.plate}    VIN ${f.vin}`, `里程 ${f.mileage_km ?? ''} km`, '-'.repeat(48), ...f.items.map((item) => `${item.name}    ${item.hours} 工时`), ...f.parts.map((part) => `${part.name}  ${part.code}  × ${part.quantity}`), '-'.repeat(48), '客户签字：'] }
      },
      'repair.templates': () => ({ rows: templates }),
      'repair.save_template': (given) => {
        const kept = { ...given, template_id: given.template_id ?? lot.guid() }
        const at = templates.findIndex((one) => one.template_id === kept.template_id)
        if (at >= 0) templates[at] = kept
        else templates.push(kept)
        return kept
      },
      'repair.remove_template': ({ template_id }) => {
        templates.splice(templates.findIndex((one) => one.template_id === template_id), 1)
        return {}
      },
      'repair.known': ({ text }) => ({ items: templates.flatMap((one) => one.items).filter((item) => item.name.includes(text)).map((item) => ({ item, times: 12 })), parts: templates.flatMap((one) => one.parts).filter((part) => part.name.includes(text) || part.code.includes(text)).map((part) => ({ part, times: 7 })) }),
      'repair.import_preview': () => preview(false),
      'repair.import': () => preview(true),
      'repair.compliance': ({ first_day, last_day }) => {
        const rows = records.filter((r) => r.row.settled_at !== null).map(({ row }) => ({ record_id: row.record_id, cost_list_code: row.cost_list_code, plate: row.plate, settled_at: row.settled_at!, deadline: row.deadline!, uploaded_at: row.uploaded_at, took_ms: row.uploaded_at === null ? null : row.uploaded_at - row.settled_at!, upload: row.upload!, corrections: row.revision }))
        const of = (upload: Upload) => rows.filter((row) => row.upload === upload).length
        return { first_day, last_day, made_at: lot.now(), company_name: shop?.company_name ?? '', settled: rows.length, in_time: of('in_time'), late: of('late'), missing: rows.filter((row) => row.uploaded_at === null).length, median_ms: 120_000, rows, more: false, printed: { columns: 64, lines: [`${shop?.company_name ?? ''}  维修记录上传情况`, `${first_day} 至 ${last_day}`] } }
      },
    },
  }
}
