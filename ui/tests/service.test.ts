import { fireEvent, screen, waitFor, within } from '@testing-library/vue'
import { describe, expect, it, vi } from 'vitest'

import type { ImportPreview } from '@/contract/ImportPreview'
import type { RepairChecked } from '@/contract/RepairChecked'
import type { RepairDetail } from '@/contract/RepairDetail'
import type { RepairForm } from '@/contract/RepairForm'
import type { RepairRow } from '@/contract/RepairRow'
import type { ServiceOrderDetail } from '@/contract/ServiceOrderDetail'
import type { ServiceOrderRow } from '@/contract/ServiceOrderRow'
import ImportPane from '@/service/ImportPane.vue'
import OrdersPane from '@/service/OrdersPane.vue'
import RecordEditor from '@/service/RecordEditor.vue'
import RecordsPane from '@/service/RecordsPane.vue'
import UploadsPane from '@/service/UploadsPane.vue'
import { rowSignal, sayUpload } from '@/service/words'
import { ARM_MS } from '@/lib/secondPress'

import { begin, NOW, press, settle, show, type Handlers } from './support'

const HOUR = 3_600_000
const FORM: RepairForm = {
  cost_list_code: 'JS20261122001', plate: '粤B12345', vin: '1M8GDM9AXKP042788', brought_on: '2026-11-22', mileage_km: 67000, settled_on: '2026-11-22', fault: '异响', fuel: 'petrol', vehicle_use: 'private',
  items: [{ name: '更换机油', hours: '0.5' }], parts: [],
}
const CHECKED: RepairChecked = { problems: [], doubts: [], model_year: 2019, earlier_km: 66000 }

function row(more: Partial<RepairRow> = {}): RepairRow {
  return { record_id: 'R1', no: 1, state: 'draft', cost_list_code: FORM.cost_list_code, plate: FORM.plate, vin: FORM.vin, brought_on: FORM.brought_on, settled_on: FORM.settled_on, mileage_km: 67000, fault: '异响', changed_at: NOW, settled_at: null, deadline: null, upload: null, uploaded_at: null, revision: 0, up_to_date: false, message: null, refused_fields: [], ...more }
}

function refusedRow(words: string): RepairRow {
  return row({
    state: 'settled', settled_at: NOW, deadline: NOW + 30 * HOUR, upload: 'waiting', refused_fields: ['vin'],
    message: { no: 7, platform: 'repair', interface: 'saveWeixiuRecord', own_id: 'JS20261122001#0', rank: 'record', state: 'refused', queued_at: NOW, attempts: 1, last_at: NOW, last_outcome: { kind: 'refused', code: '0', words }, next_at: null, problem: null, behind: null },
  })
}

function detail(of: RepairRow, more: Partial<RepairDetail> = {}): RepairDetail {
  return { row: of, form: FORM, checked: CHECKED, company_name: '', order_id: null, ...more }
}

const QUIET: Handlers = {
  'repair.known': () => ({ items: [], parts: [] }),
  'repair.templates': () => ({ rows: [] }),
  'repair.past': () => ({ rows: [] }),
  'repair.check': () => CHECKED,
}

describe('how an upload is said', () => {
  const t = (key: string, values: Record<string, string | number> = {}) => `${key} ${Object.values(values).join(' ')}`
  it('counts down to the deadline, and is red only near its end', () => {
    const waits = row({ state: 'settled', deadline: NOW + 5 * HOUR, upload: 'waiting' })
    expect(sayUpload(waits, NOW, t)).toContain('service.left')
    expect(rowSignal(waits)).toBe('wait')
    expect(rowSignal({ ...waits, upload: 'near' })).toBe('act')
    expect(sayUpload({ ...waits, deadline: NOW - HOUR }, NOW, t)).toContain('service.over_by')
  })

  it('says that a correction waits although the record is up', () => {
    const corrected = row({ state: 'settled', deadline: NOW + HOUR, upload: 'in_time', uploaded_at: NOW, up_to_date: false })
    expect(sayUpload(corrected, NOW, t)).toContain('service.correction_waits')
    expect(rowSignal(corrected)).toBe('wait')
  })
})

describe('the inbox of orders', () => {
  const order: ServiceOrderRow = { order_id: 'O1', no: 1, order_no: '6482', state: 'new', plate: '粤B12345', vin: '1M8GDM9AXKP042788', car: '宝马 5', odometer_km: '67000', lights: 1, findings: 1, came_at: NOW, people: { owner_name: '某**', owner_phone: '138******78', received_by: '某**' }, record_id: null }
  const whole: ServiceOrderDetail = { row: order, produced_at: null, lights: ['20_发动机故障'], fuel_percent: '40', paint: [{ position: '右前门', finding: '凹陷', pictures: 1 }], belongings: ['雨伞'], remark: '老客户', person_id: 'P1', inbox_no: 3, msg_type: 'event.autox3.order.receivebase.create', reason: null, past: 2 }

  function open() {
    const host = begin({
      'service_order.list': () => ({ rows: [order], more: false, waiting: 1 }),
      'inbox.list': () => ({ rows: [{ no: 9, platform: 'autox3', interface: 'event.autox3.plan.release', transport: 'https', peer: '192.0.2.1', at: NOW, state: 'done', reason: null, words: '已存', answered_at: NOW, repeats: 0, dropped: false }], more: false }),
      'service_order.detail': () => whole,
      'service_order.draft': () => detail(row()),
      'service_order.picture': () => ({ media_type: 'image/jpeg', base64: 'AAAA' }),
      'person.show': () => ({ buyer: null, subject: null, people: { owner_name: '某先生', owner_phone: '13812345678', received_by: '某师傅' }, kept_at: NOW, erased_at: null, as_entered: true }),
    }, ['open', 'look', 'repair', 'credit'])
    return { host, view: show(OrdersPane) }
  }

  it('shows what the first look found, people masked until somebody asks', async () => {
    const { host } = open()
    const pane = screen.getByTestId('order-detail')
    await waitFor(() => expect(pane.getAttribute('data-order')).toBe('O1'))
    for (const part of ['发动机故障', '67000', '40%', '右前门 · 凹陷', '雨伞', '老客户', '138******78', '本店修过 2 次']) expect(pane.textContent).toContain(part)
    expect(screen.getByTestId('order-others').textContent).toContain('event.autox3.plan.release')
    await fireEvent.click(screen.getByTestId('order-reveal'))
    await waitFor(() => expect(screen.getByTestId('order-owner').textContent).toContain('13812345678'))
    expect(host.requests('person.show')).toEqual([{ person_id: 'P1' }])
  })

  it('fetches a picture only on a click', async () => {
    const { host } = open()
    await screen.findByTestId('order-picture-get-0-0')
    expect(host.requests('service_order.picture')).toEqual([])
    await fireEvent.click(screen.getByTestId('order-picture-get-0-0'))
    const picture = await screen.findByTestId('order-picture-0-0')
    expect(picture.getAttribute('src')).toBe('data:image/jpeg;base64,AAAA')
  })

  it('turns an order into a draft by one key', async () => {
    const { host, view } = open()
    await screen.findByTestId('order-draft')
    await waitFor(() => expect(screen.getByTestId('order-detail').getAttribute('data-order')).toBe('O1'))
    press('F5')
    await waitFor(() => expect(view.emitted('record')).toEqual([['R1']]))
    expect(host.requests('service_order.draft')).toEqual([{ order_id: 'O1' }])
  })
})

describe('the record editor', () => {
  it('settles after a second look where something looks wrong', async () => {
    const doubtful: RepairChecked = { ...CHECKED, doubts: [{ field: 'mileage_km', zh: '里程比上次少，请核对', en: 'Less than last time.' }] }
    const host = begin({ ...QUIET, 'repair.check': () => doubtful, 'repair.settle': () => detail(row({ state: 'settled' })) })
    show(RecordEditor, { detail: detail(row(), { checked: doubtful }) })
    expect(screen.getByTestId('record-mileage-note').textContent).toContain('里程比上次少')
    await fireEvent.click(screen.getByTestId('record-settle'))
    await waitFor(() => expect(screen.getByTestId('record-doubts').textContent).toContain('里程比上次少'))
    expect(host.requests('repair.settle')).toEqual([])
    await waitFor(() => expect(screen.getByTestId('record-settle').dataset.armed).toBe('true'))
    await fireEvent.click(screen.getByTestId('record-settle'))
    await waitFor(() => expect(host.requests('repair.settle').length).toBe(1))
    expect(host.requests('repair.settle')[0]!.accept_doubts).toBe(true)
  })

  it('takes neither a held key nor a double click for the second look', async () => {
    vi.useFakeTimers({ now: NOW })
    const doubtful: RepairChecked = { ...CHECKED, doubts: [{ field: 'mileage_km', zh: '里程比上次少，请核对', en: 'Less than last time.' }] }
    const host = begin({ ...QUIET, 'repair.check': () => doubtful, 'repair.settle': () => detail(row({ state: 'settled' })) })
    show(RecordEditor, { detail: detail(row(), { checked: doubtful }) })
    press('F8')
    await settle()
    for (let held = 0; held < 20; held++) {
      await vi.advanceTimersByTimeAsync(50)
      press('F8', { repeat: true })
      await settle()
    }
    expect(screen.getByTestId('record-doubts').textContent).toContain('里程比上次少')
    // Two presses one after the other, and the second too soon.
    await fireEvent.update(screen.getByTestId('record-plate'), '粤B54321')
    press('F8')
    await settle()
    await vi.advanceTimersByTimeAsync(ARM_MS / 2)
    press('F8')
    await settle()
    expect(host.requests('repair.settle')).toEqual([])
    await vi.advanceTimersByTimeAsync(ARM_MS)
    press('F8')
    await settle()
    expect(host.requests('repair.settle')).toMatchObject([{ accept_doubts: true }])
  })

  it('checks once however often the key is pressed meanwhile', async () => {
    let answer = (_: RepairChecked) => {}
    const host = begin({ ...QUIET, 'repair.check': () => new Promise((resolve) => (answer = resolve)), 'repair.settle': () => detail(row({ state: 'settled' })) })
    show(RecordEditor, { detail: detail(row()) })
    press('F8')
    press('F8')
    await settle()
    expect(host.requests('repair.check')).toHaveLength(1)
    answer(CHECKED)
    await settle()
    expect(host.requests('repair.settle')).toHaveLength(1)
  })

  it('settles a new one whose answer was lost under the number that it has', async () => {
    let times = 0
    const host = begin({
      ...QUIET,
      'repair.save': () => detail(row()),
      'repair.settle': () => {
        if (++times === 1) throw new Error('lost')
        return detail(row({ state: 'settled' }))
      },
    })
    show(RecordEditor, { detail: null })
    press('F8')
    await waitFor(() => expect(host.requests('repair.settle')).toHaveLength(1))
    await settle()
    press('F8')
    await waitFor(() => expect(host.requests('repair.settle')).toHaveLength(2))
    expect(host.requests('repair.save').map((asked) => asked.record_id)).toEqual([null])
    expect(host.requests('repair.settle').map((asked) => [asked.record_id, asked.form.cost_list_code])).toEqual([['R1', FORM.cost_list_code], ['R1', FORM.cost_list_code]])
  })

  it('asks again for the same new one when the answer to its first saving was lost', async () => {
    let times = 0
    const host = begin({
      ...QUIET,
      'repair.save': () => {
        if (++times === 1) throw new Error('lost')
        return detail(row())
      },
      'repair.settle': () => detail(row({ state: 'settled' })),
    })
    show(RecordEditor, { detail: null })
    press('F8')
    await waitFor(() => expect(host.requests('repair.save')).toHaveLength(1))
    await settle()
    press('F8')
    await waitFor(() => expect(host.requests('repair.settle')).toHaveLength(1))
    const [first, second] = host.requests('repair.save')
    expect(first!.new_id).toBeTruthy()
    expect(second!.new_id).toBe(first!.new_id)
  })

  it('says every field that keeps it from being settled, and sends nothing', async () => {
    const bad: RepairChecked = { ...CHECKED, problems: [{ field: 'fuel', zh: '必须填写', en: 'Must be filled in.' }, { field: 'items[0].hours', zh: '须为数字', en: 'Must be a number.' }] }
    const host = begin({ ...QUIET, 'repair.check': () => bad })
    show(RecordEditor, { detail: detail(row(), { checked: bad }) })
    await fireEvent.click(screen.getByTestId('record-settle'))
    await waitFor(() => expect(screen.getByTestId('record-problems').textContent).toContain('必须填写'))
    expect(screen.getByTestId('record-fuel').getAttribute('aria-invalid')).toBe('true')
    expect(screen.getByTestId('item-hours-0').getAttribute('aria-invalid')).toBe('true')
    expect(host.requests('repair.settle')).toEqual([])
  })

  it('shows a refusal in the archive’s words beside its field, and mends it under the same number', async () => {
    const words = '车辆识别代码vin应为17位'
    const host = begin({ ...QUIET, 'repair.correct': () => detail(row({ state: 'settled', revision: 1 })) })
    show(RecordEditor, { detail: detail(refusedRow(words)) })
    expect(screen.getByTestId('record-refusal').textContent).toContain(words)
    expect(screen.getByTestId('record-vin-note').textContent).toContain(words)
    expect((screen.getByTestId('record-plate').closest('fieldset') as HTMLFieldSetElement).disabled).toBe(true)
    await fireEvent.click(screen.getByTestId('repair-correct'))
    await fireEvent.update(screen.getByTestId('record-vin'), '11111111111111111')
    expect((screen.getByTestId('record-code') as HTMLInputElement).disabled).toBe(true)
    await fireEvent.update(screen.getByTestId('correct-reason'), '抄写错误')
    await fireEvent.click(screen.getByTestId('correct-submit'))
    await waitFor(() => expect(host.requests('repair.correct').length).toBe(1))
    const asked = host.requests('repair.correct')[0]!
    expect([asked.form.vin, asked.form.cost_list_code, asked.reason]).toEqual(['11111111111111111', FORM.cost_list_code, '抄写错误'])
  })

  it('saves a new one as far as it is', async () => {
    const host = begin({ ...QUIET, 'repair.save': () => detail(row()) })
    show(RecordEditor, { detail: null })
    await fireEvent.update(screen.getByTestId('record-plate'), '粤B54321')
    await fireEvent.click(screen.getByTestId('record-save'))
    await waitFor(() => expect(host.requests('repair.save').length).toBe(1))
    const asked = host.requests('repair.save')[0]!
    expect([asked.record_id, asked.form.plate, asked.form.fuel]).toEqual([null, '粤B54321', null])
    await settle()
  })
})

describe('the list of records', () => {
  it('opens another one with its own form, not with that of the one before', async () => {
    const other = row({ record_id: 'R2', no: 2, plate: '粤B99999' })
    let answer = (_: RepairDetail) => {}
    begin({
      ...QUIET,
      'repair.list': () => ({ rows: [other, row()], more: false }),
      'repair.detail': ({ record_id }) => (record_id === 'R1' ? detail(row()) : new Promise((resolve) => (answer = resolve))),
    })
    const view = show(RecordsPane, { record_id: 'R1' })
    await waitFor(() => expect(screen.getByTestId<HTMLInputElement>('record-plate').value).toBe(FORM.plate))
    await view.rerender({ record_id: 'R2' })
    await settle()
    expect(screen.queryByTestId('record-editor')).toBeNull()
    answer(detail(other, { form: { ...FORM, plate: '粤B99999' } }))
    await waitFor(() => expect(screen.getByTestId('record-editor').dataset.record).toBe('R2'))
    expect(screen.getByTestId<HTMLInputElement>('record-plate').value).toBe('粤B99999')
  })
})

describe('refusals and imports', () => {
  it('lists what was refused in the archive’s words', async () => {
    begin({})
    const view = show(UploadsPane, { open: { refused: [refusedRow('配件编码有误')], waiting: [] } })
    const line = screen.getByTestId('refused-JS20261122001')
    expect(line.textContent).toContain('配件编码有误')
    await fireEvent.click(within(line).getByTestId('mend-JS20261122001'))
    expect(view.emitted('record')).toEqual([['R1']])
  })

  it('looks at a list before taking it in', async () => {
    const preview: ImportPreview = {
      columns: [{ head: '结算清单编号', field: 'cost_list_code' }, { head: '单价', field: null }], new: 1, changed: 0, same: 0, bad: 1, done: false,
      jobs: [{ lines: [2, 3], form: FORM, fate: 'new', errors: [], doubts: [] }, { lines: [4], form: { ...FORM, cost_list_code: 'A2' }, fate: 'bad', errors: [{ line: 4, note: { field: 'settled_on', zh: '结算日期不能晚于今天', en: 'In the future.' } }], doubts: [] }],
    }
    const host = begin({ 'repair.import_preview': () => preview, 'repair.import': () => ({ ...preview, done: true }) })
    show(ImportPane)
    const file = new File(['结算清单编号\nA1'], 'jobs.csv', { type: 'text/csv' })
    Object.defineProperty(screen.getByTestId('import-file'), 'files', { value: [file] })
    await fireEvent.change(screen.getByTestId('import-file'))
    await waitFor(() => expect(screen.getByTestId('import-sum').textContent).toContain('新增 1 单'))
    expect(screen.getByTestId('import-job-4').textContent).toContain('第 4 行 结算日期: 结算日期不能晚于今天')
    expect(host.requests('repair.import')).toEqual([])
    await fireEvent.click(screen.getByTestId('import-submit'))
    await waitFor(() => expect(screen.getByTestId('import-sum').textContent).toContain('已导入'))
    expect(host.requests('repair.import')[0]!.file_name).toBe('jobs.csv')
  })

  it('takes in the list that was looked at, whatever is picked while it is', async () => {
    const preview: ImportPreview = { columns: [], new: 1, changed: 0, same: 0, bad: 0, done: false, jobs: [{ lines: [2], form: FORM, fate: 'new', errors: [], doubts: [] }] }
    let answer = (_: ImportPreview) => {}
    const host = begin({ 'repair.import_preview': () => new Promise((resolve) => (answer = resolve)), 'repair.import': () => ({ ...preview, done: true }) })
    show(ImportPane)
    const input = screen.getByTestId<HTMLInputElement>('import-file')
    const pick = async (name: string) => {
      Object.defineProperty(input, 'files', { value: [new File(['结算清单编号'], name)], configurable: true })
      await fireEvent.change(input)
    }
    await pick('looked-at.csv')
    await waitFor(() => expect(host.requests('repair.import_preview')).toHaveLength(1))
    expect(input.disabled).toBe(true)
    await pick('other.csv')
    await new Promise((resolve) => setTimeout(resolve, 20))
    answer(preview)
    await fireEvent.click(await screen.findByTestId('import-submit'))
    await waitFor(() => expect(host.requests('repair.import').map((asked) => asked.file_name)).toEqual(['looked-at.csv']))
  })
})
