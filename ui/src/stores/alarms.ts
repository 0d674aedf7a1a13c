import { defineStore } from 'pinia'
import { computed, shallowRef, watch } from 'vue'

import type { AlarmList } from '@/contract/AlarmList'
import { chime } from '@/lib/chime'

import { useBoard } from './board'
import { usePrefs } from './prefs'
import { useSession } from './session'

/** Events that change the list without being loud themselves. */
const QUIET_KINDS = ['device_back', 'garage_state', 'alarm_acknowledged', 'alarm_handed_on', 'repair_uploaded']
const AT_MOST_EVERY_MS = 500
/** An alarm that somebody must act on and nobody has seen rings again after this. */
const RING_AGAIN_MS = 30_000

/** What wants a person: asked for once, again when the journal says something that may change it, and heard. */
export const useAlarms = defineStore('alarms', () => {
  const session = useSession()
  const board = useBoard()
  const prefs = usePrefs()
  const list = shallowRef<AlarmList | null>(null)
  const error = shallowRef<unknown>(null)
  const unseen = computed(() => list.value?.open.filter((alarm) => alarm.seen_at === null) ?? [])
  const must_act = computed(() => unseen.value.filter((alarm) => alarm.event.level === 'act').length)
  let due: ReturnType<typeof setTimeout> | null = null
  let bell: ReturnType<typeof setInterval> | null = null
  let seen = 0
  let loudest = 0

  async function load() {
    try {
      const got = await session.ask('alarm.list', {})
      const before = list.value
      list.value = got
      error.value = null
      // What stood there at the sign-in is told by the count; what comes afterwards is heard.
      const news = got.open.filter((alarm) => alarm.seen_at === null && alarm.event.seq > loudest)
      loudest = Math.max(loudest, ...got.open.map((alarm) => alarm.event.seq))
      if (before && news.length) ring(news.some((alarm) => alarm.event.level === 'act') ? 'act' : 'look')
    } catch (e) {
      error.value = e
    }
  }

  function ring(level: 'act' | 'look') {
    if (prefs.alarm_sound === 'on') chime(level)
  }

  function start() {
    stop()
    void load()
    bell = setInterval(() => must_act.value && ring('act'), RING_AGAIN_MS)
  }

  function stop() {
    if (due) clearTimeout(due)
    if (bell) clearInterval(bell)
    due = bell = null
    list.value = null
    loudest = 0
  }

  watch(() => board.events, (events) => {
    const news = events.filter((event) => event.seq > seen)
    seen = events[0]?.seq ?? seen
    if (!bell || !news.some((event) => event.level !== 'info' || QUIET_KINDS.includes(event.kind))) return
    due ??= setTimeout(() => {
      due = null
      void load()
    }, AT_MOST_EVERY_MS)
  })

  return { list, error, unseen, must_act, load, start, stop }
})
