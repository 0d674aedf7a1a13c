import { defineStore } from 'pinia'
import { ref } from 'vue'

export const SCREENS = ['booth', 'platforms', 'cars', 'settings'] as const
export type Screen = (typeof SCREENS)[number]

/** Which screen is on, and what it was asked to open. */
export const useNav = defineStore('nav', () => {
  const screen = ref<Screen>('booth')
  /** The screen whose search or list led here: Esc goes back to it. Null after a choice of one's own. */
  const came_from = ref<Screen | null>(null)
  /** The record that the cars desk shall open. */
  const record_id = ref<string | null>(null)
  /** The message that the platforms desk shall open. */
  const message_no = ref<number | null>(null)

  function go(to: Screen) {
    came_from.value = null
    screen.value = to
  }

  function openRecord(id: string) {
    record_id.value = id
    came_from.value = screen.value
    screen.value = 'cars'
  }

  function openMessage(no: number) {
    message_no.value = no
    came_from.value = screen.value
    screen.value = 'platforms'
  }

  /** One step back to where a record or a message was opened from. False when there is none. */
  function back(): boolean {
    if (came_from.value === null) return false
    go(came_from.value)
    return true
  }

  return { screen, came_from, record_id, message_no, go, openRecord, openMessage, back }
})
