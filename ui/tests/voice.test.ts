import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'

import { useBoard } from '@/stores/board'
import { useBooth } from '@/stores/booth'
import { usePrefs } from '@/stores/prefs'
import { useSession } from '@/stores/session'
import { canSpeak, speak } from '@/voice/speak'
import { useVoice } from '@/voice/useVoice'
import { sayDue, sayFee, spellPlate } from '@/voice/words'

import { begin, owing, quote, settle, show, snapshot } from './support'

afterEach(() => vi.unstubAllGlobals())

function system(langs: string[]) {
  const said: Array<[string, string]> = []
  vi.stubGlobal('SpeechSynthesisUtterance', class { lang = ''; voice: { lang: string } | null = null; constructor(public text: string) {} })
  vi.stubGlobal('speechSynthesis', { getVoices: () => langs.map((lang) => ({ lang, localService: true })), cancel: vi.fn(), speak: (words: { text: string; voice: { lang: string } | null }) => said.push([words.text, words.voice?.lang ?? '']) })
  return said
}

describe('the voice’s words', () => {
  it('spell a plate sign by sign, and an amount as it is spoken', () => {
    expect(spellPlate('粤B10D7A', 'zh-CN')).toBe('粤 B 幺 零 D 七 A')
    expect(spellPlate('粤B10学', 'en')).toBe('Yue B one zero Xue')
    expect(['', '', ''].map((_, i) => sayFee([1800, 1850, 1805][i]!, 'zh-CN'))).toEqual(['18元', '18元5角', '18元零5分'])
    expect([sayFee(1800, 'en'), sayFee(1805, 'en')]).toEqual(['18 yuan', '18 yuan 05'])
    expect(sayDue(quote(1650, { vehicle: { plate: '粤B12345' } as never }), 'zh-CN')).toBe('粤 B 幺 二 三 四 五，请缴费，16元5角。')
  })
})

describe('the voice', () => {
  it('is silent without a system voice, or without one of the language, and never throws', () => {
    expect(canSpeak('zh-CN')).toBe(false)
    expect(() => speak('你好', 'zh-CN')).not.toThrow()
    const said = system(['de-DE'])
    speak('你好', 'zh-CN')
    expect([said, canSpeak('zh-CN')]).toEqual([[], false])
    vi.stubGlobal('speechSynthesis', { getVoices: () => { throw new Error('broken') } })
    expect(() => speak('你好', 'zh-CN')).not.toThrow()
  })

  async function exit(on: boolean) {
    const said = system(['en-US', 'zh_CN'])
    const lane = owing('out-1', 1800)
    begin({ 'board.snapshot': () => snapshot([lane]), 'operator.sign_out': () => ({}) })
    usePrefs().voice = on ? 'on' : 'off'
    await useBoard().start()
    useBooth().sync()
    show(defineComponent({ setup: () => (useVoice(), () => h('i')) }))
    await settle()
    return said
  }

  it('is off unless switched on', async () => {
    begin({})
    expect(usePrefs().voice).toBe('off')
    expect(await exit(false)).toEqual([])
  })

  it('says each car once, again with another amount, in the window’s language, and nothing while locked', async () => {
    const said = await exit(true)
    expect(said).toEqual([['粤 B D 幺 二 三 四 五，请缴费，18元。', 'zh_CN']])
    const work = useBooth().work!
    work.received = '20'
    await settle()
    expect(said).toHaveLength(1)
    usePrefs().language = 'en'
    work.quote = { ...work.quote, due_fen: 2000 }
    await settle()
    expect(said[1]).toEqual(['Yue B D one two three four five. Please pay 20 yuan.', 'en-US'])
    useSession().lock()
    work.quote = { ...work.quote, due_fen: 2200 }
    await settle()
    expect(said).toHaveLength(2)
    useBooth().stop()
    await useBoard().stop()
  })
})
