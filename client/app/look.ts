// Language and theme of any page, from the address bar like everything a person can set. The rest of the address stays as it is.
import { useCallback, useEffect, useMemo } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { Language } from '../i18n/language.ts'
import { changeLanguage } from '../i18n/text.ts'
import type { Theme } from '../map/palette.ts'
import { emptyAddress, formatAddress, parseAddress } from './address.ts'
import { readable } from './readable-query.ts'
import { useTheme } from './theme.ts'

export type LookChange = { readonly language?: Language; readonly theme?: Theme }

export type Look = {
  readonly language: Language
  readonly theme: Theme
  /** To be carried along in links to other pages. */
  readonly search: string
  readonly change: (change: LookChange) => void
}

export function useLook(): Look {
  const { search, pathname } = useLocation()
  const navigate = useNavigate()
  const { language, theme: asked } = useMemo(() => parseAddress(search), [search])
  const theme = useTheme(asked)
  useEffect(() => void changeLanguage(language), [language])
  const change = useCallback(
    (next: LookChange) => {
      const query = new URLSearchParams(search)
      if (next.language === emptyAddress.language) query.delete('lang')
      else if (next.language) query.set('lang', next.language)
      if (next.theme) query.set('theme', next.theme)
      void navigate({ pathname, search: readable([...query]) }, { replace: true })
    },
    [navigate, pathname, search],
  )
  return { language, theme, search: formatAddress({ ...emptyAddress, language, theme: asked }), change }
}
