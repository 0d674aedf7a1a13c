import { stuckCar } from '@/fake/desks/exceptions'
import type { FakeHost } from '@/host.fake'

export function stage(scene: string, fake: FakeHost) {
  const { lot } = fake
  const [in1, in2, out1, out2] = lot.lanes as [typeof lot.lanes[0] & object, typeof lot.lanes[0] & object, typeof lot.lanes[0] & object, typeof lot.lanes[0] & object]
  const show: Record<string, () => void> = {
    exit: () => void lot.arriveAtExit(out1, 192),
    busy: () => {
      lot.arriveAtExit(out1, 192)
      lot.noEntry(out2)
      lot.hold(in1, 'already_inside')
      lot.hold(in2, 'refused_full')
    },
    noentry: () => {
      lot.noEntry(out1)
      lot.hold(in2, 'already_inside')
    },
    locked: () => lot.locked(out1),
    barred: () => lot.barred(in1),
    inside: () => lot.hold(in1, 'already_inside'),
    stuck: () => {
      out1.stuck = stuckCar(lot) ?? undefined
      lot.arriveAtExit(out2, 192)
    },
    noplate: () => lot.hold(in1, 'no_plate'),
    offline: () => {
      Object.assign(lot.links[0]!, { state: 'down', since: lot.now() - 23 * 60_000, last_error: '连接超时：20 秒内没有应答', waiting: 0, oldest: null })
      for (let i = 0; i < 12; i++) lot.enter(in1, lot.now() - (12 - i) * 110_000)
      const messages = lot.messages
      Object.assign(messages.at(-5)!, { state: 'refused', attempts: 1, last_outcome: { kind: 'refused', code: '1004', words: 'plateNo 过长' }, next_at: null })
      Object.assign(messages.at(-4)!, { behind: messages.at(-5)!.no })
      lot.links[0]!.needs_person = 1
      lot.arriveAtExit(out1, 192)
    },
    unknown: () => {
      fake.lose_payments = 1000
      lot.arriveAtExit(out1, 192)
    },
    down: () => {
      lot.arriveAtExit(out1, 192)
      setTimeout(() => fake.tellEngine('down'), 400)
    },
    links: () => {
      lot.arriveAtExit(out1, 192)
      for (const platform of ['charging', 'etcp', 'docloud', 'repair', 'autox3'] as const) lot.links.push({ ...lot.links[0]!, platform, state: platform === 'docloud' ? 'down' : 'up' })
    },
    first: () => (fake.needs_manager = true),
    long: () => {
      const record = lot.arriveAtExit(out1, 4 * 1440 + 300)
      if (record) {
        record.vehicle = { ...record.vehicle, plate: '粤BDF88888', plate_color: 'yellow_green', class: 'large', car_logo: '中国重汽集团有限公司' }
        out1.waiting!.quote = { ...lot.quote(record), fee_fen: 128_850, due_fen: 123_450, paid_fen: 3000, discount_fen: 2400 }
      }
    },
  }
  show[scene]?.()
}
