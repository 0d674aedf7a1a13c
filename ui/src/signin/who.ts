import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from 'vue'

import type { FirstStartReply } from '@/contract/FirstStartReply'
import { useSession } from '@/stores/session'

const RETRY_MS = 2_000

/** Who can sign in, asked for again and again while the engine does not answer. */
export function useWho(): { first: ShallowRef<FirstStartReply | null>; load_error: ShallowRef<unknown>; load: () => Promise<void> } {
  const session = useSession()
  const first = shallowRef<FirstStartReply | null>(null)
  const load_error = shallowRef<unknown>(null)
  let retry: ReturnType<typeof setTimeout> | undefined
  let alive = true

  async function load() {
    clearTimeout(retry)
    load_error.value = null
    try {
      first.value = await session.ask('operator.first_start', {})
    } catch (e) {
      load_error.value = e
      if (alive) retry = setTimeout(load, RETRY_MS)
    }
  }
  onMounted(load)
  onBeforeUnmount(() => {
    alive = false
    clearTimeout(retry)
  })
  return { first, load_error, load }
}
