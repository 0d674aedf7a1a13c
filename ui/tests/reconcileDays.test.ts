import { describe, expect, it } from 'vitest'

import { daysProblem, span } from '@/reconcile/days'

describe('days to reconcile', () => {
  const today = '2026-11-25'
  const problem = (first: string, last = '') => daysProblem({ first, last }, today)

  it('are days, in order, and not ahead', () => {
    expect(problem('2026-11-24')).toBe(null)
    expect(problem('2026-11-24', '2026-11-25')).toBe(null)
    expect(problem('2026-11-31')).toBe('day')
    expect(problem('')).toBe('day')
    expect(problem('2026-11-25', '2026-11-24')).toBe('order')
    expect(problem('2026-11-26')).toBe('future')
  })

  it('are 31 at most', () => {
    expect(problem('2026-10-26', '2026-11-25')).toBe(null)
    expect(problem('2026-10-25', '2026-11-25')).toBe('many')
  })

  it('are counted back on China’s clock', () => {
    const midnight = Date.UTC(2026, 10, 24, 16, 0, 0)
    expect(span(midnight, 1, 1)).toEqual({ first: '2026-11-24', last: '2026-11-24' })
  })
})
