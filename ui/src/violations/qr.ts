/** A QR code (ISO/IEC 18004) of a short text: byte mode, error correction M, versions 1 to 10, up to 213 bytes of UTF-8. */

/** By version from 1 on: correction words of a block, and how many blocks of how many data words there are. */
const BLOCKS: Array<[number, Array<[number, number]>]> = [
  [10, [[1, 16]]], [16, [[1, 28]]], [26, [[1, 44]]], [18, [[2, 32]]], [24, [[2, 43]]], [16, [[4, 27]]], [18, [[4, 31]]], [22, [[2, 38], [2, 39]]], [22, [[3, 36], [2, 37]]], [26, [[4, 43], [1, 44]]],
]
const ALIGNED: number[][] = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]]

const EXP = new Uint8Array(512)
const LOG = new Uint8Array(256)
for (let i = 0, x = 1; i < 255; i++) {
  EXP[i] = EXP[i + 255] = x
  LOG[x] = i
  x = (x << 1) ^ (x & 0x80 ? 0x11d : 0)
}

function times(a: number, b: number): number {
  return a && b ? EXP[LOG[a]! + LOG[b]!]! : 0
}

/** The correction words of a block (Reed-Solomon over GF(256)). */
function correction(data: number[], count: number): number[] {
  let generator = [1]
  for (let i = 0; i < count; i++) {
    const next = new Array<number>(generator.length + 1).fill(0)
    generator.forEach((g, at) => {
      next[at]! ^= g
      next[at + 1]! ^= times(g, EXP[i]!)
    })
    generator = next
  }
  const rest = new Array<number>(count).fill(0)
  for (const word of data) {
    const lead = word ^ rest.shift()!
    rest.push(0)
    for (let i = 0; i < count; i++) rest[i]! ^= times(generator[i + 1]!, lead)
  }
  return rest
}

/** The words of the code: data and correction, block by block in turn. */
function words(bytes: Uint8Array, version: number): number[] {
  const [per_block, groups] = BLOCKS[version - 1]!
  const room = groups.reduce((sum, [count, size]) => sum + count * size, 0)
  const bits: number[] = []
  const push = (value: number, length: number) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >> i) & 1)
  }
  push(4, 4)
  push(bytes.length, version < 10 ? 8 : 16)
  for (const byte of bytes) push(byte, 8)
  push(0, Math.min(4, room * 8 - bits.length))
  while (bits.length % 8) bits.push(0)
  const data: number[] = []
  for (let i = 0; i < bits.length; i += 8) data.push(parseInt(bits.slice(i, i + 8).join(''), 2))
  for (let pad = 0; data.length < room; pad++) data.push(pad % 2 ? 0x11 : 0xec)
  const blocks: number[][] = []
  let at = 0
  for (const [count, size] of groups) {
    for (let i = 0; i < count; i++, at += size) blocks.push(data.slice(at, at + size))
  }
  const corrections = blocks.map((block) => correction(block, per_block))
  const out: number[] = []
  for (let i = 0; i < Math.max(...blocks.map((b) => b.length)); i++) for (const block of blocks) if (i < block.length) out.push(block[i]!)
  for (let i = 0; i < per_block; i++) for (const block of corrections) out.push(block[i]!)
  return out
}

/** The remainder of a value by a generator, for the format's and the version's own correction. */
function remainder(value: number, generator: number, bits: number): number {
  let rest = value << bits
  for (let i = 31 - Math.clz32(rest); i >= bits; i = 31 - Math.clz32(rest)) rest ^= generator << (i - bits)
  return rest
}

const MASKS: Array<(row: number, column: number) => boolean> = [
  (r, c) => (r + c) % 2 === 0, (r) => r % 2 === 0, (_, c) => c % 3 === 0, (r, c) => (r + c) % 3 === 0,
  (r, c) => (Math.floor(r / 2) + Math.floor(c / 3)) % 2 === 0, (r, c) => ((r * c) % 2) + ((r * c) % 3) === 0, (r, c) => (((r * c) % 2) + ((r * c) % 3)) % 2 === 0, (r, c) => (((r + c) % 2) + ((r * c) % 3)) % 2 === 0,
]

/** How hard a code is to read (7.8.3): runs, blocks, patterns like a corner's, and light against dark. */
function penalty(cells: boolean[][]): number {
  const size = cells.length
  let points = 0
  let dark = 0
  const lines = [...cells, ...cells.map((_, column) => cells.map((row) => row[column]!))]
  for (const line of lines) {
    let run = 1
    for (let i = 1; i <= size; i++) {
      if (i < size && line[i] === line[i - 1]) run++
      else {
        if (run >= 5) points += run - 2
        run = 1
      }
    }
    const text = line.map((cell) => (cell ? '1' : '0')).join('')
    for (let i = 0; i + 11 <= size; i++) if (['10111010000', '00001011101'].includes(text.slice(i, i + 11))) points += 40
  }
  cells.forEach((row, r) =>
    row.forEach((cell, c) => {
      if (cell) dark++
      if (r && c && cell === cells[r - 1]![c] && cell === row[c - 1] && cell === cells[r - 1]![c - 1]) points += 3
    }),
  )
  return points + Math.floor(Math.abs((dark * 100) / (size * size) - 50) / 5) * 10
}

/** The code as rows of dark cells, without its quiet edge; null for a text that is too long. */
export function qrCode(text: string): boolean[][] | null {
  const bytes = new TextEncoder().encode(text)
  const room = (version: number) => BLOCKS[version - 1]![1].reduce((sum, [count, size]) => sum + count * size, 0) - (version < 10 ? 2 : 3)
  const version = BLOCKS.findIndex((_, at) => bytes.length <= room(at + 1)) + 1
  if (!version) return null
  const size = version * 4 + 17
  const cells: boolean[][] = Array.from({ length: size }, () => new Array<boolean>(size).fill(false))
  const fixed: boolean[][] = Array.from({ length: size }, () => new Array<boolean>(size).fill(false))
  const set = (row: number, column: number, dark: boolean) => {
    if (row < 0 || column < 0 || row >= size || column >= size) return
    cells[row]![column] = dark
    fixed[row]![column] = true
  }
  for (let i = 0; i < size; i++) {
    set(6, i, i % 2 === 0)
    set(i, 6, i % 2 === 0)
  }
  for (const [row, column] of [[3, 3], [3, size - 4], [size - 4, 3]] as const) {
    for (let dr = -4; dr <= 4; dr++) for (let dc = -4; dc <= 4; dc++) set(row + dr, column + dc, ![2, 4].includes(Math.max(Math.abs(dr), Math.abs(dc))))
  }
  const aligned = ALIGNED[version - 1]!
  for (const row of aligned) {
    for (const column of aligned) {
      if ((row === 6 && column === 6) || (row === 6 && column === size - 7) || (row === size - 7 && column === 6)) continue
      for (let dr = -2; dr <= 2; dr++) for (let dc = -2; dc <= 2; dc++) set(row + dr, column + dc, Math.max(Math.abs(dr), Math.abs(dc)) !== 1)
    }
  }
  // The format is written once the mask is known; its place is taken before the data comes.
  const format = (mask: number) => {
    const bits = ((mask << 10) | remainder(mask, 0x537, 10)) ^ 0x5412
    const bit = (i: number) => ((bits >> i) & 1) === 1
    for (let i = 0; i <= 5; i++) set(i, 8, bit(i))
    set(7, 8, bit(6))
    set(8, 8, bit(7))
    set(8, 7, bit(8))
    for (let i = 9; i < 15; i++) set(8, 14 - i, bit(i))
    for (let i = 0; i < 8; i++) set(8, size - 1 - i, bit(i))
    for (let i = 8; i < 15; i++) set(size - 15 + i, 8, bit(i))
    set(size - 8, 8, true)
  }
  format(0)
  if (version >= 7) {
    const bits = (version << 12) | remainder(version, 0x1f25, 12)
    for (let i = 0; i < 18; i++) {
      const dark = ((bits >> i) & 1) === 1
      set(Math.floor(i / 3), size - 11 + (i % 3), dark)
      set(size - 11 + (i % 3), Math.floor(i / 3), dark)
    }
  }
  const bits = words(bytes, version).flatMap((word) => [7, 6, 5, 4, 3, 2, 1, 0].map((i) => ((word >> i) & 1) === 1))
  let at = 0
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5
    for (let step = 0; step < size; step++) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step
      for (const column of [right, right - 1]) if (!fixed[y]![column]) cells[y]![column] = bits[at++] ?? false
    }
  }
  let best: { cells: boolean[][]; points: number } | null = null
  for (let mask = 0; mask < 8; mask++) {
    format(mask)
    const masked = cells.map((row, r) => row.map((cell, c) => (fixed[r]![c] ? cell : cell !== MASKS[mask]!(r, c))))
    const points = penalty(masked)
    if (!best || points < best.points) best = { cells: masked, points }
  }
  return best!.cells
}
