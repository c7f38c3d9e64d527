// When to tell the service that somebody is here. Panning and zooming ask for tiles, which say nothing about people; so input is told apart.
//   last active call ──────── input ──── input ── (every) → one call, and the count begins anew
const second = 1000
const minute = 60 * second

/** How far apart such calls are: well inside the idle time-out, and rarely. */
export const keepAliveEvery = (idleMinutes: number): number => Math.min(4 * minute, Math.max(20 * second, (idleMinutes * minute) / 3))

/** Times in milliseconds of the same clock. */
type Moments = { readonly inputAt: number; readonly activeAt: number; readonly now: number }

/**
 * Milliseconds until the call is due, 0 for at once; null where there is nothing to tell. An input of long ago, from before the machine slept,
 * is no sign of anybody.
 */
export function keepAliveIn({ inputAt, activeAt, now }: Moments, every: number): number | null {
  if (inputAt <= activeAt || now - inputAt > 2 * every) return null
  return Math.min(every, Math.max(0, activeAt + every - now))
}
