// A part of a page that speaks a language of its own, such as a screen that is shown on the page of whoever sets it up.
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { I18nextProvider } from 'react-i18next'
import type { Language } from '../i18n/language.ts'
import { catalogueIn, haveEnglish } from '../i18n/text.ts'

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
  const texts = useMemo(() => catalogueIn(known), [known])
  return (
    <I18nextProvider i18n={texts}>
      <div lang={known}>{children}</div>
    </I18nextProvider>
  )
}
