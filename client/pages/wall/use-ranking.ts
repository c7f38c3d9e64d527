// Communities side by side on one measure that is stated. Grids, never persons; counts that could point at somebody are not told.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { SmallCount } from '#contract/fields.ts'
import type { RankingMeasure } from '#domain/wall/scenes.ts'
import { coverageQuery } from '../../api/queries.ts'
import { wallFiguresQuery, watchedByWall } from '../../api/wall.ts'
import { useMay } from '../../app/session.ts'
import { ratioOf } from '../../i18n/formats.ts'
import { useTexts } from '../../i18n/text.ts'
import { useWall } from './context.ts'

type Place = { readonly gridCode: string; readonly name: string; readonly nameEn: string }
export type RankedPlace = Place & { readonly value: number | null; readonly words: string }

const known = (count: SmallCount): number | null => (count === '<3' ? null : count)

/** @param wanted null: nothing is asked */
export function useRanking(wanted: RankingMeasure | null) {
  const { formats } = useTexts()
  const { scope } = useWall()
  const may = useMay()
  const by: RankingMeasure = wanted === null || (wanted === 'buildingHeadCoverage' && !may('coverage')) ? 'openIssues' : wanted
  const ofHeads = by === 'buildingHeadCoverage'
  const figures = useQuery({ ...wallFiguresQuery(), enabled: wanted !== null && !ofHeads && may('wallFigures') })
  const coverage = useQuery({
    ...watchedByWall(coverageQuery(scope, { kind: 'buildingHead', level: 2 })),
    enabled: wanted !== null && ofHeads,
  })
  const { data: counted } = figures
  const { data: covered } = coverage
  const rows = useMemo((): readonly RankedPlace[] | null => {
    if (ofHeads) {
      if (covered === undefined) return null
      const all = covered.grids.map(({ rate, ...place }) => ({
        ...place,
        value: ratioOf(rate),
        words: formats.percent(rate),
      }))
      // who lacks most stands first
      return all.sort((a, b) => (a.value ?? 2) - (b.value ?? 2))
    }
    if (counted === undefined) return null
    const all = counted.communities.map(({ open, overdue, reported7Days, households, ...place }): RankedPlace => {
      if (by === 'openIssues') return { ...place, value: known(open), words: formats.count(open) }
      if (by === 'overdueShare') {
        const [late, all] = [known(overdue), known(open)]
        const share = late === null || all === null || all === 0 ? null : late / all
        return { ...place, value: share, words: share === null ? '—' : formats.percent({ numerator: late ?? 0, denominator: all ?? 0 }) }
      }
      const issues = known(reported7Days)
      const rate = issues === null || households === 0 ? null : (issues / households) * 100
      return { ...place, value: rate, words: rate === null ? '—' : formats.decimal(Math.round(rate * 10) / 10) }
    })
    return all.sort((a, b) => (b.value ?? -1) - (a.value ?? -1))
  }, [ofHeads, by, covered, counted, formats])
  const answer = ofHeads ? coverage : figures
  return {
    by,
    rows,
    answer,
    failed: answer.isError,
    dataTime: ofHeads ? (covered?.total.asOf ?? null) : (counted?.dataTime ?? null),
    // what is open or covered is so now
    borders: by === 'issuesPer100Households' ? counted?.borders : undefined,
  }
}
