import { ref, watch, type Ref } from 'vue'

import { keep, recall } from './remember'

const isText = (value: unknown): value is string => typeof value === 'string'

/** A desk's filter: as it was left on this machine. What was typed (a plate, a name) is not kept, only what is chosen from a few. */
export function useKept<T extends string>(name: string, first: T, choices: readonly T[]): Ref<T> {
  const key = `lotdesk.filter.${name}`
  const before = recall(key, isText) as T | null
  const filter = ref(before !== null && choices.includes(before) ? before : first) as Ref<T>
  watch(filter, (value) => keep(key, value), { flush: 'sync' })
  return filter
}
