import { onBeforeUnmount, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

import type { EventView } from '@/contract/EventView'
import { useBoard } from '@/stores/board'

export interface Asked<T> {
  /** The newest answer; it stays while the next one is on its way, and when that fails. */
  value: ShallowRef<T | null>
  error: ShallowRef<unknown>
  busy: Ref<boolean>
  load: () => Promise<void>
  clear: () => void
}

/** A question asked again and again, of which only the answer to the last asking counts. */
export function useAsked<T>(ask: () => Promise<T>): Asked<T> {
  const value = shallowRef<T | null>(null)
  const error = shallowRef<unknown>(null)
  const busy = ref(false)
  let turn = 0

  async function load() {
    const mine = ++turn
    busy.value = true
    try {
      const got = await ask()
      if (mine !== turn) return
      value.value = got
      error.value = null
    } catch (e) {
      if (mine === turn) error.value = e
    } finally {
      if (mine === turn) busy.value = false
    }
  }

  function clear() {
    turn++
    value.value = null
    error.value = null
    busy.value = false
  }

  return { value, error, busy, load, clear }
}

const AT_MOST_EVERY_MS = 1000

/** Looks again when the journal says something about the subject, at most once a second. */
export function useFollow(about: (event: EventView) => boolean, load: () => unknown): void {
  const board = useBoard()
  let due: ReturnType<typeof setTimeout> | null = null
  let seen = board.events[0]?.seq ?? 0
  watch(
    () => board.events,
    (events) => {
      const news = events.filter((event) => event.seq > seen)
      seen = events[0]?.seq ?? seen
      if (!news.some(about)) return
      due ??= setTimeout(() => {
        due = null
        void load()
      }, AT_MOST_EVERY_MS)
    },
  )
  onBeforeUnmount(() => {
    if (due) clearTimeout(due)
  })
}
