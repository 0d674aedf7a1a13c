import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

import type { GarageView } from '@/contract/GarageView'

import { useSession } from './session'

/** A garage with the moment at which it was heard of: the seconds that remain count down from there. */
export type HeardGarage = GarageView & { heard_at: number }

/** The lot's mechanical garages: asked for once, kept current by notices. A lot without any has no garage desk. */
export const useGarages = defineStore('garages', () => {
  const session = useSession()
  const list = shallowRef<HeardGarage[] | null>(null)
  const error = shallowRef<unknown>(null)

  async function load() {
    try {
      const { garages } = await session.ask('garage.list', {})
      const heard_at = Date.now()
      list.value = garages.map((garage) => ({ ...garage, heard_at }))
      error.value = null
    } catch (e) {
      error.value = e
    }
  }

  /** One has changed. */
  function take(garage: GarageView) {
    const heard: HeardGarage = { ...garage, heard_at: Date.now() }
    const known = list.value ?? []
    list.value = known.some((g) => g.code === garage.code) ? known.map((g) => (g.code === garage.code ? heard : g)) : [...known, heard]
  }

  return { list, error, load, take }
})
