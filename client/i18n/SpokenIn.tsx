// A part of a page that speaks a language of its own, such as a screen that is shown on the page of whoever sets it up.
import i18next from 'i18next'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { I18nextProvider } from 'react-i18next'
import type { Language } from './language.ts'
import { haveEnglish } from './text.ts'

export function SpokenIn({ language, children }: { language: Language; children: ReactNode }) {
  const [known, setKnown] = useState<Language>('zh-CN')
  useEffect(() => {
    let stays = true
    if (language === 'en') void haveEnglish().then(() => stays && setKnown('en'))
    else setKnown(language)
    return () => {
      stays = false
    }
  }, [language])
  // the catalogues are shared, only which of them is read is its own
  const texts = useMemo(() => i18next.cloneInstance({ lng: known }), [known])
  return (
    <I18nextProvider i18n={texts}>
      <div lang={known}>{children}</div>
    </I18nextProvider>
  )
}
