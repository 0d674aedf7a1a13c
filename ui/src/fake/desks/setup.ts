import type { Lot } from '@/contract/Lot'
import { newGuid } from '@/lib/guid'

import { refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

/** The lot's set-up: the made-up lot, or the sample of assets/lot where nobody has set anything up. */
export function setupAnswers(lot: FakeLot): Answers {
  const equipment = (code: string, name: string): Lot['lanes'][number]['equipment'] => [{ id: newGuid(), code: `CAM-${code.toUpperCase()}`, name: `${name}车牌识别`, kind: 'camera' }, { id: newGuid(), code: `GATE-${code.toUpperCase()}`, name: `${name}道闸`, kind: 'gate' }]
  const lane = (code: string, name: string, kind: 'entry' | 'exit'): Lot['lanes'][number] => ({ id: newGuid(), code, name, kind, area: 'A', equipment: equipment(code, name) })
  let current: Lot = {
    park_code: '44030000000000000000', name: '我的停车场', kind: 'outdoor', district_code: '440304', road: '示例路', operator_code: 'OPERATOR01', owner: '产权单位', service_type: 8, public_info: '00:00~24:00', areas: [{ code: 'A', name: '停车区', total_spaces: 50, lease_spaces: 0 }],
    lanes: [lane('in-1', '入口1', 'entry'), lane('out-1', '出口1', 'exit')], spaces: [], garages: [], permit: null, free_exit_minutes: 15, same_read_seconds: 30, payment: { deduction: 'off', request_wait_seconds: 30, refund_limit_fen: 2000, gate_wait_seconds: 15 }, position: null,
    booking: { reservable_spaces: null, deposit_when_cancelled: 'returned', deposit_when_expired: 'kept', deposit_counts_towards_fee: true }, guidance: { offered_most: 2, holds_minutes: 120 },
  }
  return {
    'lot.current': () => ({ lot: current }),
    'lot.set': ({ lot: given }) => {
      if (!/^\d{20}$/.test(given.park_code)) refuse('bad_field', '停车场编号须为 20 位数字', 'The lot’s number has 20 digits.', 'lot.park_code')
      current = given
      lot.event('lot_set', 'info', lot.now(), null, null, null, {})
      return {}
    },
  }
}
