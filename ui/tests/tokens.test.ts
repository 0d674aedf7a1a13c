import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, it } from 'vitest'

const css = readFileSync('src/tokens.css', 'utf8')

function block(selector: RegExp): Map<string, string> {
  const out = new Map<string, string>()
  for (const m of css.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!selector.test(m[1]!)) continue
    for (const d of m[2]!.matchAll(/--([\w-]+):\s*([^;]+);/g)) out.set(d[1]!, d[2]!.trim())
  }
  return out
}

const plain = block(/^\s*(\/\*[^]*?\*\/\s*)?:root\s*$/)
const themes = { light: block(/data-theme='light'/), dark: block(/data-theme='dark'/) }

/** WCAG 2: relative luminance and contrast. */
function luminance(hex: string): number {
  expect(hex).toMatch(/^#[0-9a-f]{6}$/)
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(a: string, b: string): number {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number]
  return (hi + 0.05) / (lo + 0.05)
}

const grounds = ['surface', 'ground', 'sunken', 'raised']
const TEXT: Array<[string, string]> = [
  ...['ink', 'ink-2', 'ink-3'].flatMap((ink) => grounds.map((g) => [ink, g] as [string, string])),
  ...['accent', 'act', 'look', 'fine', 'wait'].flatMap((s) => grounds.map((g) => [s, g] as [string, string])),
  ...['accent', 'act', 'look', 'fine', 'wait'].flatMap((s) => [[`${s}-ink`, s], [`${s}-soft-ink`, `${s}-soft`]] as Array<[string, string]>),
  ['accent-ink', 'accent-strong'], ['wait-soft-ink', 'wait-hatch'], ['ink', 'accent-soft'], ['ink-2', 'accent-soft'], ['ink', 'look-soft'], ['ink-2', 'look-soft'], ['look', 'accent-soft'], ['look', 'look-soft'], ['fine', 'accent-soft'], ['act', 'accent-soft'],
  ['act', 'wait-hatch'], ['act', 'wait-soft'],
]
const CONTROLS: Array<[string, string]> = [
  ...['line-strong', 'focus'].flatMap((l) => grounds.map((g) => [l, g] as [string, string])),
  ['space-taken', 'surface'], ['space-free-line', 'surface'], ['space-reserved', 'surface'], ['disabled-ink', 'disabled-fill'],
]

describe.each(Object.entries(themes))('%s theme', (_name, theme) => {
  const value = (name: string) => theme.get(name) ?? plain.get(name)!

  it('has the same tokens as the other', () => {
    expect([...themes.dark.keys()].filter((k) => !k.startsWith('el-')).sort()).toEqual([...themes.light.keys()].filter((k) => !k.startsWith('el-')).sort())
  })

  it.each(TEXT)('text %s on %s has 4.5:1', (ink, ground) => {
    expect(contrast(value(ink), value(ground))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(CONTROLS)('control %s on %s has 3:1', (ink, ground) => {
    expect(contrast(value(ink), value(ground))).toBeGreaterThanOrEqual(3)
  })
})

describe('plates', () => {
  it.each(['blue', 'yellow', 'green', 'white', 'black'])('%s plate is legible', (color) => {
    expect(contrast(plain.get(`plate-${color}-ink`)!, plain.get(`plate-${color}`)!)).toBeGreaterThanOrEqual(4.5)
  })
  it('stays legible on the green edge', () => {
    expect(contrast(plain.get('plate-green-ink')!, plain.get('plate-green-edge')!)).toBeGreaterThanOrEqual(4.5)
  })
})

describe('colours', () => {
  it('are named in one file only', () => {
    const walk = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap((e) => (e.isDirectory() ? (e.name === 'fake' ? [] : walk(join(folder, e.name))) : /\.(vue|css)$/.test(e.name) && e.name !== 'tokens.css' ? [join(folder, e.name)] : []))
    const found = walk('src').flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/#[0-9a-fA-F]{3,8}\b(?=[;\s,)])|\brgba?\(/g)].map((m) => `${path}: ${m[0]}`))
    expect(found).toEqual([])
  })
  it('of Element Plus all come from ours', () => {
    const el = [...css.matchAll(/--el-[\w-]*color[\w-]*:\s*([^;]+);/g)].map((m) => m[1]!)
    expect(el.length).toBeGreaterThan(40)
    expect(el.filter((v) => !/^var\(--[\w-]+\)$/.test(v))).toEqual([])
  })
})
