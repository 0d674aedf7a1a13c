import { defineStore } from 'pinia'
import { ref, watch } from 'vue'

export type Theme = 'light' | 'dark' | 'system'
export type Language = 'zh-CN' | 'en'

function remembered<T extends string>(key: string, allowed: readonly T[], otherwise: T): T {
  try {
    const value = localStorage.getItem(key)
    return allowed.includes(value as T) ? (value as T) : otherwise
  } catch {
    return otherwise
  }
}

function remember(key: string, value: string) {
  try {
    localStorage.setItem(key, value)
  } catch {
    // A window without storage still works; it forgets.
  }
}

/** How this window looks and speaks; remembered on this machine. */
export const usePrefs = defineStore('prefs', () => {
  const theme = ref<Theme>(remembered('lotdesk.theme', ['light', 'dark', 'system'], 'system'))
  const language = ref<Language>(remembered('lotdesk.language', ['zh-CN', 'en'], 'zh-CN'))
  /** Whether new alarms are heard. */
  const alarm_sound = ref<'on' | 'off'>(remembered('lotdesk.alarm_sound', ['on', 'off'], 'on'))
  /** The theme on the screen now. */
  const shown = ref<'light' | 'dark'>('light')

  const system = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null

  function apply() {
    shown.value = theme.value === 'system' ? (system?.matches ? 'dark' : 'light') : theme.value
    document.documentElement.dataset.theme = shown.value
    document.documentElement.lang = language.value
  }

  system?.addEventListener?.('change', apply)
  watch([theme, language], () => {
    remember('lotdesk.theme', theme.value)
    remember('lotdesk.language', language.value)
    apply()
  }, { flush: 'sync' })
  watch(alarm_sound, (now) => remember('lotdesk.alarm_sound', now), { flush: 'sync' })
  apply()

  return { theme, language, alarm_sound, shown }
})
