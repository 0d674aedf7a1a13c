import { defineStore } from 'pinia'
import { ref } from 'vue'

export const SCREENS = ['booth', 'platforms', 'cars', 'settings'] as const
export type Screen = (typeof SCREENS)[number]

/** Which screen is on, and what it was asked to open. */
export const useNav = defineStore('nav', () => {
  const screen = ref<Screen>('booth')
  /** The record that the cars desk shall open. */
  const record_id = ref<string | null>(null)
  /** The message that the platforms desk shall open. */
  const message_no = ref<number | null>(null)

  function go(to: Screen) {
    screen.value = to
  }

  function openRecord(id: string) {
    record_id.value = id
    screen.value = 'cars'
  }

  function openMessage(no: number) {
    message_no.value = no
    screen.value = 'platforms'
  }

  return { screen, record_id, message_no, go, openRecord, openMessage }
})
