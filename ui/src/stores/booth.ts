import { defineStore } from 'pinia'
import { computed, reactive, ref, shallowRef, watch } from 'vue'

import type { LaneView } from '@/contract/LaneView'
import type { NamePin } from '@/contract/NamePin'
import type { Paid } from '@/contract/Paid'
import type { PayChannel } from '@/contract/PayChannel'
import type { PayCash } from '@/contract/PayCash'
import type { Quote } from '@/contract/Quote'
import type { Ticket } from '@/contract/Ticket'
import type { Refusal } from '@/contract/Refusal'
import type { ReleaseFree } from '@/contract/ReleaseFree'
import { isRefusal, leavesOpen } from '@/host'
import { newGuid } from '@/lib/guid'
import { cleanAmount, parseYuan } from '@/lib/money'
import { ARM_MS } from '@/lib/secondPress'

import { useBoard } from './board'
import { useSession } from './session'

const CHECK_MS = 2_000
const REQUOTE_MS = 30_000
const STORE_KEY = 'lotdesk.unanswered'

export type Phase = 'asking' | 'paying' | 'unknown' | 'done'

type Sent = { kind: 'cash'; request: PayCash } | { kind: 'free'; request: ReleaseFree }

/** One car at one exit, from the amount shown to the change given back. */
export interface Work {
  lane_id: string
  record_id: string
  quote: Quote
  /** The amount that was on the screen before this one, until the attendant has seen the new one. */
  changed_from_fen: number | null
  /** One per shown amount: pressing twice is pressing once. */
  request_id: string
  received: string
  phase: Phase
  sent: Sent | null
  /** The sign-in by which it was sent, and by which its answer is asked for, whoever takes over the booth meanwhile. */
  by: string | null
  paid: Paid | null
  given_fen: number
  free: boolean
  /** The channel that took the money; null for cash. */
  channel: PayChannel | null
  trade_no: string | null
  refusal: Refusal | null
  armed_at: number
}

/** What went over the counter last. */
export interface LastPaid {
  plate: string
  due_fen: number
  received_fen: number
  change_fen: number
  charge_id: string
  free: boolean
}

export const useBooth = defineStore('booth', () => {
  const board = useBoard()
  const session = useSession()

  const works = reactive(new Map<string, Work>())
  const focus_id = ref<string | null>(null)
  const last = ref<LastPaid | null>(null)
  const tick = ref(0)
  /** A code that was just issued, until the driver has it. Here, since the car may have gone in, and its card with it, before the answer comes. */
  const ticket = shallowRef<Ticket | null>(null)
  let timers: Array<ReturnType<typeof setTimeout>> = []

  const exits = computed(() => board.lanes.filter((lane) => lane.kind === 'exit'))
  const entries = computed(() => board.lanes.filter((lane) => lane.kind === 'entry'))

  /** Lanes with a car that somebody must deal with: exits first, the longest waiting first. */
  const queue = computed(() =>
    board.lanes
      .filter((lane) => lane.waiting !== null || lane.stuck)
      .sort((a, b) => Number(b.kind === 'exit') - Number(a.kind === 'exit') || since(a) - since(b)),
  )

  /** Since when somebody waits there: before a gate that should have opened, or for a person. */
  function since(lane: LaneView): number {
    return lane.stuck?.commanded_at ?? lane.waiting?.since ?? 0
  }

  const focus = computed<LaneView | null>(() => board.lanes.find((lane) => lane.id === focus_id.value) ?? exits.value[0] ?? board.lanes[0] ?? null)
  const work = computed<Work | null>(() => (focus.value ? (works.get(focus.value.id) ?? null) : null))

  function later(ms: number, act: () => void) {
    timers.push(setTimeout(act, ms))
  }

  function newWork(lane: LaneView, quote: Quote): Work {
    return {
      lane_id: lane.id, record_id: quote.record_id, quote, changed_from_fen: null, request_id: newGuid(), received: '', phase: 'asking',
      sent: null, by: null, paid: null, given_fen: 0, free: false, channel: null, trade_no: null, refusal: null, armed_at: Date.now() + ARM_MS,
    }
  }

  /** Takes a fee that is newer than the one shown. A different amount is a new question: it wants a new confirmation. */
  function showQuote(w: Work, quote: Quote) {
    if (w.phase !== 'asking' || quote.priced_at < w.quote.priced_at) return
    if (quote.due_fen !== w.quote.due_fen) {
      w.changed_from_fen = w.changed_from_fen ?? w.quote.due_fen
      if (w.changed_from_fen === quote.due_fen) w.changed_from_fen = null
      w.request_id = newGuid()
      w.armed_at = Date.now() + ARM_MS
    }
    w.quote = quote
  }

  function sync() {
    for (const lane of board.lanes) {
      const w = works.get(lane.id)
      const quote = lane.kind === 'exit' && lane.waiting?.why === 'must_pay' ? lane.waiting.quote : null
      if (w && (w.phase === 'paying' || w.phase === 'unknown')) continue
      // The change stays until the attendant is done with it. Were the next car to take its place by itself, the Enter
      // that was meant for 'done' would take that car's money.
      if (w?.phase === 'done') continue
      if (!quote) {
        if (w) works.delete(lane.id)
      } else if (!w || w.record_id !== quote.record_id) {
        works.set(lane.id, newWork(lane, quote))
      } else {
        showQuote(w, quote)
      }
    }
    settleFocus()
  }

  /** The focus stays where there is work, and goes to the longest waiting when there is none. */
  function settleFocus() {
    const here = focus_id.value
    const lane = board.lanes.find((l) => l.id === here)
    if (lane && (lane.waiting || lane.stuck || works.has(lane.id))) return
    const held = [...works.keys()][0]
    const next = queue.value[0]?.id ?? held ?? null
    if (next) setFocus(next)
  }

  function setFocus(lane_id: string) {
    if (focus_id.value === lane_id) return
    focus_id.value = lane_id
    const w = works.get(lane_id)
    if (w) w.armed_at = Date.now() + ARM_MS
  }

  function stepFocus(by: 1 | -1) {
    const ids = queue.value.map((lane) => lane.id)
    for (const id of works.keys()) if (!ids.includes(id)) ids.push(id)
    if (!ids.length) return
    const at = ids.indexOf(focus_id.value ?? '')
    setFocus(ids[(at + by + ids.length) % ids.length]!)
  }

  /** What was handed over; the exact sum while nothing is typed. Null while it is no amount. */
  function receivedFen(w: Work): number | null {
    return w.received === '' ? w.quote.due_fen : parseYuan(w.received)
  }

  function changeFen(w: Work): number | null {
    const received = receivedFen(w)
    return received === null ? null : received - w.quote.due_fen
  }

  function type(w: Work, text: string) {
    if (w.phase !== 'asking') return
    w.received = cleanAmount(text)
    w.refusal = null
  }

  /** What the big button does now. */
  function canConfirm(w: Work): boolean {
    if (w.phase === 'done') return true
    if (w.phase !== 'asking') return false
    if (w.changed_from_fen !== null) return true
    const change = changeFen(w)
    return change !== null && change >= 0 && session.may('take_payment')
  }

  /** Enter: exactly what the big button says, once. */
  async function confirm() {
    const w = work.value
    if (!w || !canConfirm(w)) return
    if (Date.now() < w.armed_at) {
      // Someone is hammering the key: that says nothing about this amount, however long it goes on.
      w.armed_at = Date.now() + ARM_MS
      return
    }
    if (w.phase === 'done') {
      finish(w)
      return
    }
    if (w.changed_from_fen !== null) {
      w.changed_from_fen = null
      w.armed_at = Date.now() + ARM_MS
      return
    }
    if (w.quote.due_fen === 0) {
      await letOut(w)
      return
    }
    const received_fen = receivedFen(w)!
    await send(w, {
      kind: 'cash',
      request: { request_id: w.request_id, record_id: w.record_id, lane_id: w.lane_id, due_fen: w.quote.due_fen, received_fen },
    })
  }

  /** Nothing is due any more (paid elsewhere meanwhile): the car is named once again as the one at the lane, and goes. */
  async function letOut(w: Work) {
    const read_id = board.lanes.find((lane) => lane.id === w.lane_id)?.waiting?.read.read_id
    if (!read_id) return
    w.armed_at = Date.now() + ARM_MS
    try {
      await session.ask('exit.choose_entry', { lane_id: w.lane_id, read_id, record_id: w.record_id })
    } catch (error) {
      w.refusal = isRefusal(error) ? error : null
    }
  }

  async function releaseFree(w: Work, reason: string, approver: NamePin | null): Promise<Refusal | null> {
    if (w.phase !== 'asking') return null
    await send(w, {
      kind: 'free',
      request: { request_id: w.request_id, record_id: w.record_id, lane_id: w.lane_id, due_fen: w.quote.due_fen, reason, approver },
    })
    return w.refusal
  }

  function ask(sent: Sent, by: string | null): Promise<Paid> {
    if (by === null) return sent.kind === 'cash' ? session.ask('exit.pay_cash', sent.request) : session.ask('exit.release_free', sent.request)
    return sent.kind === 'cash' ? session.askAs(by, 'exit.pay_cash', sent.request) : session.askAs(by, 'exit.release_free', sent.request)
  }

  /** Sign-ins kept alive for what is under way, by the identifier of the payment. */
  const holds = new Map<string, () => void>()
  function letGo(w: Work) {
    holds.get(w.request_id)?.()
    holds.delete(w.request_id)
    w.by = null
  }

  async function send(w: Work, sent: Sent) {
    w.phase = 'paying'
    w.refusal = null
    w.sent = sent
    w.by = session.operator?.token ?? null
    if (w.by !== null) holds.set(w.request_id, session.hold(w.by))
    remember(w)
    await settle(w, sent, false)
  }

  /** Asks with the same identifier until there is an answer; what is not known is never called paid or unpaid. */
  async function settle(w: Work, sent: Sent, checking: boolean) {
    try {
      const paid = await ask(sent, w.by)
      if (w.phase !== 'paying' && w.phase !== 'unknown') return
      done(w, sent, paid)
    } catch (error) {
      if (w.phase !== 'paying' && w.phase !== 'unknown') return
      const lapsed = isRefusal(error) && error.code === 'not_signed_in'
      if (isRefusal(error) && !leavesOpen(error) && !(checking && lapsed)) {
        refused(w, error)
        return
      }
      // An engine that was started anew knows that sign-in no more: whoever is signed in next asks on.
      if (lapsed) letGo(w)
      w.phase = 'unknown'
      later(CHECK_MS, () => {
        if (works.get(w.lane_id)?.request_id === w.request_id) void settle(works.get(w.lane_id)!, sent, true)
      })
    }
  }

  function done(w: Work, sent: Sent, paid: Paid) {
    letGo(w)
    w.phase = 'done'
    w.paid = paid
    w.free = sent.kind === 'free'
    w.given_fen = sent.kind === 'cash' ? sent.request.received_fen : 0
    w.armed_at = Date.now() + ARM_MS
    forget()
    last.value = {
      plate: w.quote.vehicle.plate, due_fen: sent.request.due_fen, received_fen: w.given_fen, change_fen: paid.change_fen, charge_id: paid.charge_id,
      free: w.free,
    }
    sync()
  }

  /** A scan is under way: the card stays, whatever becomes of the car meanwhile. */
  function hold(w: Work) {
    if (w.phase === 'asking') w.phase = 'paying'
  }

  /** A scan came to nothing, or to a part of what is due: the next press is a new question. */
  function askAgain(w: Work) {
    if (w.phase === 'done') return
    w.phase = 'asking'
    w.request_id = newGuid()
    w.armed_at = Date.now() + ARM_MS
    sync()
  }

  /** A channel has the money. */
  function through(w: Work, paid: Paid, channel: PayChannel, trade_no: string | null) {
    w.phase = 'done'
    w.paid = paid
    w.free = false
    w.channel = channel
    w.trade_no = trade_no
    w.given_fen = w.quote.due_fen
    w.armed_at = Date.now() + ARM_MS
    last.value = { plate: w.quote.vehicle.plate, due_fen: w.quote.due_fen, received_fen: w.quote.due_fen, change_fen: 0, charge_id: paid.charge_id, free: false }
    sync()
  }

  /** The fee after a coupon: the attendant asked for it, so it needs no second look. */
  function take(w: Work, quote: Quote) {
    showQuote(w, quote)
    w.changed_from_fen = null
  }

  function refused(w: Work, refusal: Refusal) {
    letGo(w)
    w.phase = 'asking'
    w.sent = null
    w.refusal = refusal
    // The refusal is certain, nothing happened: the next press is a new question.
    w.request_id = newGuid()
    w.armed_at = Date.now() + ARM_MS
    forget()
    if (refusal.code === 'fee_changed') void requote(w)
    sync()
  }

  async function requote(w: Work) {
    try {
      const quote = await session.ask('exit.quote', { record_id: w.record_id })
      const now = works.get(w.lane_id)
      if (now && now.record_id === quote.record_id) showQuote(now, quote)
    } catch (error) {
      if (isRefusal(error) && w.phase === 'asking') w.refusal = error
    }
  }

  function finish(w: Work) {
    works.delete(w.lane_id)
    sync()
  }

  function remember(w: Work) {
    if (w.sent?.kind !== 'cash') return
    try {
      sessionStorage.setItem(STORE_KEY, JSON.stringify({ quote: w.quote, request: w.sent.request }))
    } catch {
      // Without storage a reloaded window asks the record instead.
    }
  }

  function forget() {
    try {
      sessionStorage.removeItem(STORE_KEY)
    } catch {
      // See above.
    }
  }

  /** A window that was reloaded with a payment unanswered goes on asking for it, by the same identifier. */
  function resume() {
    let kept: { quote: Quote; request: PayCash } | null = null
    try {
      kept = JSON.parse(sessionStorage.getItem(STORE_KEY) ?? 'null')
    } catch {
      forget()
    }
    if (!kept?.request.lane_id || works.has(kept.request.lane_id)) return
    const lane = board.lanes.find((l) => l.id === kept.request.lane_id)
    if (!lane) return
    const sent: Sent = { kind: 'cash', request: kept.request }
    works.set(lane.id, { ...newWork(lane, kept.quote), request_id: kept.request.request_id, phase: 'unknown', sent })
    void settle(works.get(lane.id)!, sent, true)
  }

  let running: ReturnType<typeof setInterval> | null = null
  let unwatch: (() => void) | null = null
  function start() {
    stop()
    // Those whose answer was being waited for when the clocks were stopped are asked for again.
    for (const w of works.values()) if (w.phase === 'unknown' && w.sent) void settle(w, w.sent, true)
    resume()
    sync()
    unwatch = watch(() => board.lanes, sync)
    let since_quote_ms = 0
    running = setInterval(() => {
      tick.value++
      since_quote_ms += 1000
      const w = work.value
      if (since_quote_ms >= REQUOTE_MS && w?.phase === 'asking' && !session.locked) {
        since_quote_ms = 0
        void requote(w)
      }
    }, 1000)
  }

  function stop() {
    unwatch?.()
    unwatch = null
    if (running) clearInterval(running)
    running = null
    for (const timer of timers) clearTimeout(timer)
    timers = []
    ticket.value = null
  }

  return {
    works, focus_id, focus, work, last, tick, ticket, exits, entries, queue, start, stop, sync, setFocus, stepFocus, receivedFen, changeFen, type,
    canConfirm, confirm, releaseFree, requote, finish, hold, askAgain, through, take,
  }
})
