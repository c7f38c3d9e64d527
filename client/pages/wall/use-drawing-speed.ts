// A machine that stays far too slow for the live map goes over to the reduced drawing by itself, once: what is drawn then says nothing about what the
// map would need, so it stays so for the session, or until somebody says under settings that the map is wanted.
import { useEffect, useRef, useState } from 'react'
import { farTooSlow, withLook } from '#domain/wall/drawing-speed.ts'
import type { ReducedWhen } from '#domain/wall/scenes.ts'

const key = 'fangyuan.wall.tooSlow'
const lookMs = 4000
/** What comes while a look is on, or soon after, is not looked at: a wall that rests asks for no frames. */
const restMs = 10_000
/** Longer than any frame: the machine slept, or the page was out of sight. */
const sleptMs = 20_000

export function useTooSlow(when: ReducedWhen) {
  const [tooSlow, setTooSlow] = useState(() => window.sessionStorage.getItem(key) === 'yes')
  useEffect(() => {
    if (when !== 'off') return
    window.sessionStorage.removeItem(key)
    setTooSlow(false)
  }, [when])
  const tell = useRef(() => {
    window.sessionStorage.setItem(key, 'yes')
    setTooSlow(true)
  })
  return [when === 'auto' && tooSlow, tell.current] as const
}

/** Looks at the frames after each change of `drawn`, what the map shows; null: it is not looked at. */
export function useFrameLooks(drawn: string | null, onTooSlow: () => void): void {
  const looks = useRef<readonly boolean[]>([])
  const nextAt = useRef(0)
  const asked = useRef(0)
  useEffect(() => () => cancelAnimationFrame(asked.current), [])
  useEffect(() => {
    // what is there at first comes with scripts and answers that come once
    if (nextAt.current === 0) nextAt.current = performance.now() + restMs
    if (drawn === null || document.hidden || performance.now() < nextAt.current) return
    const began = performance.now()
    nextAt.current = began + lookMs + restMs
    const gaps: number[] = []
    let before = began
    const step = (): void => {
      const now = performance.now()
      gaps.push(now - before)
      before = now
      if (now - began < lookMs) {
        asked.current = requestAnimationFrame(step)
        return
      }
      if (document.hidden || gaps.some((gap) => gap > sleptMs)) return
      looks.current = withLook(looks.current, gaps)
      if (farTooSlow(looks.current)) onTooSlow()
    }
    asked.current = requestAnimationFrame(step)
  }, [drawn, onTooSlow])
}
