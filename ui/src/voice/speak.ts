import type { Tongue } from './words'

/** The system's voices, where there are any. */
function voices(): SpeechSynthesisVoice[] | null {
  if (typeof speechSynthesis === 'undefined' || typeof SpeechSynthesisUtterance === 'undefined') return null
  try {
    return speechSynthesis.getVoices()
  } catch {
    return null
  }
}

/** The voice of a language; undefined leaves the choice to the system, which may not have told its voices yet. Null where none speaks it. */
function voiceOf(tongue: Tongue): SpeechSynthesisVoice | undefined | null {
  const all = voices()
  if (all === null) return null
  if (all.length === 0) return undefined
  const fits = all.filter((voice) => voice.lang.toLowerCase().replace('_', '-').startsWith(tongue.slice(0, 2)))
  return fits.find((voice) => voice.localService) ?? fits[0] ?? null
}

/** Whether the system can be asked to say something in this language. */
export function canSpeak(tongue: Tongue): boolean {
  return voiceOf(tongue) !== null
}

/** Says it, in place of whatever is being said. Waits for nothing; a system without a voice stays silent, and nobody is told. */
export function speak(text: string, tongue: Tongue): void {
  const voice = voiceOf(tongue)
  if (voice === null) return
  try {
    speechSynthesis.cancel()
    const words = new SpeechSynthesisUtterance(text)
    words.lang = tongue === 'en' ? 'en-US' : 'zh-CN'
    if (voice) words.voice = voice
    speechSynthesis.speak(words)
  } catch {
    // A broken voice is no reason to hold a lane up.
  }
}
