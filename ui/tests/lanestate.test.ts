import { screen, waitFor } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import BoothScreen from '@/booth/BoothScreen.vue'
import { useBoard } from '@/stores/board'

import { confirm, open } from './desk'

describe('a lane’s state', () => {
  it('is set from the booth by key, with what that means and why', async () => {
    const { host, lot, user } = await open(BoothScreen, 'attendant')
    await waitFor(() => expect(useBoard().ready).toBe(true))
    await user.keyboard('{Shift>}{F3}{/Shift}')
    const sheet = await screen.findByTestId('lane-state')
    await user.click(screen.getByTestId('lane-state-lane-in-1'))
    expect(sheet.textContent).toContain('停止自动放行')
    await confirm(user, 'lane-state')
    await waitFor(() => expect(host.requests('lane.set_state')).toEqual([{ lane_id: lot.lanes[0]!.id, state: 'closed', reason: '道闸故障' }]))
    await waitFor(() => expect(screen.getByTestId('entry-lane-in-1').textContent).toContain('停用'))
    await user.keyboard('{Shift>}{F3}{/Shift}')
    await user.click(await screen.findByTestId('lane-state-lane-in-1'))
    expect(screen.getByTestId('lane-state').textContent).toContain('目前停用：道闸故障')
    // What it is already is no act.
    await user.click(screen.getByTestId('lane-state-to-closed'))
    await confirm(user, 'lane-state')
    expect(host.requests('lane.set_state')).toHaveLength(1)
  })
})
