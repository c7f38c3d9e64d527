/** How often in a row the page was loaded anew in vain, and when last. */
export type Tried = { readonly times: number; readonly at: number }

const soonestMs = 15_000
const longestMs = 300_000
/** After so long without trouble it is another trouble. */
const forgottenMs = 900_000

/** What was kept of former tries; anything else is none. */
export function triedBefore(kept: string | null, now: number): Tried | null {
  const [times, at] = (kept ?? '').split(' ').map(Number)
  const isKnown = times !== undefined && at !== undefined && Number.isSafeInteger(times) && times > 0 && at <= now
  return isKnown && now - at < forgottenMs ? { times, at } : null
}

/** Milliseconds until the page is loaded anew: each time twice as long, up to five minutes. `chance` from 0 to 1 keeps walls from coming all at once. */
export const pauseBefore = (tried: Tried | null, chance: number): number =>
  Math.min(soonestMs * 2 ** (tried?.times ?? 0), longestMs) * (1 + chance)
