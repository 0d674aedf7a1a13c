import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import type { Permission } from '@/contract/Permission'
import type { SignedIn } from '@/contract/SignedIn'
import { host, isRefusal, within, type CommandName, type Reply, type Request } from '@/host'

/** Nothing an attendant waits for takes longer than this without being told so. */
const PATIENCE_MS = 8_000

/** Who is signed in, and every question to the engine in that person's name. */
export const useSession = defineStore('session', () => {
  const operator = ref<SignedIn | null>(null)
  /** True when the engine ended the sign-in by itself (it was restarted): said on the sign-in screen. */
  const ended = ref(false)

  const may = computed(() => {
    const held = new Set<Permission>(operator.value?.permissions ?? [])
    return (permission: Permission) => held.has(permission)
  })

  async function ask<N extends CommandName>(name: N, request: Request<N>, timeout_ms = PATIENCE_MS): Promise<Reply<N>> {
    const token = operator.value?.token ?? null
    try {
      return await within(host().call(token, name, request), timeout_ms)
    } catch (error) {
      if (isRefusal(error) && error.code === 'not_signed_in' && token !== null && operator.value?.token === token) {
        operator.value = null
        ended.value = true
      }
      throw error
    }
  }

  function enter(signedIn: SignedIn) {
    operator.value = signedIn
    ended.value = false
  }

  async function leave() {
    const token = operator.value?.token ?? null
    operator.value = null
    ended.value = false
    if (token === null) return
    try {
      await within(host().call(token, 'operator.sign_out', {}), PATIENCE_MS)
    } catch {
      // The engine ends a sign-in that it cannot hear of with itself; the window is signed out either way.
    }
  }

  return { operator, ended, may, ask, enter, leave }
})
