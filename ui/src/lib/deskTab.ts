import { ref, watch, type Ref } from 'vue'

import { useNav, type Screen } from '@/stores/nav'

/** The part of a desk that is on. Somebody else may ask for one (`nav.goTab`), before the desk is there or while it is. */
export function useDeskTab<T extends string>(screen: Screen, first: T): Ref<T> {
  const nav = useNav()
  const tab = ref(first) as Ref<T>
  watch(
    () => nav.wanted_tab,
    (wanted) => {
      if (wanted?.screen !== screen) return
      tab.value = wanted.tab as T
      nav.wanted_tab = null
    },
    { immediate: true },
  )
  return tab
}
