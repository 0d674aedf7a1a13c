import type { CurrentTariff } from '@/contract/CurrentTariff'
import type { TriedFee } from '@/contract/TriedFee'
import type { InterfaceRow } from '@/contract/InterfaceRow'
import type { InboxRow } from '@/contract/InboxRow'
import type { MessageDetail } from '@/contract/MessageDetail'
import type { NamedRole } from '@/contract/NamedRole'
import type { Notice } from '@/contract/Notice'
import type { Paid } from '@/contract/Paid'
import type { Permission } from '@/contract/Permission'
import type { Platform } from '@/contract/Platform'
import type { Refusal } from '@/contract/Refusal'
import type { SelfTestReport } from '@/contract/SelfTestReport'
import type { SelfTestStepKind } from '@/contract/SelfTestStepKind'
import type { SignedIn } from '@/contract/SignedIn'

import { FakeLot } from './fake/lot'
import { PIN, refuse, type Answers } from './fake/answers'
import { billingAnswers } from './fake/desks/billing'
import { carsAnswers } from './fake/desks/cars'
import { fakeCharging } from './fake/desks/charging'
import { etcpAnswers } from './fake/desks/etcp'
import { exceptionAnswers } from './fake/desks/exceptions'
import { fakeGarages } from './fake/desks/garage'
import { listsAnswers } from './fake/desks/lists'
import { merchantAnswers } from './fake/desks/merchants'
import { paymentAnswers } from './fake/desks/payment'
import { reconcileAnswers } from './fake/desks/reconcile'
import { alarmAnswers } from './fake/desks/alarms'
import { attachAnswers } from './fake/desks/attach'
import { shiftAnswers } from './fake/desks/shift'
import { fakeService } from './fake/desks/service'
import { setupAnswers } from './fake/desks/setup'
import { fakeStreet } from './fake/desks/street'
import { reportsAnswers } from './fake/desks/reports'
import { violationAnswers } from './fake/desks/violations'
import { drawCar } from './fake/pictures'
import { stage } from './fake/scenes'
import { setHost, type CommandName, type EngineState, type Host, type Reply, type Request } from './host'
import { newGuid } from './lib/guid'
import { yuan } from './lib/money'
import { clock, day } from './lib/time'
import { useNav, type Screen } from './stores/nav'
import { usePrefs } from './stores/prefs'
import { useSession } from './stores/session'

/*
 * The engine's stand-in while developing in a browser. `?scene=` exit, offline, noentry, inside, full, noplate, first,
 * down, unknown, big; `speed=0` stands still; `as=manager`, `screen=`, `attached=HOST:PORT`, `lang=en`, `theme=dark` and `press=F4,…` for pictures.
 */

const PERMISSIONS: Record<string, Permission[]> = {
  manager: ['open', 'look', 'report_read', 'work_lane', 'take_payment', 'approve', 'resend', 'invoice', 'credit', 'repair', 'violations', 'etcp', 'manage'],
  attendant: ['open', 'look', 'work_lane', 'take_payment', 'resend', 'invoice', 'etcp'],
  clerk: ['open', 'look', 'resend', 'invoice', 'credit', 'repair', 'violations', 'etcp'],
}
const TOML = `# 商场临停：15 分钟内免费；首小时 6 元，之后每半小时 2 元；每日封顶 30 元
name = "商场临停"

[[rates]]
classes = ["small", "medium"]
free_minutes = 15
first_minutes = 60
first_yuan = "6.00"
following_minutes = 30
following_yuan = "2.00"
daily_cap_yuan = "30.00"

[[rates]]
classes = ["large"]
free_minutes = 15
first_minutes = 60
first_yuan = "12.00"
following_minutes = 30
following_yuan = "4.00"
daily_cap_yuan = "60.00"
`

export class FakeHost implements Host {
  readonly people: NamedRole[] = [
    { name: '值班员', role: 'attendant' },
    { name: '夜班', role: 'attendant' },
    { name: '经理', role: 'manager' },
    { name: '客服', role: 'clerk' },
  ]
  needs_manager = false
  delay_ms = 30
  lose_payments = 0
  private paid = new Map<string, Paid>()
  private wrong_pins = new Map<string, number>()
  private engine: (state: EngineState) => void = () => {}
  private test: SelfTestReport | null = null

  private readonly desks: Answers

  constructor(readonly lot: FakeLot, private readonly place: string | null = null) {
    const street = fakeStreet(lot)
    const charging = fakeCharging(lot)
    lot.chargers = charging.connectors
    lot.charge = charging.step
    const garages = fakeGarages(lot)
    lot.garages = garages.step
    const service = fakeService(lot)
    const billing = billingAnswers(lot, street)
    this.desks = { ...carsAnswers(lot), ...listsAnswers(lot), ...paymentAnswers(lot, (request_id, record_id, lane_id, received_fen) => this.pay(request_id, record_id, lane_id, received_fen, null)), ...reconcileAnswers(lot), ...merchantAnswers(lot), ...street.answers, ...billing, ...service.answers, ...charging.answers, ...garages.answers, ...reportsAnswers(lot), ...shiftAnswers(lot), ...alarmAnswers(lot), ...violationAnswers(lot), ...etcpAnswers(lot), ...setupAnswers(lot), ...exceptionAnswers(lot), ...attachAnswers(lot, this.place !== null) }
    const person = billing['person.show']!
    this.desks['person.show'] = (asked) => {
      const people = service.person(asked.person_id)
      return people ? { buyer: null, subject: null, people, kept_at: lot.now(), erased_at: null, as_entered: true } : person(asked)
    }
  }

  onNotice(hear: (notice: Notice) => void) {
    this.lot.listen(hear)
    return Promise.resolve(() => this.lot.listen(() => {}))
  }

  onEngine(hear: (state: EngineState) => void) {
    this.engine = hear
    return Promise.resolve(() => {})
  }

  attachedTo() {
    return Promise.resolve(this.place)
  }

  /** Four seconds for a report, however large. */
  async saveReport(_token: string | null, no: number, _repairs: boolean, hear: (bytes: number, of_bytes: number) => void) {
    for (let part = 0; part <= 40; part++) {
      hear(part * 2_100, 84_000)
      await new Promise((resolve) => setTimeout(resolve, 100))
      if (this.not_wanted === no) refuse('not_possible_now', '已取消传输，没有留下文件', 'The transfer was cancelled; no file was left.')
    }
    return ['C:\\Users\\经理\\AppData\\Local\\lotdesk\\reports\\收费日报_2026-11-01_2026-11-22.xlsx']
  }

  private not_wanted = 0
  cancelSaving(no: number) {
    this.not_wanted = no
    return Promise.resolve()
  }

  tellEngine(state: EngineState) {
    this.engine(state)
  }

  signIn(name: string): SignedIn {
    const who = this.people.find((p) => p.name === name)!
    return { token: newGuid(), name, role: who.role, permissions: PERMISSIONS[who.role]! }
  }

  async call<N extends CommandName>(_token: string | null, name: N, request: Request<N>): Promise<Reply<N>> {
    await new Promise((resolve) => setTimeout(resolve, this.delay_ms))
    const answer = (this.answers[name] ?? this.desks[name]) as ((request: Request<N>) => Reply<N>) | undefined
    if (!answer) refuse('unknown_command', `没有命令 ${name}`, `There is no command ${name}.`)
    // As over the real door: nothing of the window's own objects gets in or out.
    return structuredClone(answer.call(this, JSON.parse(JSON.stringify(request))))
  }

  private toml = TOML
  private current(): CurrentTariff {
    const name = /^name = "(.+)"$/m.exec(this.toml)?.[1] ?? ''
    return { tariff: { name, rates: [], calendar: { holidays: [], workdays: [], weekends_are_holidays: false } }, toml: this.toml, since: this.lot.now() - 12 * 86_400_000 }
  }

  /** A self-test that has come so far. */
  private selfTest(done: number): SelfTestReport {
    const kinds: SelfTestStepKind[] = ['settings', 'address', 'secure', 'login', 'clock', 'refresh', 'report', 'tcp', 'downlink', 'logout']
    const step = (kind: SelfTestStepKind, i: number): SelfTestReport['steps'][number] => {
      const state = i < done ? 'passed' : i === done ? 'running' : 'waiting'
      return { kind, state, finding: i < done ? 'well' : null, zh: i < done ? '正常' : '', en: i < done ? 'Well.' : '', took_ms: i < done ? 30 + i * 7 : null }
    }
    return { no: 1, platform: 'city', address: 'https://city.example.gov.cn/api/1.0', begun_at: this.lot.now(), ended_at: null, verdict: done < kinds.length ? 'running' : 'passed', steps: kinds.map(step) }
  }

  private lane(id: string) {
    return this.lot.lanes.find((lane) => lane.id === id) ?? refuse('no_such_lane', '没有这个车道', 'There is no such lane.')
  }

  private received(): InboxRow[] {
    const at = this.lot.now()
    const one = (no: number, more: Partial<InboxRow>): InboxRow => ({ no, platform: 'city', interface: '6005', transport: 'https', peer: '192.0.2.1', at: at - (9 - no) * 67_000, state: 'done', reason: null, words: '成功', answered_at: at - (9 - no) * 67_000 + 9, repeats: 0, dropped: false, ...more })
    return [one(8, {}), one(7, { transport: 'tcp', peer: 'city.example.gov.cn:9000', repeats: 2 }), one(6, { interface: '6003', state: 'declined', words: '4001 车辆不在场内' }), one(5, { state: 'refused', reason: 'no_token', words: '3002 访问令牌错误', answered_at: null, peer: '192.0.2.9' })]
  }

  private record(id: string) {
    return this.lot.records.get(id) ?? refuse('not_found', '没有这条停车记录', 'There is no such record.')
  }

  private pay(request_id: string, record_id: string, lane_id: string | null, received_fen: number, reason: string | null): Paid {
    const first = this.paid.get(request_id)
    if (first) return first
    const record = this.record(record_id)
    const due_fen = this.lot.quote(record).due_fen
    const at = this.lot.now()
    const free = reason !== null
    const paid: Paid = { charge_id: request_id, change_fen: free ? 0 : received_fen - due_fen, left: lane_id !== null, gate_command_id: lane_id ? newGuid() : null }
    this.paid.set(request_id, paid)
    record.receivable_fen += due_fen
    if (free) record.discount_fen += due_fen
    else record.received_fen += due_fen
    this.lot.charges.set(request_id, {
      change_fen: paid.change_fen,
      charge: { id: request_id, order_no: `LD${at}`, record_id, paid_at: at, receivable_fen: due_fen, discount_fen: free ? due_fen : 0, received_fen: free ? 0 : due_fen, pay_type: free ? 'other' : 'cash', pay_from: '线下缴费' },
    })
    this.lot.message('5008', request_id, at)
    if (lane_id) {
      const lane = this.lane(lane_id)
      this.lot.event(free ? 'released_free' : 'paid', free ? 'look' : 'info', at, record.vehicle.plate, lane, record_id, { amount: yuan(due_fen), reason: reason ?? '', approver: '经理', operator: '值班员' })
      this.lot.close(record, lane, at, lane.waiting?.read.picture_id ?? null)
      lane.waiting = null
      lane.gate = 'open'
      setTimeout(() => this.lot.tellLane(lane), 20)
      setTimeout(() => {
        lane.gate = 'closed'
        this.lot.tellLane(lane)
      }, 3000)
    }
    return paid
  }

  private readonly answers: Answers = {
    'operator.first_start': () => ({ needs_manager: this.needs_manager, demo: !this.needs_manager, names: this.needs_manager ? [] : this.people, demo_pin: this.needs_manager ? null : PIN }),
    'operator.create_first_manager': ({ name }) => {
      this.needs_manager = false
      this.people.unshift({ name, role: 'manager' })
      return this.signIn(name)
    },
    'operator.sign_in': ({ name, pin }) => {
      const wrong = this.wrong_pins.get(name) ?? 0
      if (wrong >= 5 || (pin !== PIN && wrong === 4)) {
        this.wrong_pins.set(name, 5)
        throw { code: 'locked_out', wait_s: 60, zh: 'PIN 连续输错，请 60 秒后再试', en: 'Too many wrong PINs; try again in 60 seconds.' } satisfies Refusal
      }
      if (pin !== PIN) {
        this.wrong_pins.set(name, wrong + 1)
        refuse('wrong_pin', '姓名或 PIN 不正确', 'The name or the PIN is wrong.')
      }
      this.wrong_pins.delete(name)
      return this.signIn(name)
    },
    'operator.sign_out': () => ({}),
    'operator.list': () => ({ operators: this.people }),
    'operator.create': ({ name, role }) => {
      this.people.push({ name, role })
      return {}
    },
    'board.snapshot': () => this.lot.snapshot(),
    'lane.open_by_hand': ({ lane_id, reason }) => {
      const lane = this.lane(lane_id)
      lane.gate = 'open'
      this.lot.event('opened_by_hand', 'look', this.lot.now(), null, lane, null, { reason })
      this.lot.tellLane(lane)
      return { gate_command_id: newGuid(), expires_at: this.lot.now() + 10_000 }
    },
    'lane.dismiss': ({ lane_id, reason }) => {
      const lane = this.lane(lane_id)
      this.lot.event('waiting_dismissed', 'look', this.lot.now(), lane.waiting?.read.vehicle?.plate ?? null, lane, null, { reason })
      lane.waiting = null
      this.lot.tellLane(lane)
      return {}
    },
    'lane.admit': ({ lane_id }) => {
      const lane = this.lane(lane_id)
      lane.waiting = null
      const record = this.lot.enter(lane, this.lot.now())
      this.lot.tellLane(lane)
      return { fate: 'entered', open_gate: true, gate_command_id: newGuid(), record_id: record.id, screen: [], voice: '' }
    },
    'exit.quote': ({ record_id, at }) => this.lot.quote(this.record(record_id), at ?? undefined),
    'exit.pay_cash': ({ request_id, record_id, lane_id, received_fen, due_fen }) => {
      if (!this.paid.has(request_id)) {
        const due = this.lot.quote(this.record(record_id)).due_fen
        if (due !== due_fen) refuse('fee_changed', `应收已变为 ${yuan(due)} 元，请重新确认`, `${yuan(due)} yuan are due by now; confirm again.`, 'due_fen')
        if (received_fen < due) refuse('not_enough', '实收不足', 'Not enough.', 'received_fen')
      }
      if (this.lose_payments > 0) {
        this.lose_payments--
        throw new Error('the engine is gone')
      }
      return this.pay(request_id, record_id, lane_id, received_fen, null)
    },
    'exit.release_free': ({ request_id, record_id, lane_id, reason, approver }) => {
      if (approver?.pin !== PIN) refuse('wrong_pin', '第二人的姓名或 PIN 不对', 'The second person’s name or PIN is wrong.', 'approver')
      return this.pay(request_id, record_id, lane_id, 0, reason)
    },
    'exit.choose_entry': ({ lane_id, record_id }) => {
      const lane = this.lane(lane_id)
      const record = this.record(record_id)
      const quote = this.lot.quote(record)
      if (lane.waiting) lane.waiting = { ...lane.waiting, why: 'must_pay', quote, candidates: [] }
      this.lot.tellLane(lane)
      return { fate: 'must_pay', open_gate: false, gate_command_id: null, record_id, screen: [], voice: '' }
    },
    'exit.put_in_entry': ({ lane_id, plate, entered_at, reason }) => {
      const lane = this.lane(lane_id)
      const record = this.lot.enter(this.lot.lanes[0]!, entered_at, true)
      record.vehicle = { ...record.vehicle, plate }
      record.record_type = 'abnormal'
      this.lot.event('entry_put_in', 'look', this.lot.now(), plate, lane, record.id, { reason })
      if (lane.waiting) lane.waiting = { ...lane.waiting, why: 'must_pay', quote: this.lot.quote(record), candidates: [] }
      this.lot.tellLane(lane)
      return { fate: 'must_pay', open_gate: false, gate_command_id: null, record_id: record.id, screen: [], voice: '' }
    },
    'receipt.preview': ({ charge_id }) => {
      const kept = this.lot.charges.get(charge_id) ?? refuse('not_found', '没有这笔缴费', 'There is no such payment.')
      const record = this.record(kept.charge.record_id)
      const wide = (text: string) => [...text].reduce((n, c) => n + (c.charCodeAt(0) > 0xff ? 2 : 1), 0)
      const row = (a: string, b: string) => a + ' '.repeat(Math.max(1, 32 - wide(a) - wide(b))) + b
      return {
        columns: 32,
        picture: '<svg xmlns="http://www.w3.org/2000/svg"/>',
        lines: [
          '         福田中心停车场', '        停车费收据（样张）', '-'.repeat(32), row('车牌', record.vehicle.plate), row('入场', new Date(record.entered_at + 8 * 3600_000).toISOString().slice(0, 16).replace('T', ' ')),
          row('离场', new Date(kept.charge.paid_at + 8 * 3600_000).toISOString().slice(0, 16).replace('T', ' ')), row('应收', yuan(kept.charge.receivable_fen)), row('实收', yuan(kept.charge.received_fen + kept.change_fen)), row('找零', yuan(kept.change_fen)),
          '-'.repeat(32), row('收费员', '值班员'), row('单号', kept.charge.order_no), '',
        ],
      }
    },
    'record.search': ({ plate, state, limit }) => {
      const rows = [...this.lot.records.values()]
        .filter((r) => r.vehicle.plate.includes(plate) && (!state || r.state === state))
        .sort((a, b) => b.entered_at - a.entered_at)
        .slice(0, limit || 50)
        .map(({ id, vehicle, standing, state: s, area, entered_at, left_at, received_fen }) => ({ id, vehicle, standing, state: s, area, entered_at, left_at, received_fen }))
      return { rows, stays: [], more: false }
    },
    'outbox.list': ({ open_only, limit }) => {
      const rows = open_only ? this.lot.messages.filter((m) => m.state !== 'accepted' && m.state !== 'replaced') : [...this.lot.messages].reverse()
      return { rows: rows.slice(0, limit || 50), more: rows.length > (limit || 50) }
    },
    'outbox.detail': ({ no }) => {
      const row = this.lot.messages.find((m) => m.no === no) ?? refuse('not_found', '没有这条消息', 'There is no such message.')
      const record = this.lot.records.get(row.own_id)
      const detail: MessageDetail = {
        row,
        body: `{"chargingTime":0,"entryTime":1795405200,"id":"${row.own_id}","parkCode":"44030400100101000010","parkingFee":20.00,"vehicleInfo":{"plateNo":"${record?.vehicle.plate ?? '粤B12345'}","plateColor":"${record?.vehicle.plate_color ?? 'blue'}","eidEquiped":false}}`,
        attempts: Array.from({ length: row.attempts }, (_, i) => ({ at: row.queued_at + i * 15_000, took_ms: row.last_outcome?.kind === 'accepted' ? 84 : 20_000, outcome: row.last_outcome })),
      }
      return detail
    },
    'outbox.resend': ({ no }) => {
      const row = this.lot.messages.find((m) => m.no === no)
      if (row) Object.assign(row, { state: 'waiting' })
      return {}
    },
    'outbox.resend_all': () => ({ count: this.lot.messages.filter((m) => m.state === 'refused').length }),
    'tariff.current': () => this.current(),
    'tariff.try': ({ entered_at, left_at }) => {
      const record = { ...[...this.lot.records.values()][0]!, entered_at, received_fen: 0, discount_fen: 0 }
      const q = this.lot.quote(record, left_at)
      return { fee_fen: q.fee_fen, minutes: q.minutes, lines: q.lines, coupons: [], due_fen: q.fee_fen } satisfies TriedFee
    },
    'tariff.history': () => ({ rows: [{ id: 2, name: '商场临停', from: this.lot.now() - 12 * 86_400_000, set_at: this.lot.now() - 12 * 86_400_000, state: 'in_force' }] }),
    'tariff.export': () => ({ file_name: 'tariff.toml', toml: TOML }),
    'tariff.load': ({ toml }) => {
      const name = /^name = "(.+)"$/m.exec(toml)?.[1]
      if (name && !/^(?:following|first)_minutes = 0/m.test(toml) && name !== '商场临停') {
        this.toml = toml
        return this.current()
      }
      return refuse('bad_tariff', '收费标准有误（rates[1].first_minutes）：首时段须大于 0 分钟', 'Tariff: rates[1].first_minutes: the first period must be longer than 0 minutes.', 'rates[1].first_minutes')
    },
    'system.interfaces': () => {
      const sizes: Array<[Platform, number]> = [['city', 52], ['charging', 8], ['etcp', 12], ['docloud', 29], ['repair', 2], ['autox3', 1]]
      const rows: InterfaceRow[] = sizes.flatMap(([platform, n]) =>
        Array.from({ length: n }, (_, i) => ({ platform, id: platform === 'city' ? String(5001 + i) : `${platform}-${i + 1}`, name: 'interface', transport: 'https', direction: 'up', source: `6.${i}`, implemented: platform === 'city' && i < 14, exercised: platform === 'city' && i < 8 ? this.lot.now() - i * 60_000 : null })),
      )
      return { rows }
    },
    'inbox.list': () => ({ rows: this.received(), more: false }),
    'inbox.detail': ({ no }) => {
      const row = this.received().find((r) => r.no === no) ?? refuse('not_found', '没有这条消息', 'There is no such message.')
      const data = row.interface === '6005' ? '[{"parkCode":"44030400100101000101","plateNo":"B12"}]' : '[{"id":"C78E319DAB604A268842ACF164774592","lockFlag":0,"parkCode":"44030400100101000101","plateNo":"粤B12345"}]'
      return { row, body: `{"timestamp":1795400000,"sign":"59f5688227e06ae8059cba5286a700c95103353b","data":${data}}`, reply: row.state === 'refused' ? null : `{"resultCode":${row.state === 'done' ? 0 : 1},"resultMsg":"${row.words}","timestamp":1795400000,"data":[]}` }
    },
    'system.listener': () => ({
      listener: {
        base_url: 'https://127.0.0.1:8443', connections: 1, requests: 42, certificate: { source: 'self_made', sha256: Array.from({ length: 32 }, (_, i) => ((i * 37 + 11) % 256).toString(16).padStart(2, '0').toUpperCase()).join(':'), file: 'callback-certificate.pem' },
        paths: [{ platform: 'city', url: 'https://127.0.0.1:8443/city', told: 'https://lot.example.com:8443/city' }],
        refusals: [{ platform: 'city', reason: 'no_token', count: 3, last_at: this.lot.now(), last_from: '192.0.2.9' }],
      },
    }),
    'config.state': () => ({
      file: '/home/lot/lotdesk/lotdesk.toml',
      since: this.lot.now() - 3 * 3_600_000,
      rows: [
        { key: 'platforms.city.base_url', value: '"https://city.example.gov.cn/api/1.0"', source: 'lotdesk.toml, line 12' },
        { key: 'platforms.city.sign_algorithm', value: '"sha1"', source: 'default' },
        { key: 'platforms.city.user_id', value: '"account"', source: 'lotdesk.toml, line 13' },
      ],
      secrets: [{ name: 'city.des_key', set: true }, { name: 'city.password', set: true }],
      refused: null,
      at_next_start: [],
    }),
    'config.reload': () => ({ changed: [], begun_anew: [], at_next_start: [] }),
    'selftest.city': () => (this.test = this.selfTest(0)),
    'selftest.look': () => (this.test ? (this.test = this.selfTest(this.test.steps.filter((s) => s.state === 'passed').length + 1)) : refuse('not_found', '还没有做过自检', 'No self-test has been made since the engine started.')),
    'selftest.cancel': () => ({}),
    'system.health': () => ({ version: '0.1.0', now: this.lot.now(), journal_head: this.lot.seq, journal_hash: '9f2c41d07b5ae3816c04f2be97d13a55e08b76c1f4429ad30b6e7718c25fd940', demo: true }),
    'picture.get': ({ picture_id }) => {
      const p = this.lot.pictures.get(picture_id) ?? refuse('not_found', '没有这张图片', 'There is no such picture.')
      const hour = new Date(p.at + 8 * 3600_000).getUTCHours()
      const svg = drawCar(p.plate, p.color, `${day(p.at)} ${clock(p.at)}`, hour < 6 || hour > 18, p.body, p.front)
      return { media_type: 'image/svg+xml', base64: btoa(String.fromCharCode(...new TextEncoder().encode(svg))) }
    },
  }
}

export async function startFake() {
  const q = new URLSearchParams(location.search)
  const scene = q.get('scene') ?? ''
  const lot = new FakeLot(7, scene === 'big' ? 2500 : undefined)
  const fake = new FakeHost(lot, q.get('attached'))
  stage(scene, fake)
  setHost(fake)
  const prefs = usePrefs()
  if (q.get('theme')) prefs.theme = q.get('theme') as 'light' | 'dark'
  if (q.get('lang')) prefs.language = q.get('lang') as 'en' | 'zh-CN'
  const role = q.get('as')
  const who = fake.people.find((p) => p.role === role)
  if (who) useSession().enter(fake.signIn(who.name))
  if (q.get('screen')) useNav().go(q.get('screen') as Screen)
  const speed = Number(q.get('speed') ?? 1)
  if (speed > 0) setInterval(() => lot.step(), 1800 / speed)
  if (scene === 'big') setInterval(() => lot.flip(16), 16)
  const press = q.get('press')?.split(',').filter(Boolean) ?? []
  press.forEach((key, i) =>
    setTimeout(() => {
      const click = /^#(.+)$/.exec(key)
      if (click) {
        document.querySelector<HTMLElement>(`[data-testid="${click[1]}"]`)?.click()
        return
      }
      const target = document.activeElement ?? document.body
      const passed = target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
      if (passed && key.length === 1 && target instanceof HTMLInputElement) {
        target.value += key
        target.dispatchEvent(new Event('input', { bubbles: true }))
      }
    }, 900 + i * 220),
  )
}
