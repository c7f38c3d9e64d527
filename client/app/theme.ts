// Which theme is shown: the one asked for in the address, otherwise the system's, also when that changes.
import { useEffect, useSyncExternalStore } from 'react'
import type { Theme } from '../map/palette.ts'

const darkQuery = '(prefers-color-scheme: dark)'

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(darkQuery)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}

export function useTheme(asked: Theme | null): Theme {
  const systemDark = useSyncExternalStore(subscribe, () => window.matchMedia(darkQuery).matches)
  const theme = asked ?? (systemDark ? 'dark' : 'light')
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  return theme
}
