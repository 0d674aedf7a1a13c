import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'

import type { ExportRepairs } from '@/contract/ExportRepairs'
import type { ExportReport } from '@/contract/ExportReport'
import type { ReportJob } from '@/contract/ReportJob'

import { useSavings } from './savings'
import { useSession } from './session'

/** A notice may be missed: what is being written is asked for as often as this. */
const ASK_EVERY_MS = 1_000

const ended = (job: ReportJob) => job.state !== 'waiting' && job.state !== 'running'

/** The report that is being written, or was last; it goes on when the desk is left. */
export const useReports = defineStore('reports', () => {
  const session = useSession()
  const savings = useSavings()
  const current = shallowRef<ReportJob | null>(null)
  const error = shallowRef<unknown>(null)
  const cancelling = ref(false)
  let timer: ReturnType<typeof setTimeout> | null = null

  /** What the engine tells of a report; only our own is shown, and never one step back. */
  function take(job: ReportJob) {
    const known = current.value
    if (!known || known.no !== job.no || (ended(known) && !ended(job))) return
    current.value = job
    if (ended(job)) {
      cancelling.value = false
      if (timer) clearTimeout(timer)
      timer = null
      if (job.state === 'done' && !ended(known)) void savings.bring(job)
    }
  }

  function follow() {
    if (timer) clearTimeout(timer)
    timer = setTimeout(async () => {
      const no = current.value?.no
      if (no === undefined || (current.value && ended(current.value))) return
      try {
        take(await session.ask(current.value?.kind === 'repair_uploads' ? 'repair.export_job' : 'report.job', { no }))
        error.value = null
      } catch (e) {
        error.value = e
      }
      if (current.value && !ended(current.value)) follow()
    }, ASK_EVERY_MS)
  }

  async function start(ask: () => Promise<ReportJob>) {
    error.value = null
    cancelling.value = false
    try {
      current.value = await ask()
      if (current.value.state === 'done') void savings.bring(current.value)
      else follow()
    } catch (e) {
      error.value = e
    }
  }
  const begin = (request: ExportReport) => start(() => session.ask('report.export', request))
  /** The repair shop's own report, which its clerks may have without the others. */
  const beginRepairs = (request: ExportRepairs) => start(() => session.ask('repair.export', request))

  async function cancel() {
    const no = current.value?.no
    if (no === undefined) return
    cancelling.value = true
    try {
      take(await session.ask(current.value?.kind === 'repair_uploads' ? 'repair.export_cancel' : 'report.cancel', { no }))
    } catch (e) {
      cancelling.value = false
      error.value = e
    }
  }

  return { current, error, cancelling, take, begin, beginRepairs, cancel }
})
