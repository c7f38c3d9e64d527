// Keys of the page. Nothing is taken while somebody types or a dialog is open; the map's own keys work when it has focus.
import { useEffect, useRef } from 'react'
import type { Keys } from '../../app/KeyList.tsx'

/** What the keys do, for the list of them. */
export const mapKeys: Keys = [
  ['/', 'keys.search'],
  ['↑ ↓ Enter', 'keys.choose'],
  ['Esc', 'keys.back'],
  ['1 – 9', 'keys.layer'],
  ['← ↑ → ↓', 'keys.pan'],
  ['+ −', 'keys.zoom'],
  ['0', 'keys.fit'],
  ['?', 'keys.help'],
]

export type KeyActions = {
  readonly search: () => void
  readonly back: () => void
  readonly layer: (index: number) => void
  readonly showAll: () => void
  readonly help: () => void
}

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))

export function useKeys(actions: KeyActions): void {
  const latest = useRef(actions)
  useEffect(() => {
    latest.current = actions
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector('dialog[open]')) return
      const { search, back, layer, showAll, help } = latest.current
      if (event.key === '/') search()
      else if (event.key === 'Escape') back()
      else if (event.key === '?') help()
      else if (event.key === '0') showAll()
      else if (/^[1-9]$/.test(event.key)) layer(Number(event.key) - 1)
      else return
      event.preventDefault()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}
