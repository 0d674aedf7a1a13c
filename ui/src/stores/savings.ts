import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { ReportJob } from '@/contract/ReportJob'
import { host, isRefusal } from '@/host'

import { useAttached } from './attached'
import { useSession } from './session'

/** A large report over a slow line takes its time; whoever waits no longer ends it. */
const PATIENCE_MS = 6 * 3_600_000

/** The report that is brought from the engine's PC to this one, or was last; it goes on when the desk is left. */
export const useSavings = defineStore('savings', () => {
  const attached = useAttached()
  const session = useSession()
  const no = ref<number | null>(null)
  const state = ref<'running' | 'done' | 'cancelled' | 'failed'>('running')
  const bytes = ref(0)
  const of_bytes = ref(0)
  const files = shallowRef<string[]>([])
  const error = shallowRef<unknown>(null)
  let cancelled = false

  /** Brings a report that is written; does nothing in a window whose engine is on this PC, where the files are already. */
  async function bring(job: ReportJob) {
    const save = host().saveReport
    if (attached.place === null || !save || (no.value === job.no && state.value === 'running')) return
    no.value = job.no
    state.value = 'running'
    bytes.value = 0
    of_bytes.value = job.bytes
    files.value = []
    error.value = null
    cancelled = false
    const mine = job.no
    try {
      const saved = await session.asSignedIn((token) => save(token, mine, job.kind === 'repair_uploads', (here, of) => {
        if (no.value !== mine) return
        bytes.value = here
        of_bytes.value = of
      }), PATIENCE_MS)
      if (no.value !== mine) return
      files.value = saved
      state.value = 'done'
    } catch (e) {
      if (no.value !== mine) return
      state.value = cancelled && isRefusal(e) ? 'cancelled' : 'failed'
      error.value = state.value === 'failed' ? e : null
    }
  }

  function cancel() {
    if (no.value === null || state.value !== 'running') return
    cancelled = true
    void host().cancelSaving?.(no.value)
  }

  return { no, state, bytes, of_bytes, files, error, bring, cancel }
})
