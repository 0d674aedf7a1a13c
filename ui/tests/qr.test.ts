import { describe, expect, it } from 'vitest'

import { qrCode } from '@/violations/qr'

const MASKS: Array<(r: number, c: number) => boolean> = [
  (r, c) => (r + c) % 2 === 0, (r) => r % 2 === 0, (_, c) => c % 3 === 0, (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0, (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0, (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0, (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
]

/** Reads a code of version 1 to 3 back, as a reader would: format, mask, the words in their order, byte mode. */
function read(cells: boolean[][]): { level: number; text: string } {
  const size = cells.length
  let format = 0
  for (let i = 0; i < 6; i++) if (cells[i]![8]) format |= 1 << i
  if (cells[7]![8]) format |= 1 << 6
  if (cells[8]![8]) format |= 1 << 7
  if (cells[8]![7]) format |= 1 << 8
  for (let i = 9; i < 15; i++) if (cells[8]![14 - i]) format |= 1 << i
  const plain = (format ^ 0x5412) >> 10
  const mask = MASKS[plain & 7]!
  const corner = (r: number, c: number) => (r < 9 && c < 9) || (r < 9 && c >= size - 8) || (r >= size - 8 && c < 9) || r === 6 || c === 6
  const aligned = size > 21 ? size - 7 : 99
  const taken = (r: number, c: number) => corner(r, c) || (Math.abs(r - aligned) <= 2 && Math.abs(c - aligned) <= 2)
  const bits: number[] = []
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    const upward = ((right + 1) & 2) === 0
    for (let step = 0; step < size; step++) {
      const r = upward ? size - 1 - step : step
      for (const c of [right, right - 1]) if (!taken(r, c)) bits.push(Number(cells[r]![c]! !== mask(r, c)))
    }
  }
  const number = (from: number, length: number) => parseInt(bits.slice(from, from + length).join(''), 2)
  expect(number(0, 4), 'byte mode').toBe(4)
  const bytes = Array.from({ length: number(4, 8) }, (_, i) => number(12 + i * 8, 8))
  return { level: plain >> 3, text: new TextDecoder().decode(new Uint8Array(bytes)) }
}

describe('a pay link as a code', () => {
  it('is read back as the very text', () => {
    for (const text of ['https://a.cn/1', 'https://pay.example/p?o=123456', '懂云']) {
      const code = qrCode(text)!
      expect(read(code)).toEqual({ level: 0, text })
    }
  })

  it('grows with the text and has its corners', () => {
    expect(qrCode('a')!.length).toBe(21)
    expect(qrCode('a'.repeat(14))!.length).toBe(21)
    expect(qrCode('a'.repeat(15))!.length).toBe(25)
    const long = qrCode('x'.repeat(213))!
    expect(long.length).toBe(57)
    for (const [r, c] of [[0, 0], [0, 50], [50, 0]] as const) expect(long.slice(r, r + 7).map((row) => row.slice(c, c + 7).map(Number).join(''))).toEqual(['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'])
  })

  it('is none for a text that does not fit', () => {
    expect(qrCode('x'.repeat(214))).toBeNull()
  })

})
