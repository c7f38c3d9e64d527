// What is said beside figures over time by grid when borders came in force in between.
import type { BordersBasis } from '#domain/metrics/borders-basis.ts'
import type { Texts } from '../i18n/text.ts'

/** Null where there is nothing to be said. */
export const basisWords = (borders: BordersBasis | undefined, { say }: Texts): string | null =>
  borders === undefined || borders === 'unchanged' ? null : say(`bordersBasis.${borders}`)

/** What a panel measures, with that behind it. */
export function measureWords(measure: string, borders: BordersBasis | undefined, texts: Texts): string {
  const basis = basisWords(borders, texts)
  return basis === null ? measure : `${measure} · ${basis}`
}
