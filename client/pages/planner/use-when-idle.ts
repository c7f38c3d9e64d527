import { useEffect, useState } from 'react'

/** Waited for at most, where the page is never idle. */
const longestMs = 2000

/** A value once the page has nothing else to do: what is worked out from it must not hold up the first drawing. Null until then. */
export function useWhenIdle<T>(value: T): T | null {
  const [held, setHeld] = useState<T | null>(null)
  useEffect(() => {
    // Safari does not tell when it is idle: after the next task there
    if (!('requestIdleCallback' in window)) {
      const wait = setTimeout(() => setHeld(value), 0)
      return () => clearTimeout(wait)
    }
    const wait = requestIdleCallback(() => setHeld(value), { timeout: longestMs })
    return () => cancelIdleCallback(wait)
  }, [value])
  return held
}
