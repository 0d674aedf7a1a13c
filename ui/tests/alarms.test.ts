import { screen, waitFor } from '@testing-library/vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'

import AlarmsDesk from '@/alarms/AlarmsDesk.vue'
import { useAlarms } from '@/stores/alarms'

import { confirm, open } from './desk'
import { SilentContext } from './sound'

const tones = () => SilentContext.begun.map((tone) => tone.frequency.value)
// Before each: another file of this worker may put the globals back.
beforeEach(() => {
  SilentContext.forget()
  vi.stubGlobal('AudioContext', SilentContext)
})

describe('alarms', () => {
  it('are acknowledged by key: one is over with that, one stays until its cause is', async () => {
    const { host, user } = await open(AlarmsDesk, 'attendant')
    await waitFor(() => expect(useAlarms().list?.open).toHaveLength(3))
    expect(screen.getByTestId('alarm-detail').textContent).toContain('入口1 相机')
    await user.type(screen.getByTestId('alarm-note'), '已报修')
    await user.keyboard('{F5}')
    await waitFor(() => expect(screen.getByTestId('alarm-note-now').textContent).toBe('已报修'))
    expect(host.requests('alarm.acknowledge')).toEqual([{ no: 4, note: '已报修' }])
    expect(useAlarms().list?.open).toHaveLength(3)
    expect(useAlarms().unseen).toHaveLength(2)
  })

  it('are handed on with what the next one must know', async () => {
    const { host, user } = await open(AlarmsDesk, 'attendant')
    await waitFor(() => expect(useAlarms().list?.open).toHaveLength(3))
    await user.keyboard('{Alt>}h{/Alt}')
    await confirm(user, 'hand-on')
    await waitFor(() => expect(host.requests('alarm.hand_on')).toEqual([{ no: 4, note: '已通知维修，等待上门' }]))
    await waitFor(() => expect(screen.getByTestId('alarm-note-now').textContent).toBe('已通知维修，等待上门'))
  })

  it('are heard when they are new, louder when somebody must act, and not when they are old', async () => {
    const { host } = await open(AlarmsDesk, 'attendant')
    const alarms = useAlarms()
    await waitFor(() => expect(alarms.list?.open).toHaveLength(3))
    expect(tones()).toEqual([])
    const answered = host.fake.call.bind(host.fake)
    const first = alarms.list!.open[0]!
    vi.spyOn(host.fake, 'call').mockImplementation(async (token, name, request) => {
      const reply = await answered(token, name, request)
      if (name !== 'alarm.list') return reply
      return { open: [{ ...first, no: 9, event: { ...first.event, seq: 99 } }, ...alarms.list!.open], past: [] } as never
    })
    await alarms.load()
    expect(tones()).toEqual([880, 660, 880, 660])
    await alarms.load()
    expect(tones()).toHaveLength(4)
  })
})
