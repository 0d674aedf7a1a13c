import { fireEvent, screen, waitFor } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'
import { defineComponent, h } from 'vue'

import DebtsPane from '@/cars/DebtsPane.vue'
import WalkCloseSheet from '@/cars/WalkCloseSheet.vue'
import { AT_ONCE } from '@/cars/walk'
import ServePane from '@/etcp/ServePane.vue'
import ActSheet from '@/parts/ActSheet.vue'
import { useSession } from '@/stores/session'

import { begin, NOW, press, settle, show } from './support'

const pause = () => {
  let go = (_: unknown) => {}
  const until = new Promise((resolve) => (go = resolve))
  return { until, go }
}

describe('a sheet whose act is under way', () => {
  it('stays until its outcome is there, though the screen can be locked', async () => {
    begin({ 'operator.sign_out': () => ({}) })
    const { until, go } = pause()
    const closed: string[] = []
    show(defineComponent({ setup: () => () => h(ActSheet, { title: 'T', testid: 'act', submit: 'S', run: () => until, onClose: () => closed.push('close') }) }))
    await settle()
    press('Enter')
    await settle()
    press('Escape')
    await fireEvent.click(screen.getByTestId('act-close'))
    await fireEvent.mouseDown(document.querySelector('.shade')!)
    expect(closed).toEqual([])
    press('F9')
    expect(useSession().locked).toBe(true)
    go(null)
    await settle()
    expect(closed).toEqual(['close'])
  })

  it('tells of the portions that were done when one is not answered, and asks for the rest alone', async () => {
    const ids = Array.from({ length: AT_ONCE + 3 }, (_, i) => `R${i}`)
    let times = 0
    const host = begin({
      'walk.close': ({ record_ids }) => {
        if (++times === 2) throw new Error('lost')
        return { rows: record_ids.map((record_id) => ({ record_id, owed_fen: 100, refusal: null })) }
      },
    })
    const view = show(WalkCloseSheet, { ids, due_fen: 0 })
    await settle()
    await fireEvent.update(screen.getByTestId('walk-sheet-reason'), '巡场未见')
    press('Enter')
    await waitFor(() => expect(screen.getByTestId('walk-sheet').textContent).toContain('没有应答'))
    expect(view.emitted('done')).toMatchObject([[{ length: AT_ONCE }, true]])
    press('Enter')
    await waitFor(() => expect(host.requests('walk.close')).toHaveLength(3))
    expect(host.requests('walk.close')[2]!.record_ids).toEqual(ids.slice(AT_ONCE))
    await waitFor(() => expect(view.emitted('close')).toHaveLength(1))
  })
})

describe('change', () => {
  it('for a debt is said after its sheet is gone', async () => {
    begin({
      'arrears.list': () => ({ rows: [{ record_id: 'A', plate: '粤B12345', entered_at: NOW, left_at: NOW, owed_fen: 1800, by_platform: false, overdue_since: null, reported: false }], owed_fen: 1800 }),
      'arrears.collect': () => ({ charge_id: 'C', change_fen: 8200, left: false, gate_command_id: null }),
    })
    show(DebtsPane)
    await settle()
    await fireEvent.click(screen.getByTestId('debt-collect'))
    await fireEvent.update(await screen.findByTestId('debt-received'), '100')
    press('Enter')
    await waitFor(() => expect(screen.queryByTestId('debt-sheet')).toBeNull())
    expect(screen.getByTestId('debts').textContent).toContain('粤B12345 已收 ¥18.00，找零 ¥82.00')
  })

  it('for a stay in an ETCP lot is said after its sheet is gone', async () => {
    const quote = { quote_id: 'Q', plate: '粤B12345', order_id: 'O', parking_id: 'P', parking_name: '试验车场', entered_at: NOW, fee_fen: 1800, remaining_fen: 1800, at: NOW, holds_until: NOW + 600_000 }
    begin({
      'etcp.fee': () => ({ quotes: [quote] }),
      'etcp.history': () => ({ stays: [] }) as never,
      'etcp.accounts': () => ({ accounts: [] }) as never,
      'etcp.pay': () => ({ payment: { order_id: 'O' }, change_fen: 8200 }) as never,
    })
    const account = { account_id: 'A', person_id: 'P', phone: null, way: null, signed_at: null, signed_until: null, code_again_at: null, cars: [], bound_this_month: 0 }
    show(ServePane, { state: { set_up: true, demo_code: null, held_fen: 0, payable_fen: 0, open: 0, position: null }, account, plate: '粤B12345' })
    await fireEvent.click(await screen.findByTestId('etcp-pay'))
    await fireEvent.update(await screen.findByTestId('etcp-received'), '100')
    press('Enter')
    await waitFor(() => expect(screen.queryByTestId('etcp-pay-sheet')).toBeNull())
    expect(screen.getByTestId('etcp-told-change').textContent).toContain('82.00')
  })
})
