// What a row of the list says, and what the address bar says about the list.
import { renovationClasses, renovationStages } from '#contract/words.ts'
import { consentReached, shareCut } from '#domain/renovation/votes.ts'
import type { ListedRenovation, RenovationFilter } from '../../../api/renovations.ts'
import type { Texts } from '../../../i18n/text.ts'
import { boxOf } from '../../../map/camera.ts'
import type { ListedPoint } from '../../../map/IssueMap.tsx'

export type RenovationRow = ListedPoint & {
  readonly title: string
  readonly second: string
  readonly state: string
  readonly amount: string
}

/** Cut off after two digits: a share below a limit never looks as if it had reached it. */
export const exactPercent = (part: number, whole: number, { formats }: Texts): string =>
  whole > 0 ? `${formats.decimal(shareCut(part, whole) / 100)}%` : '—'

export function rowOf({ id, properties, geometry }: ListedRenovation, consentPercent: number | null, texts: Texts): RenovationRow {
  const { say, name, formats } = texts
  const [west, south, east, north] = boxOf(geometry.coordinates.flat(2) as [number, number][]) ?? [0, 0, 0, 0]
  const { stage, consent, renovationClass, stageSince, plannedCents } = properties
  const done = stage === 'accepted' || stage === 'afterCare'
  const votes = { entitled: consent.denominator, consenting: consent.numerator }
  const lacks = stage === 'consent' && consentPercent !== null && !consentReached(votes, consentPercent)
  const asked = consent.denominator > 0 && consent.numerator > 0
  return {
    id: Number(id),
    lng: (west + east) / 2,
    lat: (south + north) / 2,
    lamp: lacks ? 'amber' : done ? 'none' : stage === 'underConstruction' ? 'green' : 'none',
    ended: done,
    title: name(properties),
    state: lacks ? say('renovation.row.lacks') : '',
    amount: asked ? exactPercent(consent.numerator, consent.denominator, texts) : '',
    second: [
      say(`stage.${stage}`),
      say('compound.stageSince', { date: formats.day(stageSince) }),
      say(`renovationClass.${renovationClass}`),
      plannedCents > 0 && say('renovation.row.planned', { amount: formats.number(Math.round(plannedCents / 100)) }),
    ]
      .filter(Boolean)
      .join(' · '),
  }
}

const known = <T extends string>(words: readonly T[], value: string | null): T | undefined => words.find((word) => word === value)

/** What the address bar says, as far as it is known here. */
export function filterOf(parameters: URLSearchParams): RenovationFilter {
  const stage = known(renovationStages, parameters.get('stage'))
  const ofClass = known(renovationClasses, parameters.get('class'))
  const q = parameters.get('q')?.trim().slice(0, 60)
  const community = parameters.get('community')
  return {
    ...(stage && { stage }),
    ...(ofClass && { class: ofClass }),
    ...(q && { q }),
    ...(community !== null && /^\d{12}$/.test(community) && { community }),
  }
}
export const filterNames = ['stage', 'class', 'q', 'community'] as const
