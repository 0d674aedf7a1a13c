import { screen } from '@testing-library/vue'
import { describe, expect, it } from 'vitest'

import type { Role } from '@/contract/Role'
import NavRail from '@/parts/NavRail.vue'
import { DESKS, SCREENS } from '@/stores/nav'

import { open } from './desk'

async function rail(role: Role) {
  await open(NavRail, role)
  return screen.getAllByTestId(/^nav-/).map((button) => button.dataset.testid!.slice(4))
}

describe('the rail', () => {
  it('has every desk once, each with a digit of its own', () => {
    const desks = DESKS.flat()
    expect(desks.map((desk) => desk.screen)).toEqual([...SCREENS])
    expect(new Set(desks.map((desk) => desk.key)).size).toBe(desks.length)
  })

  it('shows a manager all of them, and others what they have something to do at', async () => {
    expect(await rail('manager')).toEqual([...SCREENS])
  })

  it('keeps the books from the booth', async () => {
    const desks = await rail('attendant')
    expect(desks).toContain('lists')
    expect(desks).not.toContain('reconcile')
  })
})
