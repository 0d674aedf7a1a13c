import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'

import type { ShiftSheet } from '@/contract/ShiftSheet'
import type { ShiftView } from '@/contract/ShiftView'

import { useBoard } from './board'
import { useSession } from './session'

/** The shift that has the drawer: asked for once, and again when the journal says that one began or ended. */
export const useShift = defineStore('shift', () => {
  const session = useSession()
  const board = useBoard()
  const shift = shallowRef<ShiftView | null>(null)
  /** The notes and coins to count, the largest first. */
  const denominations = shallowRef<number[]>([])
  /** The sheet to look at: of the shift that was just handed over, or of one from the list. */
  const sheet = shallowRef<ShiftSheet | null>(null)
  const error = shallowRef<unknown>(null)
  const ready = shallowRef(false)
  let seen = 0

  async function load() {
    try {
      const current = await session.ask('shift.current', {})
      shift.value = current.shift
      denominations.value = current.denominations
      ready.value = true
      error.value = null
    } catch (e) {
      error.value = e
    }
  }

  /** Ends the shift. Its sheet is kept here, since the journal may tell of the end, and take the pane away, before the answer comes. */
  async function handOver(shift_id: string, reason: string | null) {
    sheet.value = await session.ask('shift.close', { shift_id, ...(reason ? { reason } : {}) })
    await load()
  }

  watch(() => board.events, (events) => {
    const news = events.filter((event) => event.seq > seen)
    seen = events[0]?.seq ?? seen
    if (ready.value && news.some((event) => event.kind === 'shift_opened' || event.kind === 'shift_closed')) void load()
  })

  return { shift, denominations, sheet, error, ready, load, handOver }
})
