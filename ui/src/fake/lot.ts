import type { BoardSnapshot } from '@/contract/BoardSnapshot'
import type { Candidate } from '@/contract/Candidate'
import type { Change } from '@/contract/Change'
import type { Charge } from '@/contract/Charge'
import type { ConnectorView } from '@/contract/ConnectorView'
import type { EventView } from '@/contract/EventView'
import type { FeeLine } from '@/contract/FeeLine'
import type { LaneView } from '@/contract/LaneView'
import type { Level } from '@/contract/Level'
import type { LinkView } from '@/contract/LinkView'
import type { MessageRow } from '@/contract/MessageRow'
import type { Notice } from '@/contract/Notice'
import type { ParkingRecord } from '@/contract/ParkingRecord'
import type { PlateColor } from '@/contract/PlateColor'
import type { Quote } from '@/contract/Quote'
import type { ReadFate } from '@/contract/ReadFate'
import type { ReadView } from '@/contract/ReadView'
import type { SpaceView } from '@/contract/SpaceView'
import type { Vehicle } from '@/contract/Vehicle'

const MINUTE = 60_000

/** A seeded draw, so that a picture of the screen can be made again. */
export function seeded(seed: number) {
  let s = seed >>> 0
  return () => {
    s = (s + 0x6d2b79f5) >>> 0
    let t = Math.imul(s ^ (s >>> 15), 1 | s)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A believable lot for development: cars come, stay, pay and leave. It keeps the contract's shapes and none of the engine's promises. */
export class FakeLot {
  readonly random: () => number
  now = () => Date.now()
  notice_no = 100
  seq = 4200
  spaces: SpaceView[] = []
  areas = [
    { code: 'B1', name: '负一层', total: 160, used: 0, reserved: 0 },
    { code: 'B2', name: '负二层', total: 140, used: 0, reserved: 0 },
  ]
  lanes: LaneView[]
  events: EventView[] = []
  links: LinkView[]
  records = new Map<string, ParkingRecord>()
  charges = new Map<string, { charge: Charge; change_fen: number }>()
  messages: MessageRow[] = []
  pictures = new Map<string, { plate: string | null; color: string; at: number; body: string; front: boolean }>()
  /** The charging connectors as they are now. */
  chargers: () => ConnectorView[] = () => []
  /** Lets current flow, and says where it did. */
  charge: () => ConnectorView[] = () => []
  /** Lets the garages move, and tells of it. */
  garages: () => void = () => {}
  private hear: (notice: Notice) => void = () => {}

  constructor(seed = 7, spaces_per_area?: number) {
    this.random = seeded(seed)
    const now = this.now()
    if (spaces_per_area) for (const area of this.areas) area.total = spaces_per_area
    for (const area of this.areas) {
      for (let i = 1; i <= area.total; i++) {
        const draw = this.random()
        const state = draw < 0.54 ? 'taken' : draw < 0.95 ? 'free' : draw < 0.98 ? 'reserved' : 'unknown'
        this.spaces.push({ space_no: `${area.code}${String(i).padStart(4, '0')}`, label: `${area.code}-${String(i).padStart(3, '0')}`, area: area.code, state })
        if (state === 'taken') area.used++
      }
    }
    const lane = (code: string, name: string, kind: 'entry' | 'exit'): LaneView => ({ id: this.guid(), code, name, kind, gate: 'closed', service: { state: 'normal', comment: '' }, devices: [], reads: [], waiting: null })
    this.lanes = [lane('in-1', '入口1', 'entry'), lane('in-2', '入口2', 'entry'), lane('out-1', '出口1', 'exit'), lane('out-2', '出口2', 'exit')]
    this.links = [{ platform: 'city', state: 'up', since: now - 3 * 3600_000, last_error: null, waiting: 0, needs_person: 0, oldest: null }]
    for (let i = 0; i < 60; i++) this.enter(this.lanes[i % 2]!, now - Math.floor(this.random() * 420) * MINUTE - 9 * MINUTE, true)
    for (let i = 0; i < 9; i++) {
      this.enter(this.lanes[i % 2]!, now - (9 - i) * 50_000)
      if (i % 2) this.leaveFree(this.lanes[2 + (i % 4 === 1 ? 0 : 1)]!, now - (9 - i) * 50_000 + 20_000)
    }
  }

  guid(): string {
    let out = ''
    for (let i = 0; i < 32; i++) out += '0123456789ABCDEF'[Math.floor(this.random() * 16)]
    return out
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)]!
  }

  vehicle(): Vehicle {
    const digit = () => this.pick([...'0123456789'])
    const any = () => this.pick([...'0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'])
    const home = this.random() < 0.8 ? '粤B' : this.pick(['粤S', '湘A', '赣C', '桂A', '粤A'])
    const draw = this.random()
    let plate: string
    let plate_color: PlateColor
    if (draw < 0.35) {
      plate = `${home}${this.pick(['D', 'F', 'A'])}${any()}${digit()}${digit()}${digit()}${digit()}`
      plate_color = 'green'
    } else if (draw < 0.42) {
      plate = `${home}${digit()}${digit()}${digit()}${digit()}${digit()}`
      plate_color = 'yellow'
    } else {
      plate = `${home}${digit()}${any()}${digit()}${digit()}${any()}`
      plate_color = 'blue'
    }
    return { plate, plate_color, car_color: this.pick(['白', '黑', '灰', '银', '蓝', '红']), car_logo: this.pick(['比亚迪', '大众', '丰田', '特斯拉', '广汽埃安', '本田']), class: plate_color === 'yellow' ? 'large' : 'small', tag: null }
  }

  picture(v: Vehicle | null, at: number, front: boolean): string {
    const id = this.guid()
    const bodies: Record<string, string> = { 白: '#e9edf0', 黑: '#2b2f35', 灰: '#7c858e', 银: '#b9c1c8', 蓝: '#345d91', 红: '#9c3530' }
    this.pictures.set(id, { plate: v?.plate ?? null, color: v?.plate_color ?? 'blue', at, body: bodies[v?.car_color ?? '灰'] ?? '#7c858e', front })
    return id
  }

  read(lane: LaneView, v: Vehicle | null, at: number, fate: ReadFate): ReadView {
    const view: ReadView = { read_id: this.guid(), at, vehicle: v, confidence: v ? 86 + Math.floor(this.random() * 14) : 12, picture_id: this.picture(v, at, lane.kind === 'entry'), fate, standing: v ? (this.random() < 0.2 ? 'lease' : 'temporary') : null }
    lane.reads = [view, ...lane.reads].slice(0, 5)
    return view
  }

  event(kind: string, level: Level, at: number, plate: string | null, lane: LaneView | null, record_id: string | null, words: Record<string, string> = {}): EventView {
    const event: EventView = { seq: ++this.seq, at, level, kind, plate, lane_id: lane?.id ?? null, record_id, words }
    this.events = [event, ...this.events].slice(0, 200)
    return event
  }

  enter(lane: LaneView, at: number, quiet = false): ParkingRecord {
    const v = this.vehicle()
    const read = quiet ? null : this.read(lane, v, at, 'entered')
    const record: ParkingRecord = {
      id: this.guid(), vehicle: v, standing: read?.standing ?? 'temporary', area: this.pick(['B1', 'B2']), entered_at: at, entry_lane: lane.id, entry_picture: read?.picture_id ?? this.picture(v, at, true),
      left_at: null, exit_lane: null, exit_picture: null, state: 'inside', record_type: 'normal', receivable_fen: 0, discount_fen: 0, received_fen: 0, share_id: null,
    }
    this.records.set(record.id, record)
    if (!quiet) this.event('car_entered', 'info', at, v.plate, lane, record.id)
    this.message('5004', record.id, at)
    return record
  }

  message(id: string, own_id: string, at: number) {
    const open = this.links[0]?.state !== 'up'
    this.messages.push({
      no: this.messages.length + 1, platform: 'city', interface: id, own_id, rank: id === '5003' ? 'snapshot' : 'record', state: open ? 'waiting' : 'accepted', queued_at: at, attempts: open ? (this.messages.length % 3 === 0 ? 4 : 0) : 1, last_at: at + 300,
      last_outcome: open ? { kind: 'not_sent', why: '连接被拒绝 127.0.0.1:8443' } : { kind: 'accepted' }, next_at: open ? this.now() + 8000 : null, problem: null, behind: null,
    })
    if (open && this.links[0]) {
      this.links[0].waiting++
      this.links[0].oldest ??= at
    }
  }

  leaveFree(lane: LaneView, at: number) {
    const record = [...this.records.values()].find((r) => r.state === 'inside' && r.standing === 'lease') ?? [...this.records.values()].find((r) => r.state === 'inside')
    if (!record) return
    const read = this.read(lane, record.vehicle, at, 'left')
    this.close(record, lane, at, read.picture_id)
  }

  close(record: ParkingRecord, lane: LaneView, at: number, picture: string | null) {
    Object.assign(record, { state: 'left', left_at: at, exit_lane: lane.id, exit_picture: picture })
    this.event('car_left', 'info', at, record.vehicle.plate, lane, record.id)
    this.message('5005', record.id, at)
  }

  quote(record: ParkingRecord, at = this.now()): Quote {
    const minutes = Math.ceil((at - record.entered_at) / MINUTE)
    const lines: FeeLine[] = []
    let fee_fen = 0
    const first_end = record.entered_at + 60 * MINUTE
    lines.push({ what: 'first_period', times: 1, each_fen: 600, amount_fen: 600, from: record.entered_at, to: Math.min(first_end, at) })
    fee_fen += 600
    if (minutes > 60) {
      const times = Math.ceil((minutes - 60) / 30)
      lines.push({ what: 'following_periods', times, each_fen: 200, amount_fen: times * 200, from: first_end, to: at })
      fee_fen += times * 200
    }
    if (fee_fen > 3000) {
      lines.push({ what: 'daily_cap', times: 1, each_fen: 3000 - fee_fen, amount_fen: 3000 - fee_fen, from: record.entered_at, to: at })
      fee_fen = 3000
    }
    const due_fen = Math.max(0, fee_fen - record.received_fen - record.discount_fen)
    return {
      record_id: record.id, vehicle: record.vehicle, standing: record.standing, entered_at: record.entered_at, entry_picture: record.entry_picture, priced_at: at, minutes, fee_fen, discount_fen: record.discount_fen, paid_fen: record.received_fen, deposit_fen: 0,
      due_fen, free_exit_until: null, lines, tariff: '商场临停',
    }
  }

  arriveAtExit(lane: LaneView, minutes?: number): ParkingRecord | null {
    const inside = [...this.records.values()].filter((r) => r.state === 'inside' && r.standing === 'temporary' && !this.lanes.some((l) => l.waiting?.quote?.record_id === r.id))
    const record = inside.length ? this.pick(inside) : null
    if (!record) return null
    const at = this.now() - 8_000
    if (minutes) record.entered_at = at - minutes * MINUTE
    const read = this.read(lane, record.vehicle, at, 'must_pay')
    read.standing = 'temporary'
    lane.waiting = { read, since: at, why: 'must_pay', quote: this.quote(record), control: null, lock: null, record_id: record.id, candidates: [] }
    return record
  }

  noEntry(lane: LaneView) {
    const like = [...this.records.values()].filter((r) => r.state === 'inside' && r.vehicle.plate.startsWith('粤B')).slice(0, 3)
    like[0]!.vehicle = { ...like[0]!.vehicle, plate: '粤BD12845', plate_color: 'green' }
    like[1]!.vehicle = { ...like[1]!.vehicle, plate: '粤B012345', plate_color: 'blue' }
    const seen: Vehicle = { ...like[0]!.vehicle, plate: '粤BD12345', plate_color: 'green' }
    const at = this.now() - 41_000
    const read = this.read(lane, seen, at, 'no_entry')
    const candidates: Candidate[] = like.map((r, i) => ({ record_id: r.id, vehicle: r.vehicle, entered_at: r.entered_at, entry_picture: r.entry_picture && this.picture(r.vehicle, r.entered_at, true), differences: [['8 ↔ 3'], ['0 ↔ D'], ['D ↔ 0', '8 ↔ 3']][i]! }))
    lane.waiting = { read, since: at, why: 'no_entry', quote: null, control: null, lock: null, record_id: null, candidates }
    this.event('no_entry', 'act', at, seen.plate, lane, null)
  }

  hold(lane: LaneView, why: ReadFate) {
    const v = why === 'no_plate' ? null : why === 'already_inside' ? [...this.records.values()].find((r) => r.state === 'inside')!.vehicle : this.vehicle()
    const at = this.now() - 95_000
    const read = this.read(lane, v, at, why)
    lane.waiting = { read, since: at, why, quote: null, control: null, lock: null, record_id: null, candidates: [] }
    const other = why === 'already_inside' ? [...this.records.values()].find((r) => r.state === 'inside') : undefined
    if (other) Object.assign(lane.waiting, { record_id: other.id, inside: { record_id: other.id, vehicle: other.vehicle, standing: other.standing, entered_at: other.entered_at, entry_lane: other.entry_lane, entry_picture: other.entry_picture, due_fen: this.quote(other).due_fen } })
    this.event(why === 'already_inside' ? 'same_plate' : why, why === 'refused_full' ? 'look' : 'act', at, v?.plate ?? null, lane, null)
  }

  /** A car at the exit whose owner locked it. */
  locked(lane: LaneView) {
    const record = [...this.records.values()].find((r) => r.state === 'inside' && r.standing === 'temporary')!
    const at = this.now() - 20_000
    const read = this.read(lane, record.vehicle, at, 'locked')
    lane.waiting = { read, since: at, why: 'locked', quote: this.quote(record), control: null, lock: { state: 'locked_by_owner', since: at - 3600_000, reason: null }, record_id: record.id, candidates: [] }
    this.event('held_locked', 'act', at, record.vehicle.plate, lane, record.id)
  }

  /** A car at the entry that a control list keeps out. */
  barred(lane: LaneView) {
    const v = this.vehicle()
    const at = this.now() - 20_000
    const read = this.read(lane, v, at, 'barred')
    lane.waiting = { read, since: at, why: 'barred', quote: null, control: { id: this.guid(), plate: v.plate, strategy: 'no_passage', begins_at: null, ends_at: at + 30 * 86_400_000, placed_by: '市交警局', from_city: true }, lock: null, record_id: null, candidates: [] }
    this.event('listed_barred', 'act', at, v.plate, lane, null)
  }

  counts() {
    const total = this.areas.reduce((n, a) => n + a.total, 0)
    const used = this.areas.reduce((n, a) => n + a.used, 0)
    return { total, used, open_to_all: Math.max(0, total - used - 12), reserved: 12 }
  }

  snapshot(): BoardSnapshot {
    return structuredClone({ notice_no: this.notice_no, lot_name: '福田中心停车场', demo: true, now: this.now(), counts: this.counts(), areas: this.areas, spaces: this.spaces, lanes: this.lanes, events: this.events.slice(0, 100), links: this.links, offers: [], chargers: this.chargers() })
  }

  listen(hear: (notice: Notice) => void) {
    this.hear = hear
  }

  tell(changes: Change[]) {
    this.hear(structuredClone({ no: ++this.notice_no, committed_at: this.now(), changes }))
  }

  tellLane(lane: LaneView, ...more: Change[]) {
    this.tell([{ kind: 'lane', lane }, { kind: 'counts', counts: this.counts(), areas: this.areas }, { kind: 'event', event: this.events[0]! }, ...this.links.map((link) => ({ kind: 'link' as const, link })), ...more])
  }

  flip(n: number) {
    const spaces = Array.from({ length: n }, () => {
      const space = this.pick(this.spaces)
      const area = this.areas.find((a) => a.code === space.area)!
      if (space.state === 'taken') {
        space.state = 'free'
        area.used--
      } else if (space.state === 'free') {
        space.state = 'taken'
        area.used++
      }
      return { space_no: space.space_no, state: space.state }
    })
    this.tell([{ kind: 'spaces', spaces }])
  }

  /** One small thing happens. */
  step() {
    const [in1, in2, out1, out2] = this.lanes as [LaneView, LaneView, LaneView, LaneView]
    const draw = this.random()
    this.flip(1 + Math.floor(this.random() * 2))
    this.tell([{ kind: 'chargers', chargers: this.charge() }])
    this.garages()
    if (draw < 0.4) {
      const lane = this.pick([in1, in2])
      lane.gate = 'open'
      this.enter(lane, this.now())
      this.tellLane(lane)
      setTimeout(() => {
        lane.gate = 'closed'
        this.tellLane(lane)
      }, 2500)
    } else if (draw < 0.6) {
      const lane = this.pick([out1, out2])
      if (!lane.waiting) {
        this.leaveFree(lane, this.now())
        this.tellLane(lane)
      }
    } else if (draw < 0.8) {
      const lane = this.pick([out1, out2])
      if (!lane.waiting && this.arriveAtExit(lane)) this.tellLane(lane)
    }
  }
}
