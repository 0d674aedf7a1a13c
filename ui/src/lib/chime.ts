/** Tones of an alarm, as frequency in Hz: two that fall for what must be acted on, one low one for what is worth a look. */
const TONES = { act: [880, 660, 880, 660], look: [520] } as const
const TONE_S = 0.16

let context: AudioContext | null = null
/** Tones that have not ended. A context that runs wakes the processor hundreds of times a second, tones or not. */
let sounding = 0

/** Sounds an alarm. A machine without sound stays silent; nothing waits for it. */
export function chime(level: keyof typeof TONES): void {
  try {
    const sound = (context ??= new AudioContext())
    void sound.resume().catch(() => {})
    const begin = sound.currentTime + 0.02
    for (const [i, frequency] of TONES[level].entries()) {
      const tone = sound.createOscillator()
      const loudness = sound.createGain()
      tone.frequency.value = frequency
      const at = begin + i * TONE_S
      loudness.gain.setValueAtTime(0.0001, at)
      loudness.gain.exponentialRampToValueAtTime(0.25, at + 0.02)
      loudness.gain.exponentialRampToValueAtTime(0.0001, at + TONE_S)
      tone.connect(loudness).connect(sound.destination)
      sounding += 1
      tone.onended = () => {
        sounding -= 1
        if (sounding === 0) void sound.suspend().catch(() => {})
      }
      tone.start(at)
      tone.stop(at + TONE_S)
    }
  } catch {
    // No sound device, or none that a page may use.
  }
}
