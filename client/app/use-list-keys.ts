// Keys for going through a queue without a mouse: up and down, open, select, take the n-th step, search, help.
import { useEffect, useRef } from 'react'

type Triage = {
  ids: readonly number[]
  active: number | null
  setActive: (id: number) => void
  pick: number | null
  open: (id: number | null) => void
  toggle: (id: number) => void
  search: () => void
  help: () => void
}

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !(target instanceof HTMLInputElement && target.type === 'checkbox')

export function useListKeys(triage: Triage): void {
  const latest = useRef(triage)
  latest.current = triage
  useEffect(() => {
    const move = (by: 1 | -1): void => {
      const { ids, active, pick, setActive, open } = latest.current
      if (ids.length === 0) return
      const at = ids.indexOf(active ?? pick ?? -1)
      const next = ids[at < 0 ? 0 : Math.min(Math.max(at + by, 0), ids.length - 1)]
      if (next === undefined) return
      setActive(next)
      if (pick !== null) open(next)
    }
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector('dialog[open]')) return
      const { active, pick, open, toggle, search, help } = latest.current
      if (event.key === 'Escape') {
        if (isTyping(event.target)) (event.target as HTMLElement).blur()
        else if (pick !== null) open(null)
        return
      }
      if (isTyping(event.target)) return
      const at = active ?? pick
      const step = /^[1-9]$/.test(event.key) ? document.querySelector<HTMLButtonElement>(`[data-step="${event.key}"]`) : null
      if (event.key === 'j' || event.key === 'ArrowDown') move(1)
      else if (event.key === 'k' || event.key === 'ArrowUp') move(-1)
      else if ((event.key === 'o' || event.key === 'Enter') && active !== null && !(event.target instanceof HTMLButtonElement)) open(active)
      else if (event.key === 'x' && at !== null) toggle(at)
      else if (event.key === '/') search()
      else if (event.key === '?') help()
      else if (step) step.click()
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
}
