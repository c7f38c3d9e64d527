// Whether the page is on a narrow screen: panels become a sheet at the bottom.
import { useSyncExternalStore } from 'react'

const narrowQuery = '(max-width: 760px)'

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(narrowQuery)
  media.addEventListener('change', listener)
  return () => media.removeEventListener('change', listener)
}

export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => window.matchMedia(narrowQuery).matches)
