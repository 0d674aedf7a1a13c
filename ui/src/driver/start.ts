import { createPinia } from 'pinia'
import { createApp } from 'vue'

import { setHost, tauriHost } from '@/host'
import { i18n } from '@/i18n'
import { usePrefs, type Theme } from '@/stores/prefs'

import DriverScreen from './DriverScreen.vue'

/** The driver's window: no sign-in, no keys, no desks. It looks as the console does, and follows when that changes. */
export async function startDriver(): Promise<void> {
  const app = createApp(DriverScreen).use(createPinia()).use(i18n)
  document.title = '泊务台 顾客屏'
  const prefs = usePrefs()
  // A browser without the engine behind it, while developing: `?driver=pay` and the like.
  if (import.meta.env.DEV && !('__TAURI_INTERNALS__' in window)) setHost((await import('@/fake/driver')).fakeDriver())
  else setHost(await tauriHost())
  addEventListener('storage', (event) => {
    if (event.key === 'lotdesk.theme' && event.newValue) prefs.theme = event.newValue as Theme
  })
  app.mount('#app')
}
