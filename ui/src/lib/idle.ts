import { onBeforeUnmount, onMounted } from 'vue'

const LOOK_EVERY_MS = 1_000
const SIGNS_OF_LIFE = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const

/** Calls `act` once nobody has touched key, mouse or screen for so long; null for never. The clock is the wall's: a machine that slept was idle. */
export function useIdle(after_ms: () => number | null, act: () => void): void {
  let last = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const alive = () => (last = Date.now())
  onMounted(() => {
    for (const sign of SIGNS_OF_LIFE) window.addEventListener(sign, alive, { capture: true, passive: true })
    timer = setInterval(() => {
      const limit = after_ms()
      if (limit === null || Date.now() - last < limit) return
      last = Date.now()
      act()
    }, LOOK_EVERY_MS)
  })
  onBeforeUnmount(() => {
    for (const sign of SIGNS_OF_LIFE) window.removeEventListener(sign, alive, { capture: true })
    clearInterval(timer)
  })
}
