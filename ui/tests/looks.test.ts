import { render } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'
import { h } from 'vue'

import { i18n } from '@/i18n'
import { useLooks } from '@/lib/looks'

const say = (locale: 'zh-CN' | 'en', car_color: string | null, car_logo: string | null) => {
  i18n.global.locale.value = locale
  let said: string[] = []
  const Car = { setup: () => {
    const looks = useLooks()
    return () => {
      said = looks({ plate: '粤B12345', plate_color: 'blue', car_color, car_logo, class: 'small', tag: null })
      return h('p')
    }
  } }
  render(Car, { global: { plugins: [i18n] } })
  return said
}

describe('a car’s looks', () => {
  it('are said in the window’s language, whichever way the camera says the colour', () => {
    expect(say('zh-CN', '白', null)).toEqual(['白色'])
    expect(say('zh-CN', '白色', '大众')).toEqual(['白色', '大众'])
    expect(say('en', '白色', '大众')).toEqual(['white', '大众'])
    expect(say('en', '银', null)).toEqual(['silver'])
  })

  it('are left as the camera said them where there is no word for them', () => {
    expect(say('en', '迷彩', null)).toEqual(['迷彩'])
    expect(say('en', '色', null)).toEqual(['色'])
    expect(say('en', null, null)).toEqual([])
  })
})
