import { defineStore } from 'pinia'
import { ref } from 'vue'

import { host } from '@/host'

/** Whether this window is for practising. It is asked for before anybody signs in, and again whenever the engine is back. */
export const useTraining = defineStore('training', () => {
  const on = ref(false)

  async function load() {
    try {
      on.value = (await host().call(null, 'system.health', {})).training === true
    } catch {
      // Nothing is known while the engine is away; what was known before stays.
    }
  }

  return { on, load }
})
