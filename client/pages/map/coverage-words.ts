// A coverage figure in words: “39 % · 12 / 31 buildings”, or “—” and what there is none of.
import { type CoverageKind, coverageTable } from '#domain/coverage/coverage-kinds.ts'
import type { Share } from '../../i18n/formats.ts'
import type { Texts } from '../../i18n/text.ts'

export function coverageValue(kind: CoverageKind, { numerator, denominator }: Share, { say, formats }: Texts): string {
  return say(`coverage.value.${coverageTable[kind].unit}`, {
    numerator: formats.count(numerator),
    denominator: formats.count(denominator),
  })
}

export function coverageWords(kind: CoverageKind, share: Share, texts: Texts): string {
  const { say, formats } = texts
  return `${formats.percent(share)} · ${share.denominator === 0 ? say(`coverage.none.${coverageTable[kind].unit}`) : coverageValue(kind, share, texts)}`
}
