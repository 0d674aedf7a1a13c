import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'

export type Theme = 'light' | 'dark' | 'system'
export type Language = 'zh-CN' | 'en'
/** Minutes without a touch until the screen is locked. */
export const IDLE_CHOICES = ['off', '5', '10', '30'] as const
export type IdleChoice = (typeof IDLE_CHOICES)[number]

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
  const idle = ref<IdleChoice>(remembered('lotdesk.idle', IDLE_CHOICES, '10'))
  /** The same in milliseconds; null for never. */
  const idle_ms = computed(() => (idle.value === 'off' ? null : Number(idle.value) * 60_000))
  /** Whether the exit says plate and fee aloud. */
  const voice = ref<'off' | 'on'>(remembered('lotdesk.voice', ['off', 'on'], 'off'))
  /** The theme on the screen now. */
  const shown = ref<'light' | 'dark'>('light')

  const system = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null

  function apply() {
    shown.value = theme.value === 'system' ? (system?.matches ? 'dark' : 'light') : theme.value
    document.documentElement.dataset.theme = shown.value
    document.documentElement.lang = language.value
  }

  system?.addEventListener?.('change', apply)
  watch(idle, () => remember('lotdesk.idle', idle.value), { flush: 'sync' })
  watch(voice, () => remember('lotdesk.voice', voice.value), { flush: 'sync' })
  watch([theme, language], () => {
    remember('lotdesk.theme', theme.value)
    remember('lotdesk.language', language.value)
    apply()
  }, { flush: 'sync' })
  watch(alarm_sound, (now) => remember('lotdesk.alarm_sound', now), { flush: 'sync' })
  apply()

  return { theme, language, idle, idle_ms, voice, alarm_sound, shown }
})
