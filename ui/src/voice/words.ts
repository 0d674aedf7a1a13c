import type { Quote } from '@/contract/Quote'

/**
 * What is said aloud, and how a plate is spelt for the ear: sign by sign, 1 as 幺, since 一 is heard for 七. All of the
 * voice's words are in this file.
 */
export type Tongue = 'zh-CN' | 'en'

const SENTENCE: Record<Tongue, (plate: string, fee: string) => string> = {
  'zh-CN': (plate, fee) => `${plate}，请缴费，${fee}。`,
  en: (plate, fee) => `${plate}. Please pay ${fee}.`,
}
const NO_PLATE: Record<Tongue, string> = { 'zh-CN': '无牌车', en: 'Car without a plate' }
const DIGITS: Record<Tongue, string[]> = {
  'zh-CN': ['零', '幺', '二', '三', '四', '五', '六', '七', '八', '九'],
  en: ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'],
}
/** An English voice reads no Chinese signs. */
const SIGNS: Record<string, string> = {
  京: 'Jing', 津: 'Jin', 冀: 'Ji', 晋: 'Jin', 蒙: 'Meng', 辽: 'Liao', 吉: 'Ji', 黑: 'Hei', 沪: 'Hu', 苏: 'Su', 浙: 'Zhe', 皖: 'Wan', 闽: 'Min', 赣: 'Gan', 鲁: 'Lu', 豫: 'Yu', 鄂: 'E', 湘: 'Xiang', 粤: 'Yue', 桂: 'Gui', 琼: 'Qiong', 渝: 'Yu', 川: 'Chuan', 贵: 'Gui', 云: 'Yun', 藏: 'Zang',
  陕: 'Shan', 甘: 'Gan', 青: 'Qing', 宁: 'Ning', 新: 'Xin', 港: 'Gang', 澳: 'Ao', 学: 'Xue', 警: 'Jing', 使: 'Shi', 领: 'Ling', 挂: 'Gua', 临: 'Lin',
}

/** A plate, sign by sign. */
export function spellPlate(plate: string, tongue: Tongue): string {
  if (plate === '') return NO_PLATE[tongue]
  return [...plate].map((sign) => (/\d/.test(sign) ? DIGITS[tongue][Number(sign)]! : tongue === 'en' ? (SIGNS[sign] ?? sign) : sign)).join(' ')
}

/** An amount as it is spoken: 18元5角, 18 yuan 50. */
export function sayFee(fen: number, tongue: Tongue): string {
  const [yuan, rest] = [Math.floor(fen / 100), fen % 100]
  if (tongue === 'en') return rest ? `${yuan} yuan ${String(rest).padStart(2, '0')}` : `${yuan} yuan`
  const [jiao, last] = [Math.floor(rest / 10), rest % 10]
  return `${yuan}元${jiao ? `${jiao}角` : last ? '零' : ''}${last ? `${last}分` : ''}`
}

/** What a driver at the exit hears. */
export function sayDue(quote: Quote, tongue: Tongue): string {
  return SENTENCE[tongue](spellPlate(quote.vehicle.plate, tongue), sayFee(quote.due_fen, tongue))
}
