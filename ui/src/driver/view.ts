import type { DriverCar } from '@/contract/DriverCar'
import type { DriverScreen } from '@/contract/DriverScreen'
import { yuan } from '@/lib/money'

import * as words from './words'
import type { Said } from './words'

/** What stands on the screen: at most one thing that the eye meets first. */
export interface View {
  kind: DriverScreen['showing']['kind'] | 'down'
  car: DriverCar | null
  title: Said
  /** The one large figure: an amount in yuan, or a count of spaces. */
  figure: { label: Said; text: string; fen: number | null } | null
  /** Short facts under it, such as how long the car stood here. */
  facts: Array<{ label: Said; text: string }>
  more: Said | null
}

const BARE = { car: null, figure: null, facts: [], more: null }

/** From what the engine says to what the driver reads. Without an engine nothing old is shown: a fee may have changed since. */
export function viewOf(screen: DriverScreen | null): View {
  if (!screen) return { ...BARE, kind: 'down', title: words.DOWN, more: words.DOWN_MORE }
  const { showing } = screen
  switch (showing.kind) {
    case 'idle': {
      if (screen.free === 0 && screen.lane?.kind === 'entry') return { ...BARE, kind: 'idle', title: words.FULL, more: words.FULL_MORE }
      return { ...BARE, kind: 'idle', title: words.WELCOME, figure: { label: words.FREE, text: String(screen.free), fen: null } }
    }
    case 'welcome':
      return { ...BARE, kind: 'welcome', car: showing.car, title: words.WELCOME }
    case 'full':
      return { ...BARE, kind: 'full', title: words.FULL, more: words.FULL_MORE }
    case 'wait':
      return { ...BARE, kind: 'wait', car: showing.car, title: words.WAIT, more: words.WAIT_MORE }
    case 'pay': {
      const parted = showing.discount_fen > 0 || showing.paid_fen > 0
      const parts: View['facts'] = parted ? [{ label: words.FEE, text: yuan(showing.fee_fen) }] : []
      if (showing.discount_fen > 0) parts.push({ label: words.OFF, text: `−${yuan(showing.discount_fen)}` })
      if (showing.paid_fen > 0) parts.push({ label: words.PAID, text: `−${yuan(showing.paid_fen)}` })
      return { ...BARE, kind: 'pay', car: showing.car, title: words.PAY, figure: { label: words.PAY, text: `¥${yuan(showing.due_fen)}`, fen: showing.due_fen }, facts: [{ label: words.stay(showing.minutes), text: '' }, ...parts] }
    }
    case 'thanks': {
      const paid = showing.paid_fen > 0 ? [{ label: words.PAID, text: `¥${yuan(showing.paid_fen)}` }] : []
      if (showing.change_fen <= 0) return { ...BARE, kind: 'thanks', car: showing.car, title: words.THANKS, facts: paid }
      const received = { label: words.RECEIVED, text: `¥${yuan(showing.tendered_fen)}` }
      return { ...BARE, kind: 'thanks', car: showing.car, title: words.THANKS, figure: { label: words.CHANGE, text: `¥${yuan(showing.change_fen)}`, fen: showing.change_fen }, facts: [received, ...paid] }
    }
  }
}
