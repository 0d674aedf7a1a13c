import { createPinia } from 'pinia'
import { createApp } from 'vue'

import App from './App.vue'
import { setHost, tauriHost } from './host'
import { i18n } from './i18n'
import { installKeys } from './lib/keys'

/** The console's window. */
export async function startConsole(): Promise<void> {
  const app = createApp(App).use(createPinia()).use(i18n)
  // A browser without the engine behind it, while developing: a lot that moves by itself. Never part of a build.
  if (import.meta.env.DEV && !('__TAURI_INTERNALS__' in window)) {
    const { startFake } = await import('./host.fake')
    await startFake()
  } else {
    setHost(await tauriHost())
  }
  installKeys()
  app.mount('#app')
}
