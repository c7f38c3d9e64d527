// Keeps a session from running out under somebody who works with the map without asking the service for anything but tiles.
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { lastActiveCall } from '../api/client.ts'
import { keepAliveMutation } from '../api/session.ts'
import { keepAliveEvery, keepAliveIn } from './keep-alive.ts'

const inputs = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const

/** A map that moves under a resting pointer makes browsers tell of a move, too; nobody did anything. */
const byHand = (event: Event): boolean =>
  event.isTrusted && !(event instanceof PointerEvent && event.type === 'pointermove' && event.movementX === 0 && event.movementY === 0)

/** `idleMinutes`: null for a display, which has no time-out, and where nobody is signed in. */
export function useKeepAlive(idleMinutes: number | null): void {
  const { mutate } = useMutation(keepAliveMutation())
  useEffect(() => {
    if (idleMinutes === null) return
    const every = keepAliveEvery(idleMinutes)
    let inputAt = 0
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = (): void => {
      timer = undefined
      const wait = keepAliveIn({ inputAt, activeAt: lastActiveCall(), now: Date.now() }, every)
      if (wait === 0) mutate()
      else if (wait !== null) timer = setTimeout(look, wait)
    }
    const onInput = (event: Event): void => {
      if (!byHand(event)) return
      inputAt = Date.now()
      if (timer === undefined) look()
    }
    const ending = new AbortController()
    for (const type of inputs) window.addEventListener(type, onInput, { capture: true, passive: true, signal: ending.signal })
    return () => {
      ending.abort()
      clearTimeout(timer)
    }
  }, [idleMinutes, mutate])
}
