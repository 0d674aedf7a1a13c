import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

import type { Permission } from '@/contract/Permission'
import type { SignedIn } from '@/contract/SignedIn'
import type { Refusal } from '@/contract/Refusal'
import { host, isRefusal, within, type CommandName, type Reply, type Request } from '@/host'
import { isLook } from '@/lib/acts'

/** Nothing an attendant waits for takes longer than this without being told so. */
const PATIENCE_MS = 8_000

/** What is asked with nobody signed in: everything else waits while the window is locked. */
const OPEN: readonly CommandName[] = ['operator.first_start', 'operator.sign_in', 'operator.sign_out', 'system.health']

/** What is said of an act that was begun behind the cover: it was not asked for, so it did not happen. */
const NOT_WHILE_LOCKED: Refusal = { code: 'not_signed_in', zh: '屏幕已锁定，没有执行；解锁后请再做一次。', en: 'The screen was locked, so this was not done. Unlock it and do it again.' }

/** Who is signed in, and every question to the engine in that person's name. */
export const useSession = defineStore('session', () => {
  const operator = ref<SignedIn | null>(null)
  /** True when the engine ended the sign-in by itself (it was restarted): said on the sign-in screen. */
  const ended = ref(false)
  /** True while the screen is covered: somebody's work stands behind it, and nobody is signed in at the engine. */
  const locked = ref(false)
  /** When it was locked, by this machine's clock. */
  const locked_at = ref(0)

  const may = computed(() => {
    const held = new Set<Permission>(operator.value?.permissions ?? [])
    return (permission: Permission) => held.has(permission)
  })

  /** Sign-ins that something is still asked by (a payment whose answer was lost), and those that end once nothing is. */
  const held = new Map<string, number>()
  const to_end = new Set<string>()
  const put_off = new Map<string, Promise<unknown>>()
  let unlocked: Promise<void> = Promise.resolve()
  let letThrough: () => void = () => {}

  async function askAs<N extends CommandName>(token: string | null, name: N, request: Request<N>, timeout_ms = PATIENCE_MS): Promise<Reply<N>> {
    try {
      return await within(host().call(token, name, request), timeout_ms)
    } catch (error) {
      if (isRefusal(error) && error.code === 'not_signed_in' && token !== null && operator.value?.token === token && !locked.value) {
        operator.value = null
        ended.value = true
      }
      throw error
    }
  }

  /** What the host does with the sign-in besides asking, such as opening what was fetched. */
  async function asSignedIn<T>(act: (token: string | null) => Promise<T>, timeout_ms = PATIENCE_MS): Promise<T> {
    const token = operator.value?.token ?? null
    try {
      return await within(act(token), timeout_ms)
    } catch (error) {
      if (isRefusal(error) && error.code === 'not_signed_in' && token !== null && operator.value?.token === token && !locked.value) {
        operator.value = null
        ended.value = true
      }
      throw error
    }
  }

  /** Asks in the name of whoever is signed in. What the desks behind a locked screen ask by themselves waits for the next person. */
  async function ask<N extends CommandName>(name: N, request: Request<N>, timeout_ms = PATIENCE_MS): Promise<Reply<N>> {
    if (locked.value) return OPEN.includes(name) ? askAs(null, name, request, timeout_ms) : afterUnlocking(name, request, timeout_ms)
    return askAs(operator.value?.token ?? null, name, request, timeout_ms)
  }

  /**
   * Nobody acts behind a locked screen; desks only look again and again. The same look is asked for once when somebody is back.
   * What would do something is not kept: it would be carried out in the name of whoever unlocks.
   */
  function afterUnlocking<N extends CommandName>(name: N, request: Request<N>, timeout_ms: number): Promise<Reply<N>> {
    if (!isLook(name)) return Promise.reject(NOT_WHILE_LOCKED)
    const key = name + JSON.stringify(request)
    const under_way = put_off.get(key) as Promise<Reply<N>> | undefined
    if (under_way) return under_way
    const later = unlocked.then(() => {
      put_off.delete(key)
      return ask(name, request, timeout_ms)
    })
    put_off.set(key, later)
    return later
  }

  /** Keeps this sign-in alive until it is let go of, whoever takes over meanwhile. Letting go twice is letting go once. */
  function hold(token: string): () => void {
    held.set(token, (held.get(token) ?? 0) + 1)
    let mine = true
    return () => {
      if (!mine) return
      mine = false
      const left = (held.get(token) ?? 1) - 1
      if (left > 0) held.set(token, left)
      else held.delete(token)
      if (left === 0 && to_end.delete(token)) void end(token)
    }
  }

  /** Ends a sign-in at the engine, at once or when the last question by it is answered. */
  async function end(token: string): Promise<void> {
    if (held.has(token)) {
      to_end.add(token)
      return
    }
    try {
      await within(host().call(token, 'operator.sign_out', {}), PATIENCE_MS)
    } catch {
      // The engine ends a sign-in that it cannot hear of with itself; the window is signed out either way.
    }
  }

  /** A sign-in takes the place of the one before, which ends at the engine too; what is on the screen stays. */
  function enter(signed: SignedIn) {
    const before = operator.value?.token ?? null
    const was_locked = locked.value
    operator.value = signed
    ended.value = false
    locked.value = false
    if (was_locked) letThrough()
    else if (before !== null && before !== signed.token) void end(before)
  }

  /** Covers the screen. The sign-in ends; the work behind the cover stays for whoever unlocks. */
  function lock() {
    if (!operator.value || locked.value) return
    unlocked = new Promise((resolve) => (letThrough = resolve))
    locked.value = true
    locked_at.value = Date.now()
    void end(operator.value.token)
  }

  async function leave() {
    const token = operator.value?.token ?? null
    const was_locked = locked.value
    operator.value = null
    ended.value = false
    locked.value = false
    if (was_locked) letThrough()
    else if (token !== null) await end(token)
  }

  return { operator, ended, locked, locked_at, may, ask, askAs, asSignedIn, hold, enter, lock, leave }
})
