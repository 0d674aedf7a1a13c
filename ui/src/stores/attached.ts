import { defineStore } from 'pinia'
import { ref } from 'vue'

import { host } from '@/host'

/** Whether this window belongs to another PC's engine, reached over the network: host and port of that PC. It never changes. */
export const useAttached = defineStore('attached', () => {
  const place = ref<string | null>(null)

  async function load() {
    try {
      place.value = (await host().attachedTo?.()) ?? null
    } catch {
      // A host that cannot say so has its engine here.
    }
  }

  return { place, load }
})
