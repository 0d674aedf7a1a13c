import { fireEvent } from '@testing-library/vue'
import { nextTick } from 'vue'
import { describe, expect, it } from 'vitest'

import type { DriverScreen as Screen } from '@/contract/DriverScreen'
import DriverRefused from '@/driver/DriverRefused.vue'
import DriverScreen from '@/driver/DriverScreen.vue'
import DriverSettingPart from '@/driver/DriverSetting.vue'
import { viewOf } from '@/driver/view'
import { stay } from '@/driver/words'
import type { DriverSetting } from '@/host'
import { useBoard } from '@/stores/board'
import { useDriver } from '@/stores/driver'

import { begin, lane, refusal, show } from './support'

const CAR = { plate: '粤BD12345', color: 'green' as const }
const screen = (showing: Screen['showing'], more: Partial<Screen> = {}): Screen => ({ lot_name: '科技园', lane: { id: 'ID-out-1', name: '出口1', kind: 'exit' }, free: 12, total: 300, showing, again_ms: null, ...more })

describe('what a driver reads', () => {
  it('is the fee, with what was let off and paid only where something was', () => {
    const plain = viewOf(screen({ kind: 'pay', car: CAR, minutes: 192, fee_fen: 1800, discount_fen: 0, paid_fen: 0, due_fen: 1800 }))
    expect([plain.figure?.text, plain.figure?.fen, plain.facts.map((fact) => fact.label.zh)]).toEqual(['¥18.00', 1800, ['停车 3 小时 12 分']])
    const parted = viewOf(screen({ kind: 'pay', car: CAR, minutes: 60, fee_fen: 1800, discount_fen: 200, paid_fen: 500, due_fen: 1100 }))
    expect(parted.facts.slice(1).map((fact) => `${fact.label.zh} ${fact.text}`)).toEqual(['停车费 18.00', '优惠 −2.00', '已付 −5.00'])
  })

  it('is the change first where some goes back, and thanks alone where not', () => {
    const change = viewOf(screen({ kind: 'thanks', car: CAR, paid_fen: 1800, tendered_fen: 5000, change_fen: 3200 }))
    expect([change.figure?.label.zh, change.figure?.text, change.facts[0]?.text]).toEqual(['找零', '¥32.00', '¥50.00'])
    const exact = viewOf(screen({ kind: 'thanks', car: CAR, paid_fen: 1800, tendered_fen: 1800, change_fen: 0 }))
    expect([exact.figure, exact.title.zh]).toEqual([null, '谢谢，一路平安'])
  })

  it('is the free spaces when nobody is there, and that the lot is full at a full lot’s entry', () => {
    expect(viewOf(screen({ kind: 'idle' })).figure?.text).toBe('12')
    expect(viewOf(screen({ kind: 'idle' }, { free: 0, lane: { id: 'I', name: '入口1', kind: 'entry' } })).title.zh).toBe('车位已满')
    expect(viewOf(screen({ kind: 'idle' }, { free: 0 })).figure?.text).toBe('0')
  })

  it('is nothing old while the engine does not answer', () => {
    expect([viewOf(null).kind, viewOf(null).figure, viewOf(null).car]).toEqual(['down', null, null])
  })

  it('counts days, hours and minutes', () => {
    expect([stay(0).zh, stay(60).zh, stay(1500).zh, stay(1500).en]).toEqual(['停车 0 分', '停车 1 小时', '停车 1 天 1 小时', 'Parked 1 d 1 h'])
  })
})

describe('the driver’s window', () => {
  it('shows what it hears and asks for nothing', async () => {
    const host = begin({}, null)
    let hear: (screen: Screen | null) => void = () => {}
    Object.assign(host, { onDriverScreen: async (told: typeof hear) => void (hear = told) })
    const { getByTestId, queryByTestId } = show(DriverScreen)
    expect(getByTestId('driver').dataset.kind).toBe('starting')
    hear(screen({ kind: 'pay', car: CAR, minutes: 192, fee_fen: 1800, discount_fen: 0, paid_fen: 0, due_fen: 1800 }))
    await nextTick()
    expect([getByTestId('driver').dataset.kind, getByTestId('driver-figure').dataset.fen, getByTestId('driver-plate').textContent]).toEqual(['pay', '1800', '粤BD12345'])
    hear(null)
    await nextTick()
    expect([getByTestId('driver').dataset.kind, queryByTestId('driver-plate')]).toEqual(['down', null])
    expect(host.asked).toEqual([])
  })
})

describe('the console', () => {
  function withWindow(kept: DriverSetting) {
    const host = begin({})
    Object.assign(host, { driver: { state: async () => ({ ...kept }), show: async (open: boolean, lane_id: string | null) => Object.assign(kept, { open, lane_id: lane_id ?? kept.lane_id }) } })
    useBoard().$patch((state) => void (state.lanes = [lane('in-1', 'entry'), lane('out-1', 'exit'), lane('out-2', 'exit')]))
    return kept
  }

  it('opens it at the exit in front the first time, and where it stood from then on', async () => {
    const kept = withWindow({ open: false, lane_id: null })
    await useDriver().toggle('ID-out-2')
    expect(kept).toEqual({ open: true, lane_id: 'ID-out-2' })
    await useDriver().toggle('ID-out-1')
    expect(kept).toEqual({ open: false, lane_id: 'ID-out-2' })
    await useDriver().toggle('ID-out-1')
    expect(kept).toEqual({ open: true, lane_id: 'ID-out-2' })
  })

  it('says in words that another console has it, at whatever desk its key was pressed', async () => {
    const host = begin({})
    const why = refusal('not_possible_now', '顾客屏已由本机另一个控制台打开', 'Another console on this machine has it.')
    let elsewhere = true
    Object.assign(host, { driver: { state: async () => ({ open: false, lane_id: null }), show: async () => { if (elsewhere) throw why; return { open: true, lane_id: null } } } })
    const { getByTestId, queryByTestId } = show(DriverRefused)
    expect(queryByTestId('driver-refused')).toBeNull()
    await useDriver().toggle()
    await nextTick()
    expect(getByTestId('driver-refused').textContent).toContain('另一个控制台')
    await fireEvent.click(getByTestId('driver-refused-close'))
    expect(queryByTestId('driver-refused')).toBeNull()
    elsewhere = false
    await useDriver().toggle()
    await nextTick()
    expect(queryByTestId('driver-refused')).toBeNull()
  })

  it('says in the settings where it stands, and moves it', async () => {
    const kept = withWindow({ open: true, lane_id: null })
    const { findByTestId, getByTestId } = show(DriverSettingPart)
    expect((await findByTestId('settings-driver-lane-ID-out-1')).getAttribute('aria-checked')).toBe('true')
    await fireEvent.click(getByTestId('settings-driver-lane-ID-out-2'))
    await nextTick()
    expect(kept).toEqual({ open: true, lane_id: 'ID-out-2' })
  })
})
