import { defineStore } from 'pinia'
import { computed, markRaw, ref, shallowRef } from 'vue'

import type { BoardSnapshot } from '@/contract/BoardSnapshot'
import type { ConnectorView } from '@/contract/ConnectorView'
import type { EventView } from '@/contract/EventView'
import type { LaneView } from '@/contract/LaneView'
import type { LinkView } from '@/contract/LinkView'
import type { Notice } from '@/contract/Notice'
import { GridModel } from '@/grid/model'
import { host, type EngineState } from '@/host'
import { FrameMeter } from '@/lib/frames'
import { PaintMeter } from '@/lib/paint'
import { noteColors } from '@/lib/plateColors'

import { useGarages } from './garages'
import { useReports } from './reports'
import { useSession } from './session'

const EVENTS_KEPT = 200
/** A window that is not painted still keeps up, a few times a second. */
const HIDDEN_MS = 250
/** WebKitGTK at times fires no frame before something on the page has changed: a change does not wait longer for one. */
const FRAME_LATE_MS = 40
/** How old the percentiles of what was measured may be. */
const SORT_EVERY_MS = 500
/** So many are sorted in no time. */
const FEW = 100
const RETRY_MS = 2_000
const PENDING_MOST = 10_000

type Head = Omit<BoardSnapshot, 'lanes' | 'events' | 'links' | 'spaces' | 'areas' | 'counts' | 'notice_no' | 'offers' | 'chargers'>

/** The lot as it is now: one snapshot, kept current by notices, applied once per painted frame. */
export const useBoard = defineStore('board', () => {
  const session = useSession()
  const garages = useGarages()
  const reports = useReports()
  const head = shallowRef<Head | null>(null)
  const counts = shallowRef<BoardSnapshot['counts'] | null>(null)
  const areas = shallowRef<BoardSnapshot['areas']>([])
  const lanes = shallowRef<LaneView[]>([])
  const events = shallowRef<EventView[]>([])
  const links = shallowRef<LinkView[]>([])
  const offers = shallowRef<BoardSnapshot['offers']>([])
  const chargers = shallowRef<ConnectorView[]>([])
  const engine = ref<EngineState>('up')
  const problem = shallowRef<unknown>(null)
  const loading = ref(false)
  const clock_offset_ms = ref(0)
  const has_spaces = ref(false)
  const grid = markRaw(new GridModel())
  const meter = markRaw(new PaintMeter())
  const frames = markRaw(new FrameMeter())
  const painted = shallowRef({ no: 0, count: 0, p99_ms: 0, p95_frame_ms: 0, sorted_at: 0 })
  /** When the first picture of the board stood on the screen, and how long that took from the beginning. Zero before. */
  const first_picture = shallowRef({ at: 0, took_ms: 0 })

  let began_at = 0
  let last_no = -1
  let last_committed_at = 0
  let pending: Notice[] = []
  let frame: number | null = null
  let fallback: ReturnType<typeof setTimeout> | null = null
  let retry: ReturnType<typeof setTimeout> | null = null
  let asking = false
  let ask_again = false
  let stops: Array<() => void> = []
  let run = 0

  const waiting_messages = computed(() => links.value.reduce((sum, link) => sum + link.waiting, 0))
  const needs_person = computed(() => links.value.reduce((sum, link) => sum + link.needs_person, 0))
  const down_links = computed(() => links.value.filter((link) => link.state === 'down' || link.state === 'login_refused'))
  const ready = computed(() => head.value !== null)

  function take(snapshot: BoardSnapshot) {
    const { lanes: l, events: e, links: k, spaces, areas: a, counts: c, notice_no, offers: o, chargers: ch, ...rest } = snapshot
    head.value = rest
    counts.value = c
    areas.value = a
    lanes.value = l
    noteColors(l)
    events.value = e
    links.value = k
    offers.value = o
    chargers.value = ch ?? []
    has_spaces.value = spaces.length > 0
    grid.load(spaces, a)
    clock_offset_ms.value = snapshot.now - Date.now()
    last_no = Number(notice_no)
    last_committed_at = snapshot.now
    pending = pending.filter((notice) => Number(notice.no) > last_no)
    if (pending.length) schedule()
    if (!first_picture.value.at) afterFrame((at) => (first_picture.value = { at, took_ms: at - began_at }))
  }

  /** The first frame after the next one: by then what changed is on the screen. */
  function afterFrame(done: (now: number) => void) {
    requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())))
  }

  async function refresh() {
    if (asking) {
      // What is on its way may have been answered before what the asker knows of.
      ask_again = true
      return
    }
    asking = true
    ask_again = false
    loading.value = true
    const mine = run
    if (retry) clearTimeout(retry)
    try {
      const snapshot = await session.ask('board.snapshot', {})
      if (mine !== run) return
      take(snapshot)
      problem.value = null
    } catch (error) {
      if (mine !== run) return
      problem.value = error
      retry = setTimeout(refresh, RETRY_MS)
    } finally {
      asking = false
      loading.value = false
      if (ask_again && mine === run) void refresh()
    }
  }

  function schedule() {
    if (frame !== null || fallback !== null) return
    const go = (in_frame: boolean) => {
      if (frame !== null) cancelAnimationFrame(frame)
      if (fallback !== null) clearTimeout(fallback)
      frame = fallback = null
      if (in_frame) frames.begins()
      applyPending()
    }
    frame = requestAnimationFrame(() => go(true))
    fallback = setTimeout(() => go(false), document.hidden ? HIDDEN_MS : FRAME_LATE_MS)
  }

  function hear(notice: Notice) {
    // Nobody painted for long: what is dropped here shows as a gap, and a gap asks for a snapshot.
    if (pending.length >= PENDING_MOST) pending = []
    pending.push(notice)
    schedule()
  }

  function applyPending() {
    if (last_no < 0 || asking) return // the snapshot under way will say which of these are news
    const batch = pending
    pending = []
    let new_events: EventView[] = []
    const new_lanes = new Map<string, LaneView>()
    const new_links = new Map<string, LinkView>()
    const commits: number[] = []
    for (const [at, notice] of batch.entries()) {
      const no = Number(notice.no)
      if (no <= last_no && notice.committed_at <= last_committed_at) continue
      if (no !== last_no + 1) {
        // One was missed, or the engine counts anew: ask how things stand.
        pending = batch.slice(at)
        void refresh()
        break
      }
      last_no = no
      last_committed_at = notice.committed_at
      commits.push(notice.committed_at)
      for (const change of notice.changes) {
        switch (change.kind) {
          case 'counts':
            counts.value = change.counts
            areas.value = change.areas
            break
          case 'spaces':
            grid.change(change.spaces)
            break
          case 'lane':
            new_lanes.set(change.lane.id, change.lane)
            break
          case 'event':
            new_events.unshift(change.event)
            break
          case 'offers':
            offers.value = change.offers
            break
          case 'chargers':
            takeChargers(change.chargers)
            break
          case 'garage':
            garages.take(change.garage)
            break
          case 'report':
            reports.take(change.job)
            break
          case 'link':
            new_links.set(change.link.platform, change.link)
            break
        }
      }
    }
    if (new_lanes.size) noteColors([...new_lanes.values()])
    if (new_lanes.size) lanes.value = lanes.value.map((lane) => new_lanes.get(lane.id) ?? lane)
    if (new_links.size) {
      const known = links.value.map((link) => new_links.get(link.platform) ?? link)
      for (const link of new_links.values()) if (!known.some((k) => k.platform === link.platform)) known.push(link)
      links.value = known
    }
    if (new_events.length) {
      new_events = new_events.slice(0, EVENTS_KEPT)
      events.value = [...new_events, ...events.value].slice(0, EVENTS_KEPT)
    }
    if (commits.length) afterPaint(last_no, commits)
  }

  /** Those that changed, in the order they have; one that was never heard of comes last. */
  function takeChargers(changed: ConnectorView[]) {
    const by_id = new Map(changed.map((connector) => [connector.connector_id, connector]))
    const known = chargers.value.map((connector) => by_id.get(connector.connector_id) ?? connector)
    const new_ones = changed.filter((connector) => !chargers.value.some((k) => k.connector_id === connector.connector_id))
    chargers.value = [...known, ...new_ones]
  }

  /** The first frame after the one in which the change was drawn: by then it is on the screen. */
  function afterPaint(no: number, commits: number[]) {
    grid.draw()
    if (document.hidden) return
    requestAnimationFrame(() => {
      const now = Date.now()
      // What was committed before there was a board to see it on belongs to the board's first picture.
      const live_since = first_picture.value.at
      for (const committed_at of commits) if (live_since && committed_at >= live_since) meter.add(now - committed_at)
      // Sorting thousands of times at every frame would itself make frames late.
      const fresh = meter.count > FEW && now - painted.value.sorted_at < SORT_EVERY_MS
      const sorted = fresh ? null : { p99_ms: meter.p99(), p95_frame_ms: frames.p95(), sorted_at: now }
      painted.value = { ...painted.value, ...sorted, no, count: meter.count }
    })
  }

  async function start() {
    await stop()
    const mine = ++run
    began_at = Date.now()
    first_picture.value = { at: 0, took_ms: 0 }
    const offs = await Promise.all([
      host().onNotice(hear),
      host().onEngine((state) => {
        engine.value = state
        if (state === 'up') void refresh()
      }),
    ])
    if (mine !== run) {
      for (const off of offs) off()
      return
    }
    stops = offs
    await refresh()
  }

  async function stop() {
    run++
    for (const off of stops) off()
    stops = []
    pending = []
    if (retry) clearTimeout(retry)
  }

  /** The engine's clock now. */
  function now(): number {
    return Date.now() + clock_offset_ms.value
  }

  return {
    head, counts, areas, lanes, events, links, offers, chargers, engine, problem, loading, ready, has_spaces, painted, first_picture, meter, frames, clock_offset_ms,
    waiting_messages, needs_person, down_links, grid, start, stop, refresh, now,
  }
})
