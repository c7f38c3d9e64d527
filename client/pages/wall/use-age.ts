// Whether what was read is still true: a wall that is cut off shows what it knew, and says so.
import { useEffect, useState } from 'react'

/** Two and a half times what a wall waits between looks. */
const usualFreshMs = 150_000
const lookMs = 10_000

/** `freshMs`: how old it may be. `readAt` by the clock of this machine, 0 for never. A clock that was set back makes nothing older. */
export function useAge(readAt: number, freshMs = usualFreshMs): boolean {
  const [stale, setStale] = useState(false)
  useEffect(() => {
    const look = (): void => setStale(readAt > 0 && Date.now() - readAt > freshMs)
    look()
    const timer = setInterval(look, lookMs)
    return () => clearInterval(timer)
  }, [readAt, freshMs])
  return stale
}
