import { defineStore } from 'pinia'
import { reactive, shallowReactive } from 'vue'

import type { AttemptState } from '@/contract/AttemptState'
import type { PayAttemptView } from '@/contract/PayAttemptView'
import type { PayChannel } from '@/contract/PayChannel'
import type { Refusal } from '@/contract/Refusal'
import { isRefusal, leavesOpen } from '@/host'
import { newGuid } from '@/lib/guid'

import { useBooth, type Work } from './booth'
import { useSession } from './session'

/** How often an open attempt is looked at. */
export const LOOK_MS = 700
/** A driver stands there, but a channel may take its time. */
const PATIENCE_MS = 40_000
/** So long nobody says whether a scan was even taken up, until it is looked for. */
const OPEN: AttemptState[] = ['sent', 'waiting', 'unknown', 'cancelling']

/** True while nobody knows how it ends. */
export const isOpen = (state: AttemptState) => OPEN.includes(state)

/** The scans of cars at the exits, by stay: begun, looked at until they are known, withdrawn. Unknown is never paid. */
export const useScan = defineStore('scan', () => {
  const booth = useBooth()
  const session = useSession()
  const views = reactive(new Map<string, PayAttemptView>())
  const errors = shallowReactive(new Map<string, unknown>())
  const busy = reactive(new Set<string>())
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  /** A code was scanned. */
  async function begin(work: Work, code: string): Promise<void> {
    if (busy.has(work.record_id) || work.phase !== 'asking') return
    const request = { request_id: newGuid(), record_id: work.record_id, lane_id: work.lane_id, due_fen: work.quote.due_fen, code }
    const plate = work.quote.vehicle.plate
    busy.add(work.record_id)
    errors.delete(work.record_id)
    // The car may be let out before the answer is here: its card stays.
    booth.hold(work)
    views.set(work.record_id, {
      request_id: request.request_id, record_id: work.record_id, plate, channel: code.startsWith('1') ? 'we_chat' : 'alipay', code_tail: code.slice(-4), due_fen: request.due_fen,
      state: 'sent', why: null, at: Date.now(), moved_at: Date.now(), cash_from: Date.now(), paid: null, ending: null, trade_no: null,
    })
    try {
      take(work, await session.ask('payment.scan', request, PATIENCE_MS))
    } catch (error) {
      if (isRefusal(error) && !leavesOpen(error)) {
        views.delete(work.record_id)
        errors.set(work.record_id, error)
        booth.askAgain(work)
        if (error.code === 'fee_changed') void booth.requote(work)
      } else {
        // Nobody knows whether it was taken up: it is looked for under its number.
        watch(work)
      }
    } finally {
      busy.delete(work.record_id)
    }
  }

  /** What became of it. */
  function take(work: Work, view: PayAttemptView) {
    views.set(work.record_id, view)
    if (isOpen(view.state)) {
      booth.hold(work)
      watch(work)
      return
    }
    clearTimeout(timers.get(work.record_id))
    if (view.state === 'paid' && view.paid && view.ending !== 'partly_paid') {
      booth.through(work, view.paid, view.channel, view.trade_no)
      return
    }
    booth.askAgain(work)
    void booth.requote(work)
  }

  function watch(work: Work) {
    clearTimeout(timers.get(work.record_id))
    timers.set(work.record_id, setTimeout(() => void ask(work, 'payment.look'), LOOK_MS))
  }

  async function ask(work: Work, how: 'payment.look' | 'payment.query' | 'payment.cancel') {
    const view = views.get(work.record_id)
    if (!view) return
    if (how !== 'payment.look') {
      if (busy.has(work.record_id)) return
      busy.add(work.record_id)
      errors.delete(work.record_id)
    }
    try {
      take(work, await session.ask(how, { request_id: view.request_id }, PATIENCE_MS))
    } catch (error) {
      if (how === 'payment.look' && isRefusal(error) && error.code === 'not_found') {
        // It was never taken up: nothing was sent.
        views.delete(work.record_id)
        booth.askAgain(work)
        return
      }
      if (how !== 'payment.look') errors.set(work.record_id, error)
      watch(work)
    } finally {
      if (how !== 'payment.look') busy.delete(work.record_id)
    }
  }

  const query = (work: Work) => ask(work, 'payment.query')
  const cancel = (work: Work) => ask(work, 'payment.cancel')

  /** The driver paid on the lot's own board and shows the number. Null when it was taken. */
  async function byTrade(work: Work, request_id: string, channel: PayChannel, trade_no: string): Promise<Refusal | unknown | null> {
    try {
      const paid = await session.ask('payment.by_trade', { request_id, record_id: work.record_id, lane_id: work.lane_id, due_fen: work.quote.due_fen, channel, trade_no })
      booth.through(work, paid, channel, trade_no)
      return null
    } catch (error) {
      if (isRefusal(error) && error.code === 'fee_changed') void booth.requote(work)
      return error
    }
  }

  /** A scan that ended is out of the way. */
  function forget(record_id: string) {
    const view = views.get(record_id)
    if (view && isOpen(view.state)) return
    views.delete(record_id)
    errors.delete(record_id)
  }

  return { views, errors, busy, begin, query, cancel, byTrade, forget }
})
