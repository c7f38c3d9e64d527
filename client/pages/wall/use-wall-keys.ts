// The keys of a keyboard, and of a remote that speaks like one: arrows, numbers, enter, back.
//   ← →  scene before, after      1–9  go into the n-th place       ↑ ↓  move among what is listed      Backspace, Esc  back
//   Space halt, go on   A answer   M meeting   P picture   0 Home  everything   ? these keys
import { useEffect, useRef } from 'react'

export type WallKeys = {
  readonly step: (by: 1 | -1) => void
  readonly pause: () => void
  readonly answer: () => void
  readonly meeting: () => void
  readonly picture: () => void
  readonly back: () => void
  readonly home: () => void
  readonly digit: (digit: number) => void
  readonly help: () => void
  readonly touch: () => void
}

/** Moves the focus among the buttons of what is open, else of the panels. */
function moveFocus(by: 1 | -1): void {
  const list = document.querySelector('.wall-list ol')
  if (list) {
    list.scrollBy({ top: by * list.clientHeight * 0.5 })
    return
  }
  const within = document.querySelector('.wall-children') ?? document.querySelector('.wall')
  const buttons = [...(within?.querySelectorAll<HTMLElement>('button, a') ?? [])].filter((one) => one.offsetParent !== null)
  const at = buttons.indexOf(document.activeElement as HTMLElement)
  buttons[at < 0 ? 0 : Math.min(Math.max(at + by, 0), buttons.length - 1)]?.focus()
}

/** Null: no keys. */
export function useWallKeys(keys: WallKeys | null): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (latest.current === null) return
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector('dialog[open]')) return
      if (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return
      // a map with the focus moves by arrows; here they are the remote's
      const { step, pause, answer, meeting, picture, back, home, digit, help, touch } = latest.current
      const act = (): boolean => {
        if (event.key === 'ArrowRight' || event.key === 'PageDown') step(1)
        else if (event.key === 'ArrowLeft' || event.key === 'PageUp') step(-1)
        else if (event.key === 'ArrowDown') moveFocus(1)
        else if (event.key === 'ArrowUp') moveFocus(-1)
        else if (event.key === ' ' && !(event.target instanceof HTMLButtonElement)) pause()
        else if (event.key === 'a' || event.key === 'A') answer()
        else if (event.key === 'm' || event.key === 'M') meeting()
        else if (event.key === 'p' || event.key === 'P') picture()
        else if (event.key === 'Escape' || event.key === 'Backspace' || event.key === 'BrowserBack') back()
        else if (event.key === '0' || event.key === 'Home') home()
        else if (/^[1-9]$/.test(event.key)) digit(Number(event.key))
        else if (event.key === '?') help()
        else return false
        return true
      }
      touch()
      if (!act()) return
      event.preventDefault()
      event.stopPropagation()
    }
    window.addEventListener('keydown', onKeyDown, { capture: true })
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true })
  }, [])
}
