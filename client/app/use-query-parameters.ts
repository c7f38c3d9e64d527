// Tab and filters in the address bar, beside language and theme, which stay.
import { useCallback, useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { readable } from './readable-query.ts'

type Changes = Readonly<Record<string, string | undefined>>
const always: readonly string[] = ['lang', 'theme']

/** `only`: nothing but the look and what is given stays, as when another tab is opened. */
export type SetParameters = (changes: Changes, mode?: 'merge' | 'only') => void

export function useQueryParameters(): readonly [URLSearchParams, SetParameters] {
  const { search, pathname } = useLocation()
  const navigate = useNavigate()
  const parameters = useMemo(() => new URLSearchParams(search), [search])
  const set = useCallback<SetParameters>(
    (changes, mode = 'merge') => {
      const next = new Map([...new URLSearchParams(search)].filter(([name]) => mode === 'merge' || always.includes(name)))
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === '') next.delete(name)
        else next.set(name, value)
      }
      void navigate({ pathname, search: readable([...next]) }, { replace: mode === 'merge' })
    },
    [navigate, pathname, search],
  )
  return [parameters, set]
}
