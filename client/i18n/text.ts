// The catalogues behind i18next, and the one hook by which components read texts, names, numbers and dates in the language of the page.
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { en } from './en.ts'
import { type Formats, formatsFor } from './formats.ts'
import { type Language, languages, type Named, nameIn } from './language.ts'
import { type TextKey, zhCN } from './zh-CN.ts'

export type TextValues = Readonly<Record<string, string | number>>
export type Say = (key: TextKey, values?: TextValues) => string

export const startTexts = (language: Language): Promise<unknown> =>
  i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    supportedLngs: [...languages],
    resources: { 'zh-CN': { translation: zhCN }, en: { translation: en } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { prefix: '{', suffix: '}', escapeValue: false },
  })

/** A name for data that people make, in both languages whichever is shown. */
export const nameInBoth = (key: TextKey, values: TextValues): { readonly name: string; readonly nameEn: string } => ({
  name: i18next.getFixedT('zh-CN')(key, { ...values }),
  nameEn: i18next.getFixedT('en')(key, { ...values }),
})

export const changeLanguage = (language: Language): void => {
  document.documentElement.lang = language
  if (i18next.language !== language) void i18next.changeLanguage(language)
}

export type Texts = { readonly say: Say; readonly name: (thing: Named) => string; readonly formats: Formats; readonly language: Language }

const known = new WeakMap<object, Texts>()

/** The same value for as long as the language stays, so that it may stand in dependency lists. */
export function useTexts(): Texts {
  const { t, i18n } = useTranslation()
  const language: Language = i18n.language === 'en' ? 'en' : 'zh-CN'
  const before = known.get(t)
  if (before?.language === language) return before
  const texts: Texts = {
    say: (key, values) => t(key, { ...values }),
    name: (thing) => nameIn(language, thing),
    formats: formatsFor(language),
    language,
  }
  known.set(t, texts)
  return texts
}
