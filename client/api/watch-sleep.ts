// Notices that the machine slept, that the page was frozen or that the clock was set: what was waited for since may never come.
const lookMs = 5000
/** A page that is merely busy does not stand still for so long. */
const jumpMs = 45_000

/** Watches until the function it returns is called. A page out of sight is slowed down by its browser: what it notices may be that. */
export function watchSleep(onWake: () => void): () => void {
  let before = Date.now()
  const look = (): void => {
    const gap = Date.now() - before - lookMs
    before = Date.now()
    if (Math.abs(gap) > jumpMs) onWake()
  }
  const onResume = (): void => {
    before = Date.now()
    onWake()
  }
  const timer = setInterval(look, lookMs)
  document.addEventListener('resume', onResume)
  return () => {
    clearInterval(timer)
    document.removeEventListener('resume', onResume)
  }
}
