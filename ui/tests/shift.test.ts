import { screen, waitFor } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import ShiftDesk from '@/shift/ShiftDesk.vue'

import { open } from './desk'

/** Counts note by note, Enter by Enter: two hundreds, then these ten-yuan notes. */
async function count(user: Awaited<ReturnType<typeof open>>['user'], tens: string) {
  await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('shift-pieces-10000')))
  await user.keyboard(`5{Enter}{Enter}{Enter}${tens}{Enter}{Enter}{Enter}{Enter}{Enter}{Enter}`)
  await screen.findByTestId('shift-count-sure')
  await waitFor(() => expect(screen.getByTestId('shift-count-give').dataset.armed).toBe('true'))
}

describe('a shift', () => {
  it('is begun, counted blind and handed over by keys alone', async () => {
    const { host, user } = await open(ShiftDesk, 'attendant')
    const float = await screen.findByTestId('shift-float')
    expect(document.activeElement).toBe(float)
    await user.keyboard('200{Enter}')
    await screen.findByTestId('shift-count')
    expect(host.requests('shift.open')[0]).toMatchObject({ float_fen: 20_000 })
    // 518.00 should be there, and nothing on the screen says so.
    expect(document.body.textContent).not.toContain('518')
    await count(user, '1')
    expect(screen.getByTestId('shift-count-sum').textContent).toBe('510.00')
    expect(host.requests('shift.count')).toHaveLength(0)
    await user.keyboard('{Enter}')
    expect((await screen.findByTestId('shift-expected')).textContent).toBe('518.00')
    expect(screen.getByTestId('shift-difference').textContent).toBe('-8.00')
    // A difference wants its reason.
    await user.keyboard('{Enter}')
    expect(host.requests('shift.close')).toHaveLength(0)
    screen.getByTestId('shift-reason').focus()
    await user.keyboard('{ArrowDown}{Enter}')
    await waitFor(() => expect(screen.getByTestId('shift-sheet').textContent).toContain('长短款 -8.00'))
    expect(host.requests('shift.close')[0]).toMatchObject({ reason: '找零给错' })
    await screen.findByTestId('shift-open')
    await user.keyboard('{Alt>}p{/Alt}')
    await screen.findByTestId('shift-printed')
  })

  it('is not counted for good by a key held down, nor by a double click', async () => {
    const { host, user } = await open(ShiftDesk, 'attendant')
    await user.type(await screen.findByTestId('shift-float'), '200{Enter}')
    const first = await screen.findByTestId('shift-pieces-10000')
    await waitFor(() => expect(document.activeElement).toBe(first))
    await user.keyboard('{Enter>30/}')
    expect(document.activeElement).toBe(screen.getByTestId('shift-pieces-5000'))
    await user.dblClick(screen.getByTestId('shift-count-give'))
    expect(screen.getByTestId('shift-count-sure')).toBeTruthy()
    expect(host.requests('shift.count')).toEqual([])
  })

  it('has its sheet shown though the journal tells of its end before the answer is there', async () => {
    const { host, lot, user } = await open(ShiftDesk, 'attendant')
    let come = () => {}
    host.late = { name: 'shift.close', until: new Promise((resolve) => (come = resolve)) }
    await screen.findByTestId('shift-float')
    await user.keyboard('200{Enter}')
    await count(user, '1')
    await user.keyboard('{Enter}')
    await screen.findByTestId('shift-expected')
    screen.getByTestId('shift-reason').focus()
    await user.keyboard('{ArrowDown}{Enter}')
    await waitFor(() => expect(host.requests('shift.close')).toHaveLength(1))
    lot.tell([{ kind: 'event', event: lot.event('shift_closed', 'info', lot.now(), null, null, null) }])
    await screen.findByTestId('shift-open')
    come()
    await waitFor(() => expect(screen.getByTestId('shift-sheet').textContent).toContain('长短款 -8.00'))
  })

  it('can be counted once more, and a wrong float is said beside its field', async () => {
    const { host, user } = await open(ShiftDesk, 'attendant')
    await screen.findByTestId('shift-float')
    await user.keyboard('{Enter}')
    expect(screen.getByTestId('shift-float-note').textContent).toContain('两位小数')
    await user.keyboard('0{Enter}')
    await screen.findByTestId('shift-count')
    await count(user, '')
    // Esc steps back to the notes, which are still there.
    await user.keyboard('{Escape}')
    expect(screen.queryByTestId('shift-count-sure')).toBeNull()
    expect(screen.getByTestId<HTMLInputElement>('shift-pieces-10000').value).toBe('5')
    await user.click(screen.getByTestId('shift-count-give'))
    await waitFor(() => expect(screen.getByTestId('shift-count-give').dataset.armed).toBe('true'))
    await user.click(screen.getByTestId('shift-count-give'))
    await screen.findByTestId('shift-hand-over')
    await user.keyboard('{Alt>}r{/Alt}')
    await screen.findByTestId('shift-count')
    expect(host.requests('shift.count')).toHaveLength(1)
  })

  it('shows the sheets of earlier ones', async () => {
    const { user } = await open(ShiftDesk, 'attendant')
    expect((await screen.findByTestId('shift-past')).dataset.count).toBe('3')
    await user.click(screen.getByTestId('shift-42'))
    await waitFor(() => expect(screen.getByTestId('shift-sheet').textContent).toContain('原因：找零给错'))
  })
})
