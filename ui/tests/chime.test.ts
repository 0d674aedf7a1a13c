import { beforeEach, expect, it, vi } from 'vitest'

import { SilentContext } from './sound'

beforeEach(() => {
  vi.resetModules()
  SilentContext.forget()
  vi.stubGlobal('AudioContext', SilentContext)
})

const end = (count: number) => SilentContext.begun.splice(0, count).forEach((tone) => tone.onended?.())

it('runs the sound system as long as a tone sounds, and no longer', async () => {
  const { chime } = await import('@/lib/chime')
  chime('act')
  expect(SilentContext.begun).toHaveLength(4)
  end(3)
  chime('look')
  end(1)
  expect(SilentContext.running, 'the second alarm still sounds').toBe(true)
  end(1)
  expect(SilentContext.running).toBe(false)
  chime('look')
  expect(SilentContext.running, 'sounds again').toBe(true)
})

it('stays silent where there is no sound', async () => {
  vi.stubGlobal('AudioContext', undefined)
  const { chime } = await import('@/lib/chime')
  expect(() => chime('act')).not.toThrow()
})
