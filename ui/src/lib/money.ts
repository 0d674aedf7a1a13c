/** Money in 分: whole numbers only, as the engine has it. */

const LIMIT_FEN = 99_999_999

/** Yuan with two decimals and thousands marked: `1,234.50`. */
export function yuan(fen: number): string {
  const sign = fen < 0 ? '-' : ''
  const abs = Math.abs(fen)
  const whole = Math.floor(abs / 100)
  const cents = abs % 100
  return `${sign}${String(whole).replace(/\B(?=(\d{3})+$)/g, ',')}.${String(cents).padStart(2, '0')}`
}

/** Yuan as short as it may be said on a button: `20`, `18.50`. */
export function shortYuan(fen: number): string {
  return fen % 100 === 0 ? yuan(fen).slice(0, -3) : yuan(fen)
}

/** Reads what was typed: `20`, `18.5`, `.5`. Null for anything that is no amount with at most two decimals. */
export function parseYuan(text: string): number | null {
  const match = /^(\d{0,6})(?:\.(\d{0,2}))?$/.exec(text.trim())
  if (!match || (!match[1] && !match[2])) return null
  const fen = Number(match[1] || '0') * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  return fen <= LIMIT_FEN ? fen : null
}

/** Keeps of what was typed only what an amount may hold, so that a slip of a key changes nothing. */
export function cleanAmount(text: string): string {
  const half = text.replace(/[０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).replace(/[。．]/g, '.')
  const digits = half.replace(/[^\d.]/g, '')
  const dot = digits.indexOf('.')
  if (dot < 0) return digits.slice(0, 6)
  return `${digits.slice(0, dot).slice(0, 6)}.${digits.slice(dot + 1).replace(/\./g, '').slice(0, 2)}`
}

const DIGITS = [...'零壹贰叁肆伍陆柒捌玖']
const PLACES = ['', '拾', '佰', '仟']
const GROUPS = ['', '万', '亿', '兆']

/** Money as it is written on papers: `壹仟肆佰零玖元伍角`, `陆仟零柒元壹角肆分`, `伍元整`; below nothing with 负 before it. */
export function inWords(fen: number): string {
  if (fen === 0) return '零元整'
  const abs = Math.abs(fen)
  const [whole, jiao, rest] = [Math.floor(abs / 100), Math.floor((abs % 100) / 10), abs % 10]
  let text = ''
  let zero = false
  const figures = String(whole)
  for (let i = 0; i < figures.length; i++) {
    const place = figures.length - 1 - i
    const digit = Number(figures[i])
    if (digit === 0) zero = true
    else {
      text += (zero && text !== '' ? '零' : '') + DIGITS[digit] + PLACES[place % 4]
      zero = false
    }
    if (place % 4 === 0 && place > 0 && Number(figures.slice(Math.max(0, i - 3), i + 1)) > 0) {
      text += GROUPS[place / 4]
      zero = false
    }
  }
  if (whole > 0) text += '元'
  if (jiao > 0) text += (whole > 0 && whole % 10 === 0 ? '零' : '') + `${DIGITS[jiao]}角`
  if (rest > 0) text += (jiao === 0 && whole > 0 ? '零' : '') + `${DIGITS[rest]}分`
  if (rest === 0) text += jiao === 0 ? '整' : ''
  return (fen < 0 ? '负' : '') + text
}

const NOTES_FEN = [500, 1000, 2000, 5000, 10_000]

/** What a driver is likely to hand over beyond the exact sum: the next sums of whole notes, three at most. */
export function nextNotes(dueFen: number): number[] {
  if (dueFen <= 0) return []
  const sums = NOTES_FEN.map((note) => Math.ceil(dueFen / note) * note).filter((sum) => sum > dueFen)
  return [...new Set(sums)].sort((a, b) => a - b).slice(0, 3)
}
