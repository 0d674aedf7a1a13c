import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import { useSession } from './session'

/** So few blank invoices are a reason to order more. */
export const FEW = 20
/** The platform is asked, and may take its time. */
const PATIENCE_MS = 30_000

/**
 * Blank invoices that the city platform has left for us. Few are warned of without being asked for, once for each fall to the
 * limit: who has seen the warning has seen it, and the invoices after it bring no other until there were enough again.
 */
export const useBlankInvoices = defineStore('blank_invoices', () => {
  const session = useSession()
  const left = ref<number | null>(null)
  /** True from a fall to the limit on, until somebody has seen it or there are enough again. */
  const warned = ref(false)
  let below = false

  const few = computed(() => left.value !== null && left.value <= FEW)

  function take(now: number) {
    left.value = now
    const is_below = now <= FEW
    if (is_below && !below) warned.value = true
    if (!is_below) warned.value = false
    below = is_below
  }

  /** Asks by itself; whoever asks by the button is told why there is no answer. */
  async function watch() {
    try {
      take((await session.ask('invoice.stock', { machine: null }, PATIENCE_MS)).left)
    } catch {
      // No news is no warning.
    }
  }

  /** Asks because somebody wants to know. */
  async function ask(): Promise<number> {
    const now = (await session.ask('invoice.stock', { machine: null }, PATIENCE_MS)).left
    take(now)
    return now
  }

  function seen() {
    warned.value = false
  }

  return { left, few, warned, watch, ask, seen }
})
