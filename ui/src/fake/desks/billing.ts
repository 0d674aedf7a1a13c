import type { Buyer } from '@/contract/Buyer'
import type { CreditRow } from '@/contract/CreditRow'
import type { CreditRules } from '@/contract/CreditRules'
import type { CreditSubject } from '@/contract/CreditSubject'
import type { InvoiceLine } from '@/contract/InvoiceLine'
import type { InvoiceRow } from '@/contract/InvoiceRow'
import type { MessageRow } from '@/contract/MessageRow'
import type { Seller } from '@/contract/Seller'
import { yuan } from '@/lib/money'

import { agree, needReason, refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'
import type { FakeStreet } from './street'

const HOUR = 3600_000
const DAY = 24 * HOUR

const stars = (text: string, from: number, to: number) => [...text].map((c, i) => (i >= from && i < [...text].length - to ? '*' : c)).join('')
function masked(buyer: Buyer): Buyer {
  const hide = (text: string | null, from = 3, to = 4) => (text === null ? null : stars(text, from, to))
  return { ...buyer, name: buyer.kind === 'individual' ? stars(buyer.name, 1, 0) : buyer.name, tax_no: hide(buyer.tax_no, 4, 4), mobile: hide(buyer.mobile), email: buyer.email?.replace(/^(.).*@/, '$1***@') ?? null, phone: hide(buyer.phone), bank_account: hide(buyer.bank_account, 4, 4) }
}
const maskedSubject = (who: CreditSubject): CreditSubject => ({ ...who, name: stars(who.name, 1, 0), id_no: stars(who.id_no, 3, 4) })

/** Invoices and credit reports of the made-up lot; its city platform is slow with one and refuses another. */
export function billingAnswers(lot: FakeLot, street: FakeStreet): Answers {
  let seller: Seller | null = { tax_no: '91440300MA5EXAMPLE', name: '深圳市福田泊车服务有限公司', address: '深圳市福田区福中三路 1 号', phone: '0755-83000000', bank_account: null, platform_code: null, drawer: '陈晓', payee: '李敏', reviewer: null, item_name: '停车费', item_code: '3040502020200000000', rate: 600 }
  let rules: CreditRules | null = { provider_code: '91440300MA5EXAMPLE', overdue_after_days: 30 }
  const people = new Map<string, { buyer: Buyer | null; subject: CreditSubject | null; kept_at: number; erased_at: number | null }>()
  const invoices: Array<{ row: InvoiceRow; person_id: string; reason: string | null; remark: string | null; lines: InvoiceLine[] }> = []
  const reports: CreditRow[] = []

  const message = (no: number, state: MessageRow['state'], words: string | null): MessageRow => ({ no, platform: 'city', interface: '1201', own_id: String(no), rank: 'record', state, queued_at: lot.now() - HOUR, attempts: state === 'waiting' ? 0 : 1, last_at: lot.now() - HOUR, last_outcome: state === 'refused' ? { kind: 'refused', code: '1009', words: words ?? '' } : state === 'unknown' ? { kind: 'unknown', why: words ?? '' } : null, next_at: null, problem: null, behind: null })
  function keep(buyer: Buyer | null, subject: CreditSubject | null): string {
    const id = lot.guid()
    people.set(id, { buyer, subject, kept_at: lot.now(), erased_at: null })
    return id
  }
  function tax(gross_fen: number): number {
    return gross_fen - Math.round((gross_fen * 10_000) / (10_000 + seller!.rate))
  }
  function add(order_no: string, buyer: Buyer, gross_fen: number, ago: number, more: Partial<InvoiceRow>) {
    const person_id = keep(buyer, null)
    const id = lot.guid()
    const red = more.color === 'red' ? -1 : 1
    const row: InvoiceRow = { invoice_id: id, serial: `FP2026112${id.slice(0, 10)}`, color: 'blue', state: 'issued', asked_at: lot.now() - ago, buyer: masked(buyer), gross_fen: gross_fen * red, tax_fen: tax(gross_fen) * red, order_nos: [order_no], code: '044031900111', number: String(36_120_000 + invoices.length), pdf_url: 'https://fp.example.gov.cn/p/36120000.pdf', original_id: null, red_id: null, reversed: false, message: null, ...more }
    invoices.push({ row, person_id, reason: red < 0 ? '抬头有误' : null, remark: null, lines: [{ nature: 'normal', name: '*经营租赁*停车费', code: seller!.item_code, rate: seller!.rate, gross_fen: row.gross_fen, net_fen: row.gross_fen - row.tax_fen, tax_fen: row.tax_fen }] })
    return row
  }
  const company: Buyer = { kind: 'company', name: '深圳市莲花科技有限公司', tax_no: '91440300589001234X', address: null, phone: null, bank_account: null, mobile: '13800138000', email: 'finance@lotus.example.com', wechat_open_id: null, alipay_uid: null }
  const person: Buyer = { ...company, kind: 'individual', name: '王小明', tax_no: null, mobile: '13912345678', email: null }
  add('LD20261122143201', company, 3000, 5 * HOUR, {})
  add('LD20261122121501', person, 1800, 7 * HOUR, {})
  add('LD20261122110201', company, 6600, 2 * HOUR, { state: 'asked', code: null, number: null, pdf_url: null, message: message(901, 'unknown', '连接超时：20 秒内没有应答') })
  add('LD20261122101101', { ...person, name: '李雷' }, 1200, 3 * HOUR, { state: 'asked', code: null, number: null, pdf_url: null, message: message(902, 'refused', '购买方名称与税号不符') })
  add('LD20261122091101', person, 2400, 600_000, { state: 'asked', code: null, number: null, pdf_url: null, message: message(903, 'waiting', null) })
  const taken_back = add('LD20261121171101', company, 2400, 30 * HOUR, { reversed: true })
  const red = add('LD20261121171101', company, 2400, 26 * HOUR, { color: 'red', original_id: taken_back.invoice_id })
  taken_back.red_id = red.invoice_id
  const papers = new Map<string, number>()
  const find = (id: string) => invoices.find((one) => one.row.invoice_id === id) ?? refuse('not_found', '没有这张发票', 'There is no such invoice.', 'invoice_id')

  const first = street.owing()[2]
  if (first) {
    const who: CreditSubject = { kind: 'natural', name: '张三丰', id_kind: 'citizen_card', id_no: '440301199001011234' }
    reports.push({ report_id: lot.guid(), record_id: first.id, person_id: keep(null, who), subject: maskedSubject(who), state: 'proposed', information: information(first), owed_fen: first.owed_fen, proposed_at: lot.now() - 4 * HOUR, proposer: '客服', approver: null, message: null })
  }
  function information(stay: { space_no: string; vehicle: { plate: string } | null; owed_fen: number }): string {
    return `${stay.vehicle?.plate ?? '无牌'} 在福中三路泊位 ${stay.space_no} 停车未缴费，欠 ${yuan(stay.owed_fen)} 元，逾期未付。`
  }

  return {
    'invoice.seller': () => ({ seller }),
    'invoice.set_seller': (s) => {
      if (!/^[0-9A-Z]{15,20}$/.test(s.tax_no)) refuse('bad_field', '不符合要求：纳税人识别号为 15 至 20 位数字或大写字母', 'tax_no: 15 to 20 digits or capitals.', 'tax_no')
      seller = s
      return {}
    },
    'invoice.fetch_look': () => ({ under_way: true, received: 14_300, of_bytes: 24_576 }),
    'invoice.fetch_cancel': () => ({}),
    'invoice.stock': () => ({ left: 16 }),
    'invoice.list': ({ order_no }) => ({ rows: invoices.map((one) => one.row).filter((row) => !order_no || row.order_nos.includes(order_no)).sort((a, b) => b.asked_at - a.asked_at), more: false }),
    'invoice.detail': ({ invoice_id }) => {
      const { row, person_id, reason, remark, lines } = find(invoice_id)
      return { row, lines, seller: seller!, person_id, remark, reason, check_code: row.number ? '68124 55310 87342 10967' : null, issued_at: row.number ? '20261122143255' : null, qr_code: null, doubts: [], paper_at: papers.get(invoice_id) ?? null }
    },
    'invoice.fetch_pdf': ({ invoice_id }) => {
      if (!find(invoice_id).row.pdf_url) refuse('not_found', '平台没有给出 PDF 地址，请到开票平台下载', 'The platform gave no address of a PDF; look for it at the invoicing platform.', 'invoice_id')
      const fetched_now = !papers.has(invoice_id)
      if (fetched_now) papers.set(invoice_id, lot.now())
      return { place: `/data/invoices/${'0'.repeat(56)}${invoice_id.slice(0, 8)}.pdf`, sha256: '0'.repeat(64), bytes: 24_576, fetched_at: papers.get(invoice_id)!, fetched_now }
    },
    'invoice.issue': ({ request_id, order_nos, buyer, remark, accept_doubts }) => {
      const done = invoices.find((one) => one.row.invoice_id === request_id)
      if (done) return done.row
      if (!accept_doubts && buyer.tax_no && !buyer.tax_no.endsWith('X')) refuse('looks_wrong', '统一社会信用代码校验位不符，请再核对一次', 'The check digit of this code does not fit; look again.', 'buyer.tax_no')
      if (!seller) refuse('not_found', '尚未设置销售方开票资料，请由经理设置', 'Who sells is not set up yet; a manager must do that.', 'seller')
      order_nos.forEach((no, i) => {
        const before = invoices.find((one) => one.row.order_nos.includes(no) && one.row.state !== 'dropped' && !one.row.reversed && one.row.color === 'blue')
        if (before) refuse('already_invoiced', `该订单已开发票（流水号 ${before.row.serial}），如需重开请先红冲`, `The order has invoice ${before.row.serial} already; take that back first.`, `order_nos[${i}]`)
        if (![...lot.charges.values()].some((kept) => kept.charge.order_no === no)) refuse('not_found', `没有订单号 ${no} 的缴费`, `No payment has the order number ${no}.`, `order_nos[${i}]`)
      })
      const gross = [...lot.charges.values()].filter((kept) => order_nos.includes(kept.charge.order_no)).reduce((sum, kept) => sum + kept.charge.received_fen, 0)
      const row = add(order_nos[0]!, buyer, gross, 0, { invoice_id: request_id, order_nos, state: 'asked', code: null, number: null, pdf_url: null, message: message(904, 'waiting', null) })
      invoices.at(-1)!.remark = remark
      return row
    },
    'invoice.reverse': ({ request_id, invoice_id, reason }) => {
      needReason(reason)
      const blue = find(invoice_id)
      const buyer = people.get(blue.person_id)!.buyer!
      const row = add(blue.row.order_nos[0]!, buyer, blue.row.gross_fen, 0, { invoice_id: request_id, color: 'red', state: 'asked', code: null, number: null, pdf_url: null, original_id: invoice_id, message: message(905, 'waiting', null) })
      blue.row.red_id = row.invoice_id
      return row
    },
    'invoice.resolve': ({ invoice_id, made, reason }) => {
      needReason(reason)
      const { row } = find(invoice_id)
      Object.assign(row, made ? { state: 'issued', code: made.code, number: made.number, pdf_url: made.pdf_url } : { state: 'dropped' })
      return row
    },
    'credit.rules': () => ({ rules }),
    'credit.set_rules': (r) => {
      rules = r
      return {}
    },
    'credit.overdue': () => ({ rows: street.owing().filter((stay) => !reports.some((r) => r.record_id === stay.id && r.state !== 'withdrawn')).map((stay) => ({ record_id: stay.id, street: true, vehicle: stay.vehicle, place: stay.space_no, entered_at: stay.entered_at, left_at: stay.left_at!, owed_fen: stay.owed_fen, overdue_since: stay.left_at! + 30 * DAY, information: information(stay) })), next: null }),
    'credit.propose': ({ request_id, record_id, subject, accept_doubts }) => {
      if (!accept_doubts && subject.id_kind === 'citizen_card' && !/^\d{17}[\dX]$/.test(subject.id_no)) refuse('looks_wrong', '身份证号码应为 18 位，请再核对证件', 'A citizen card has 18 characters; look at it again.', 'subject.id_no')
      const stay = street.owing().find((s) => s.id === record_id) ?? refuse('not_found', '没有这笔欠费', 'There is no such debt.')
      const row: CreditRow = { report_id: request_id, record_id, person_id: keep(null, subject), subject: maskedSubject(subject), state: 'proposed', information: information(stay), owed_fen: stay.owed_fen, proposed_at: lot.now(), proposer: '经理', approver: null, message: null }
      reports.unshift(row)
      return row
    },
    'credit.approve': ({ report_id, approver }) => {
      const row = reports.find((r) => r.report_id === report_id) ?? refuse('not_found', '没有这份上报', 'There is no such report.')
      Object.assign(row, { approver: agree(approver), state: 'approved', message: { ...message(911, 'waiting', null), interface: '1301' } })
      return row
    },
    'credit.withdraw': ({ report_id, reason }) => {
      needReason(reason)
      Object.assign(reports.find((r) => r.report_id === report_id) ?? refuse('not_found', '没有这份上报', 'There is no such report.'), { state: 'withdrawn' })
      return {}
    },
    'credit.list': () => ({ rows: reports, more: false }),
    'person.show': ({ person_id }) => {
      const one = people.get(person_id) ?? refuse('not_found', '没有这个人的资料', 'Nothing is known of this person.')
      return { buyer: one.buyer, subject: one.subject, people: null, kept_at: one.kept_at, erased_at: one.erased_at, as_entered: true }
    },
    'person.erase': ({ person_id, reason }) => {
      needReason(reason)
      const one = people.get(person_id) ?? refuse('not_found', '没有这个人的资料', 'Nothing is known of this person.')
      if (invoices.some((i) => i.person_id === person_id && i.row.state === 'asked')) refuse('still_needed', '发票尚未开出或征信上报尚未完成，暂不能删除该个人资料', 'An invoice is not made yet, or a report not sent: the data is still needed.', 'person_id')
      Object.assign(one, { buyer: null, subject: null, erased_at: lot.now() })
      for (const i of invoices) if (i.person_id === person_id) i.row.buyer = null
      for (const r of reports) if (r.person_id === person_id) r.subject = null
      return {}
    },
  }
}
