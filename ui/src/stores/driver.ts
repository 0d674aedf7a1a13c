import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import { host, type DriverSetting } from '@/host'

import { useAttached } from './attached'
import { useBoard } from './board'

/** The screen that faces the driver: opened and closed from here, at the lane that it was at last. */
export const useDriver = defineStore('driver', () => {
  const attached = useAttached()
  const board = useBoard()
  const setting = shallowRef<DriverSetting | null>(null)
  const error = shallowRef<unknown>(null)

  /** Why the last press of its key came to nothing; whoever pressed it is at any desk. */
  const refused = shallowRef<unknown>(null)

  /** False where there is no second window to be had, as in a browser, or where the lane is not here. */
  const possible = computed(() => host().driver !== undefined && attached.place === null)
  /** The lane that it stands at, or would. */
  const lane = computed(() => board.lanes.find((one) => one.id === setting.value?.lane_id) ?? board.lanes.find((one) => one.kind === 'exit') ?? null)

  async function ask(what: () => Promise<DriverSetting> | undefined) {
    try {
      setting.value = (await what()) ?? null
      error.value = null
    } catch (e) {
      error.value = e
    }
  }

  const load = () => ask(() => host().driver?.state())
  const show = (open: boolean, lane_id: string | null = null) => ask(() => host().driver?.show(open, lane_id))
  /** One press opens it, the next closes it. Somebody may have closed it by hand meanwhile. */
  async function toggle(lane_id: string | null = null) {
    await load()
    const open = !setting.value?.open
    await show(open, open && (setting.value?.lane_id ?? null) === null ? lane_id : null)
    refused.value = error.value
  }
  const hush = () => void (refused.value = null)

  return { setting, error, refused, possible, lane, load, show, toggle, hush }
})
