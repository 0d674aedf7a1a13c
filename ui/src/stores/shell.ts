import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What lies over the desks, and what one part of the window asks of another. */
export const useShell = defineStore('shell', () => {
  /** A sheet over whatever desk is on. */
  const sheet = ref<'change' | 'palette' | null>(null)
  /** A key of the booth that is to be pressed there, with the text to begin with. */
  const booth_act = ref<{ key: string; text: string } | null>(null)

  /** The set-up of the lot stands in place of a desk. */
  const setting_up = ref(false)

  function open(name: 'change' | 'palette') {
    sheet.value ??= name
  }

  function close() {
    sheet.value = null
  }

  /** Presses a key of the booth, from wherever. */
  function atBooth(key: string, text = '') {
    booth_act.value = { key, text }
  }

  return { sheet, booth_act, setting_up, open, close, atBooth }
})
