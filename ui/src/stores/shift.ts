import { defineStore } from 'pinia'
import { shallowRef, watch } from 'vue'

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

  watch(() => board.events, (events) => {
    const news = events.filter((event) => event.seq > seen)
    seen = events[0]?.seq ?? seen
    if (ready.value && news.some((event) => event.kind === 'shift_opened' || event.kind === 'shift_closed')) void load()
  })

  return { shift, denominations, error, ready, load }
})
