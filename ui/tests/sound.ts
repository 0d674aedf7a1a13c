/** A tone that was begun; the test ends it. */
interface Tone {
  frequency: { value: number }
  onended: (() => void) | null
}

/** A sound system that nobody hears: it knows whether it runs, and its tones end when they are told to. */
export class SilentContext {
  static running = false
  static begun: Tone[] = []
  static forget() {
    SilentContext.running = false
    SilentContext.begun = []
  }
  currentTime = 0
  destination = {}
  resume() {
    SilentContext.running = true
    return Promise.resolve()
  }
  suspend() {
    SilentContext.running = false
    return Promise.resolve()
  }
  createOscillator() {
    const tone: Tone = { frequency: { value: 0 }, onended: null }
    return Object.assign(tone, { connect: (to: unknown) => to, start: () => SilentContext.begun.push(tone), stop: () => {} })
  }
  createGain() {
    return { gain: { setValueAtTime: () => {}, exponentialRampToValueAtTime: () => {} }, connect: (to: unknown) => to }
  }
}
