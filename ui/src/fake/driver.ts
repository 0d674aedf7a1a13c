import type { DriverScreen } from '@/contract/DriverScreen'
import type { Host } from '@/host'

const CAR = { plate: '粤BD12345', color: 'green' as const }
const SHOWINGS: Record<string, DriverScreen['showing']> = {
  idle: { kind: 'idle' },
  full: { kind: 'full' },
  welcome: { kind: 'welcome', car: { plate: '粤B12345', color: 'blue' } },
  wait: { kind: 'wait', car: CAR },
  pay: { kind: 'pay', car: CAR, minutes: 192, fee_fen: 1800, discount_fen: 0, paid_fen: 0, due_fen: 1800 },
  part: { kind: 'pay', car: CAR, minutes: 3072, fee_fen: 12_050, discount_fen: 1000, paid_fen: 2000, due_fen: 9050 },
  thanks: { kind: 'thanks', car: CAR, paid_fen: 1800, tendered_fen: 5000, change_fen: 3200 },
  exact: { kind: 'thanks', car: CAR, paid_fen: 1800, tendered_fen: 1800, change_fen: 0 },
}

/** The driver's screen in a browser: `?driver=` names what is shown, `?driver=all` goes through it. */
export function fakeDriver(): Host {
  const wanted = new URLSearchParams(location.search).get('driver') || 'idle'
  const screen = (showing: DriverScreen['showing']): DriverScreen => ({ lot_name: '科技园地面停车场', lane: { id: 'ID-out-1', name: '出口1', kind: 'exit' }, free: 128, total: 300, showing, again_ms: null })
  return {
    call: () => Promise.reject(new Error('the driver asks for nothing')),
    onNotice: () => Promise.resolve(() => {}),
    onEngine: () => Promise.resolve(() => {}),
    async onDriverScreen(hear) {
      const names = wanted === 'all' ? Object.keys(SHOWINGS) : [wanted]
      let at = 0
      const next = () => hear(SHOWINGS[names[at % names.length]!] ? screen(SHOWINGS[names[at++ % names.length]!]!) : null)
      next()
      if (names.length > 1) setInterval(next, 3_000)
    },
  }
}
