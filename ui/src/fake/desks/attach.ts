import type { PcRow } from '@/contract/PcRow'

import { refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

const HOUR = 3_600_000

/** Three PCs: one that is here now, one that was here yesterday, one that may not come any more. */
export function attachAnswers(lot: FakeLot, from_afar: boolean): Answers {
  const pc = (name: string, more: Partial<PcRow>): PcRow => ({ pc_id: lot.guid(), name, admitted_at: lot.now() - 200 * HOUR, admitted_by: '经理', revoked_at: null, revoked_by: null, seen_at: null, seen_from: null, open: 0, ...more })
  const pcs: PcRow[] = [
    pc('经理办公室', { seen_at: lot.now() - HOUR / 6, seen_from: '192.168.1.31', open: 1 }),
    pc('财务室', { seen_at: lot.now() - 26 * HOUR, seen_from: '192.168.1.42' }),
    pc('旧笔记本', { seen_at: lot.now() - 190 * HOUR, seen_from: '192.168.1.77', revoked_at: lot.now() - 100 * HOUR, revoked_by: '经理' }),
  ]
  const sha256 = Array.from({ length: 32 }, (_, i) => ((i * 41 + 7) % 256).toString(16).padStart(2, '0')).join('')
  const door = { address: '0.0.0.0:5290', host: '192.168.1.20', sha256, turned_away: { wrong_keys: 2, locked_out: 0, too_many: 0, not_ours: 5, last_at: lot.now() - 3 * HOUR, last_from: '192.168.1.99' } }
  return {
    'attach.list': () => ({ door, may_admit: !from_afar, pcs }),
    'attach.admit': ({ name, host }) => {
      if (pcs.some((one) => one.revoked_at === null && one.name === name)) refuse('name_taken', '已有同名的电脑，请换一个名称，或先撤销那一台', 'A PC of this name may attach already; choose another name or revoke that one.', 'name')
      const row = pc(name, { admitted_at: lot.now() })
      pcs.unshift(row)
      return { pc_id: row.pc_id, name, line: `lotdesk://${host ?? door.host}:5290/#${sha256}.${'5e'.repeat(32)}` }
    },
    'attach.revoke': ({ pc_id }) => {
      const row = pcs.find((one) => one.pc_id === pc_id) ?? refuse('not_found', '没有这台电脑', 'There is no such PC.', 'pc_id')
      Object.assign(row, { revoked_at: lot.now(), revoked_by: '经理', open: 0 })
      return {}
    },
  }
}
