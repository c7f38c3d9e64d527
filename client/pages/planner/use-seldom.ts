import { useEffect, useRef, useState } from 'react'

/** A value that follows another at most every so many milliseconds, and ends up where that one does: for figures that nobody reads faster. */
export function useSeldom<T>(value: T, everyMs: number): T {
  const [held, setHeld] = useState(value)
  const at = useRef(0)
  useEffect(() => {
    const follow = (): void => {
      at.current = performance.now()
      setHeld(value)
    }
    const wait = setTimeout(follow, Math.max(0, at.current + everyMs - performance.now()))
    return () => clearTimeout(wait)
  }, [value, everyMs])
  return held
}
