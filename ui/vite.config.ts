import { fileURLToPath } from 'node:url'

import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // The window loads the files from inside the executable: relative addresses, no preload helper, nothing inlined as a script.
  base: './',
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['safari16', 'chrome110'],
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  define: {
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  // The sample tariffs lie in the repository's assets.
  server: { host: '127.0.0.1', strictPort: false, fs: { allow: ['..'] } },
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.ts'],
    setupFiles: ['tests/setup.ts'],
    css: false,
    // Whole desks are typed through, key by key, on whatever machine this is. (Set in a module it would hold for one file of a worker.)
    testTimeout: 60_000,
    // One environment for a worker’s files: most of a run was making it anew. Every test unmounts what it mounts (setup.ts).
    isolate: false,
    server: { deps: { inline: ['element-plus'] } },
    // What Vite makes of each module is kept between runs (by content): a third of a run was making it again.
    experimental: { fsModuleCache: true },
  },
})
