import { createI18n } from 'vue-i18n'

import en from './en'
import zhCN from './zh-CN'

/** The fonts that have the Chinese set ’ as wide as a character, which tears English words apart. */
function straight<T>(words: T): T {
  if (typeof words === 'string') return words.replaceAll('’', "'") as T
  if (Array.isArray(words)) return words.map(straight) as T
  return Object.fromEntries(Object.entries(words as object).map(([key, value]) => [key, straight(value)])) as T
}

export const i18n = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: 'zh-CN',
  missingWarn: false,
  fallbackWarn: false,
  messages: { 'zh-CN': zhCN, en: straight(en) },
})
