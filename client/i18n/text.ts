// The catalogues behind i18next, and the one hook by which components read texts, names, numbers and dates in the language of the page.
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { type Formats, formatsFor } from './formats.ts'
import { type Language, languages, type Named, nameIn } from './language.ts'
import { type TextKey, zhCN } from './zh-CN.ts'

export type TextValues = Readonly<Record<string, string | number>>
export type Say = (key: TextKey, values?: TextValues) => string

/** The Chinese texts are there from the beginning; a wall that never speaks English does not load the others. */
export const startTexts = (): Promise<unknown> =>
  i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: false,
    supportedLngs: [...languages],
    resources: { 'zh-CN': { translation: zhCN } },
    keySeparator: false,
    nsSeparator: false,
    interpolation: { prefix: '{', suffix: '}', escapeValue: false },
  })

/** Whatever is to be said in English, too, waits for this first. */
export async function haveEnglish(): Promise<void> {
  if (i18next.hasResourceBundle('en', 'translation')) return
  const { en } = await import('./en.ts')
  i18next.addResourceBundle('en', 'translation', en)
}

/** The catalogues are shared; which of them is read is its own. English must be there. */
export const catalogueIn = (language: Language) => i18next.cloneInstance({ lng: language })

/** A name for data that people make, in both languages whichever is shown; English must be there. */
export const nameInBoth = (key: TextKey, values: TextValues): { readonly name: string; readonly nameEn: string } => ({
  name: i18next.getFixedT('zh-CN')(key, { ...values }),
  nameEn: i18next.getFixedT('en')(key, { ...values }),
})

let wanted: Language = 'zh-CN'

export async function changeLanguage(language: Language): Promise<void> {
  wanted = language
  if (language === 'en') await haveEnglish()
  // somebody may have chosen the other one meanwhile
  if (wanted !== language) return
  document.documentElement.lang = language
  if (i18next.language !== language) await i18next.changeLanguage(language)
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
