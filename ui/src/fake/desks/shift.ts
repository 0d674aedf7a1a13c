import type { CashCount } from '@/contract/CashCount'
import type { ShiftSheet } from '@/contract/ShiftSheet'
import type { ShiftView } from '@/contract/ShiftView'
import { yuan } from '@/lib/money'

import { needReason, refuse, type Answers } from '../answers'
import type { FakeLot } from '../lot'

const PIECES = [10_000, 5_000, 2_000, 1_000, 500, 100, 50, 10, 1]

/** A made-up drawer: after the float, cash of 318.00 came in. */
export function shiftAnswers(lot: FakeLot): Answers {
  const TAKEN = 31_800
  let no = 41
  const past: ShiftView[] = []
  const sheets = new Map<string, ShiftSheet>()
  let open: ShiftView | null = null

  function counted(pieces: CashCount[], expected_fen: number): ShiftView['counted'] {
    const counted_fen = pieces.reduce((sum, line) => sum + line.denomination_fen * line.pieces, 0)
    return { at: lot.now(), pieces, counted_fen, expected_fen, difference_fen: counted_fen - expected_fen, stale: false }
  }
  function sheetOf(shift: ShiftView): ShiftSheet {
    const count = shift.counted!
    const lines = ['演示停车场', '交班单', '-'.repeat(32), `班次 ${shift.no}  当班人 ${shift.operator}`, '-'.repeat(32), '【现金】', `备用金 ${yuan(shift.float_fen)}`, `现金收入 ${yuan(TAKEN)}`, `应有 ${yuan(count.expected_fen)}`, `实点 ${yuan(count.counted_fen)}`, `长短款 ${yuan(count.difference_fen)}`, ...(shift.reason ? [`原因：${shift.reason}`] : []), '-'.repeat(32), '【未完事项】', '待上传消息 3']
    return { shift, closed_by: shift.operator, taken: [{ pay_type: 'cash', payments: 26, received_fen: TAKEN }], discount_fen: 1200, cash_in_fen: TAKEN, cash_out_fen: 0, acts: [], left_open: [{ kind: 'messages_waiting', count: 3 }], head_seq: 4711, head_hash: '9f2c'.repeat(16), lines }
  }
  function close(shift: ShiftView, reason: string | null): ShiftSheet {
    const done: ShiftView = { ...shift, closed_at: lot.now(), reason }
    past.unshift(done)
    const sheet = sheetOf(done)
    sheets.set(done.id, sheet)
    return sheet
  }
  for (const [operator, apart] of [['值班员', 0], ['经理', -200], ['值班员', 0]] as const) {
    const shift: ShiftView = { id: `00000000-0000-4000-8000-0000000000${no}`, no: no++, operator, opened_at: lot.now() - (45 - no) * 12 * 3600_000, float_fen: 20_000, counts: 1, counted: null, closed_at: null, reason: null }
    shift.counted = { ...counted([], 20_000 + TAKEN)!, counted_fen: 20_000 + TAKEN + apart, difference_fen: apart }
    close(shift, apart ? '找零给错' : null)
  }
  const mine = (): ShiftView => open ?? refuse('not_found', '没有这个班次', 'There is no such shift.', 'shift_id')

  return {
    'shift.current': () => ({ shift: open, denominations: PIECES }),
    'shift.open': ({ request_id, float_fen }) => {
      open ??= { id: request_id, no: no++, operator: '值班员', opened_at: lot.now(), float_fen, counts: 0, counted: null, closed_at: null, reason: null }
      return open
    },
    'shift.count': ({ pieces }) => {
      const shift = mine()
      return (open = { ...shift, counts: shift.counts + 1, counted: counted(pieces, shift.float_fen + TAKEN) })
    },
    'shift.close': ({ reason }) => {
      const shift = mine()
      if (!shift.counted) refuse('not_possible_now', '请先清点钱箱', 'Count the drawer first.')
      if (shift.counted.difference_fen) needReason(reason ?? '')
      open = null
      return close(shift, reason ?? null)
    },
    'shift.sheet': ({ shift_id }) => sheets.get(shift_id) ?? refuse('not_possible_now', '请先清点钱箱', 'Count the drawer first.'),
    'shift.print': () => ({}),
    'shift.list': () => ({ shifts: past, more: false }),
  }
}
