import { afterEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, ref } from 'vue'

import { isBrowserKey, keyName, useKeys } from '@/lib/keys'

import { begin, press, settle, show } from './support'

afterEach(() => vi.restoreAllMocks())

describe('keys', () => {
  it('have one name each', () => {
    const name = (init: KeyboardEventInit & { key: string }) => keyName(new KeyboardEvent('keydown', init))
    expect(name({ key: 'F5' })).toBe('F5')
    expect(name({ key: '2', ctrlKey: true, code: 'Digit2' })).toBe('Ctrl+2')
    // Alt types another character on some layouts; the key is meant.
    expect(name({ key: '¡', altKey: true, code: 'Digit1' })).toBe('Alt+1')
    expect(name({ key: '7', code: 'Numpad7' })).toBe('7')
    expect(name({ key: 'Tab', shiftKey: true })).toBe('Shift+Tab')
    expect(name({ key: 'A', shiftKey: true })).toBe('A')
  })

  it('of the web view are taken from it', () => {
    begin({})
    show(defineComponent({ setup: () => (useKeys({}), () => h('p')) }))
    expect(['F1', 'F3', 'F5', 'F7', 'F12', 'Ctrl+p', 'Ctrl+r'].map(isBrowserKey)).toEqual(Array(7).fill(true))
    expect(press('F5').defaultPrevented).toBe(true)
    expect(press('a').defaultPrevented).toBe(false)
  })

  it('go to the topmost layer; a sheet keeps what lies below from hearing', async () => {
    begin({})
    const heard: string[] = []
    const open = ref(false)
    const Layer = (name: string, modal: boolean) => defineComponent({ setup: () => (useKeys({ Escape: () => void heard.push(name), ...(modal ? {} : { F2: () => void heard.push('search') }) }, { modal }), () => h('i')) })
    const Below = Layer('below', false)
    const Sheet = Layer('sheet', true)
    show(defineComponent({ setup: () => () => h('div', [h(Below), open.value ? h(Sheet) : null]) }))
    press('Escape')
    open.value = true
    await settle()
    press('Escape')
    press('F2')
    open.value = false
    await settle()
    press('F2')
    expect(heard).toEqual(['below', 'sheet', 'search'])
  })

  it('stay with the sheet when a part of the screen comes below it, and with the cover whatever comes', async () => {
    begin({})
    const heard: string[] = []
    const stage = ref(0)
    const layer = (name: string, over?: 'sheet' | 'cover') => defineComponent({ setup: () => (useKeys({ Enter: () => void heard.push(name) }, { modal: over !== undefined }), () => h('i', { 'data-layer': over })) })
    const [Card, Sheet, Cover, Late] = [layer('card'), layer('sheet', 'sheet'), layer('cover', 'cover'), layer('late', 'sheet')]
    show(defineComponent({ setup: () => () => h('div', [stage.value > 0 ? h(Sheet) : null, stage.value > 1 ? h(Card) : null, stage.value > 2 ? h(Cover) : null, stage.value > 3 ? h(Late) : null]) }))
    for (let at = 1; at <= 4; at++) {
      stage.value = at
      await settle()
      press('Enter')
    }
    expect(heard).toEqual(['sheet', 'sheet', 'cover', 'cover'])
  })

  it('that the input method composes with are no commands', () => {
    begin({})
    const heard = vi.fn()
    show(defineComponent({ setup: () => (useKeys({ Enter: heard }), () => h('p')) }))
    press('Enter', { isComposing: true })
    press('Enter', { keyCode: 229 } as KeyboardEventInit)
    expect(heard).not.toHaveBeenCalled()
    press('Enter')
    expect(heard).toHaveBeenCalledOnce()
  })
})
