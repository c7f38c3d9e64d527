// The address bar as state. Selecting and switching layers make a step to go back to; panning only rewrites the step we are on.
import { useCallback, useMemo, useRef } from 'react'
import { useLocation, useNavigate } from 'react-router'
import { type Address, formatAddress, parseAddress } from './address.ts'

export type ChangeAddress = (change: Partial<Address>, mode?: 'push' | 'replace') => void

export function useAddress(): readonly [Address, ChangeAddress] {
  const { search, pathname } = useLocation()
  const navigate = useNavigate()
  const address = useMemo(() => parseAddress(search), [search])
  // Several changes may come before the next render; each builds on the one before.
  const latest = useRef({ search, address })
  if (latest.current.search !== search) latest.current = { search, address }
  const change = useCallback<ChangeAddress>(
    (change, mode = 'push') => {
      const next = { ...latest.current.address, ...change }
      const text = formatAddress(next)
      const before = formatAddress(latest.current.address)
      if (text === before) return
      latest.current = { search: text, address: next }
      void navigate({ pathname, search: text }, { replace: mode === 'replace' })
    },
    [navigate, pathname],
  )
  return [address, change]
}
