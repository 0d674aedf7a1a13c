import { watch } from 'vue'

import { useBooth } from '@/stores/booth'
import { usePrefs } from '@/stores/prefs'
import { useSession } from '@/stores/session'

import { speak } from './speak'
import { sayDue } from './words'

/** Tells a driver at the exit what is due: each car once, and again when the amount becomes another one. Silent unless switched on, and while locked. */
export function useVoice(): void {
  const booth = useBooth()
  const prefs = usePrefs()
  const session = useSession()
  /** By lane: the car and the amount that was said last. */
  const said = new Map<string, string>()

  watch(
    () => [...booth.works.values()].filter((work) => work.phase === 'asking' && work.quote.due_fen > 0).map((work) => ({ lane_id: work.lane_id, quote: work.quote, mark: `${work.record_id} ${work.quote.due_fen}` })),
    (cars) => {
      const on = prefs.voice === 'on' && !session.locked
      for (const car of cars) {
        if (said.get(car.lane_id) === car.mark) continue
        said.set(car.lane_id, car.mark)
        if (on) speak(sayDue(car.quote, prefs.language), prefs.language)
      }
    },
    { immediate: true },
  )
}
