import { beforeEach, expect, it, vi } from 'vitest'

/** A sound system that tells whether it runs, and ends tones when it is told to. */
class Sound {
  static running = false
  static tones: { onended: (() => void) | null }[] = []
  currentTime = 0
  destination = {}
  resume() {
    Sound.running = true
    return Promise.resolve()
  }
  suspend() {
    Sound.running = false
    return Promise.resolve()
  }
  createOscillator() {
    const tone = { frequency: { value: 0 }, onended: null, connect: (next: object) => next, start: () => {}, stop: () => {} }
    Sound.tones.push(tone)
    return tone
  }
  createGain() {
    return { gain: { setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} }, connect: (next: object) => next }
  }
}

beforeEach(() => {
  Sound.running = false
  Sound.tones = []
  vi.resetModules()
  vi.stubGlobal('AudioContext', Sound)
})

const end = (count: number) => Sound.tones.splice(0, count).forEach((tone) => tone.onended?.())

it('runs the sound system as long as a tone sounds, and no longer', async () => {
  const { chime } = await import('@/lib/chime')
  chime('act')
  expect(Sound.tones).toHaveLength(4)
  end(3)
  chime('look')
  end(1)
  expect(Sound.running, 'the second alarm still sounds').toBe(true)
  end(1)
  expect(Sound.running).toBe(false)
  chime('look')
  expect(Sound.running, 'sounds again').toBe(true)
})

it('stays silent where there is no sound', async () => {
  vi.stubGlobal('AudioContext', undefined)
  const { chime } = await import('@/lib/chime')
  expect(() => chime('act')).not.toThrow()
})
