// Lists that go on: the next page is asked for when the end of the list comes near.
import { type RefObject, useEffect, useRef } from 'react'

/** Put on the foot of a list; `more` asks for the next page, null where there is none. */
export function useEndWatch(more: (() => void) | null): RefObject<HTMLDivElement | null> {
  const foot = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = foot.current
    if (!element || more === null) return
    const watch = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && more(), {
      rootMargin: '600px',
    })
    watch.observe(element)
    return () => watch.disconnect()
  }, [more])
  return foot
}
