import { render } from '@testing-library/vue'
import { createPinia, setActivePinia } from 'pinia'
import { nextTick, type Component } from 'vue'

import type { BoardSnapshot } from '@/contract/BoardSnapshot'
import type { LaneView } from '@/contract/LaneView'
import type { Notice } from '@/contract/Notice'
import type { Permission } from '@/contract/Permission'
import type { Quote } from '@/contract/Quote'
import type { Refusal } from '@/contract/Refusal'
import { setHost, type CommandName, type EngineState, type Host, type Reply, type Request } from '@/host'
import { i18n } from '@/i18n'
import { useSession } from '@/stores/session'

/** A moment by hand: 2026-11-22 14:32:07 in China. */
export const NOW = Date.UTC(2026, 10, 22, 6, 32, 7)

export type Handlers = { [N in CommandName]?: (request: Request<N>) => Reply<N> | Promise<Reply<N>> }

/** A host that answers what the test says and keeps what it was asked. */
export class MockHost implements Host {
  asked: Array<{ token: string | null; name: string; request: unknown }> = []
  notice: (notice: Notice) => void = () => {}
  engine: (state: EngineState) => void = () => {}

  constructor(public handlers: Handlers = {}) {}

  async call<N extends CommandName>(token: string | null, name: N, request: Request<N>): Promise<Reply<N>> {
    this.asked.push({ token, name, request: JSON.parse(JSON.stringify(request)) })
    const handler = this.handlers[name] as ((request: Request<N>) => Reply<N> | Promise<Reply<N>>) | undefined
    if (!handler) throw { code: 'unknown_command', zh: `没有命令 ${name}`, en: `no command ${name}` } satisfies Refusal
    return handler(request)
  }

  async onNotice(hear: (notice: Notice) => void) {
    this.notice = hear
    return () => (this.notice = () => {})
  }

  async onEngine(hear: (state: EngineState) => void) {
    this.engine = hear
    return () => (this.engine = () => {})
  }

  requests<N extends CommandName>(name: N): Array<Request<N>> {
    return this.asked.filter((a) => a.name === name).map((a) => a.request as Request<N>)
  }
}

export const ALL: Permission[] = ['open', 'look', 'report_read', 'work_lane', 'take_payment', 'approve', 'resend', 'manage']

export function begin(handlers: Handlers, permissions: Permission[] | null = ALL): MockHost {
  setActivePinia(createPinia())
  i18n.global.locale.value = 'zh-CN'
  const host = new MockHost(handlers)
  setHost(host)
  if (permissions) useSession().enter({ token: 'T', name: '陈晓', role: 'attendant', permissions })
  return host
}

export function show(component: Component, props: Record<string, unknown> = {}) {
  return render(component, { props, global: { plugins: [i18n] } })
}

export function quote(due_fen: number, more: Partial<Quote> = {}): Quote {
  return {
    record_id: 'REC1', vehicle: { plate: '粤BD12345', plate_color: 'green', car_color: '白', car_logo: null, class: 'small', tag: null }, standing: 'temporary', entered_at: NOW - 192 * 60_000, entry_picture: null, priced_at: NOW, minutes: 192,
    fee_fen: due_fen, discount_fen: 0, paid_fen: 0, deposit_fen: 0, due_fen, free_exit_until: null, lines: [{ what: 'first_period', times: 1, each_fen: due_fen, amount_fen: due_fen, from: NOW - 192 * 60_000, to: NOW }], tariff: '商场临停', ...more,
  }
}

export function lane(code: string, kind: 'entry' | 'exit', more: Partial<LaneView> = {}): LaneView {
  return { id: `ID-${code}`, code, name: kind === 'exit' ? `出口${code.at(-1)}` : `入口${code.at(-1)}`, kind, gate: 'closed', service: { state: 'normal', comment: '' }, devices: [], reads: [], waiting: null, ...more }
}

/** A lane with a car that must pay. */
export function owing(code: string, due_fen: number, more: Partial<Quote> = {}, since = NOW): LaneView {
  const q = quote(due_fen, more)
  return lane(code, 'exit', { waiting: { since, why: 'must_pay', quote: q, control: null, lock: null, record_id: q.record_id, candidates: [], read: { read_id: `READ-${q.record_id}`, at: since, vehicle: q.vehicle, confidence: 99, picture_id: null, fate: 'must_pay', standing: 'temporary' } } })
}

export function snapshot(lanes: LaneView[], more: Partial<BoardSnapshot> = {}): BoardSnapshot {
  return {
    notice_no: 10, lot_name: '试验车场', demo: false, now: NOW, counts: { total: 300, used: 172, open_to_all: 128, reserved: 0 }, areas: [{ code: 'B1', name: '负一层', total: 300, used: 172, reserved: 0 }], spaces: [], lanes, events: [], offers: [],
    links: [{ platform: 'city', state: 'up', since: NOW, last_error: null, waiting: 0, needs_person: 0, oldest: null }], ...more,
  }
}

export function refusal(code: Refusal['code'], zh = '不行', en = 'No.'): Refusal {
  return { code, zh, en }
}

export async function settle(times = 6) {
  for (let i = 0; i < times; i++) {
    await Promise.resolve()
    await nextTick()
  }
}

export function press(key: string, more: KeyboardEventInit = {}): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more })
  ;(document.activeElement ?? document.body).dispatchEvent(event)
  return event
}
