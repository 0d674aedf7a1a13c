import { onBeforeUnmount, ref, type Ref } from 'vue'

/** What was just put before somebody cannot be confirmed by a press that was meant for what stood there before. */
export const ARM_MS = 400

/** An act that wants to be looked at and pressed once more. */
export interface SecondPress {
  /** True while the second press is waited for. */
  asked: Ref<boolean>
  /** True once that press counts. */
  armed: Ref<boolean>
  ask: () => void
  forget: () => void
  /** True when this press says that somebody has looked; a press that came too soon is none, and makes the wait begin anew. */
  press: () => boolean
}

/** A double click, or a key that is hammered, says nothing about what it asked for. */
export function useSecondPress(): SecondPress {
  const asked = ref(false)
  const armed = ref(false)
  let arming: ReturnType<typeof setTimeout> | undefined

  function ask() {
    clearTimeout(arming)
    asked.value = true
    armed.value = false
    arming = setTimeout(() => (armed.value = true), ARM_MS)
  }
  function forget() {
    clearTimeout(arming)
    asked.value = armed.value = false
  }
  function press(): boolean {
    if (asked.value && armed.value) return true
    ask()
    return false
  }
  onBeforeUnmount(() => clearTimeout(arming))

  return { asked, armed, ask, forget, press }
}
