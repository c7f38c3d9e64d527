import { useEffect, useState } from 'react'

/** Waited for at most, where the page is never idle. */
const longestMs = 2000

/** A value once the page has nothing else to do: what is worked out from it must not hold up the first drawing. Null until then. */
export function useWhenIdle<T>(value: T): T | null {
  const [held, setHeld] = useState<T | null>(null)
  useEffect(() => {
    const wait = requestIdleCallback(() => setHeld(value), { timeout: longestMs })
    return () => cancelIdleCallback(wait)
  }, [value])
  return held
}
