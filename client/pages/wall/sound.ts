// A calm tone, made here: two notes, four where nobody answered. A browser that has not been touched may keep silent; nothing depends on it.
let context: AudioContext | null = null
const notes = [660, 880] as const
const noteSeconds = 0.28

export function soundAlarm(insistent: boolean): void {
  try {
    context ??= new AudioContext()
    void context.resume().catch(() => undefined)
    const begin = context.currentTime + 0.05
    const played = insistent ? [...notes, ...notes] : notes
    played.forEach((pitch, at) => {
      if (!context) return
      const [tone, loudness] = [context.createOscillator(), context.createGain()]
      tone.frequency.value = pitch
      const from = begin + at * noteSeconds
      loudness.gain.setValueAtTime(0, from)
      loudness.gain.linearRampToValueAtTime(0.25, from + 0.03)
      loudness.gain.linearRampToValueAtTime(0, from + noteSeconds)
      tone.connect(loudness).connect(context.destination)
      tone.start(from)
      tone.stop(from + noteSeconds)
    })
  } catch {
    // no sound card, or none allowed: what is on the screen is what counts
  }
}
