// Communities side by side on one measure that is stated. Grids, never persons; counts that could point at somebody are not told.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { SmallCount } from '#contract/fields.ts'
import type { RankingMeasure } from '#domain/wall/scenes.ts'
import { coverageQuery } from '../../../api/queries.ts'
import { wallFiguresQuery } from '../../../api/wall.ts'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { useWall } from '../context.ts'
import { Empty, Panel } from './Panel.tsx'

type Place = { readonly gridCode: string; readonly name: string; readonly nameEn: string }
type Row = Place & { readonly value: number | null; readonly words: string }

const known = (count: SmallCount): number | null => (count === '<3' ? null : count)

export function Ranking({ measure }: { measure?: RankingMeasure }) {
  const { say, name, formats } = useTexts()
  const { scope, setting, drill } = useWall()
  const may = useMay()
  const wanted = measure ?? setting.ranking
  const by: RankingMeasure = wanted === 'buildingHeadCoverage' && !may('coverage') ? 'openIssues' : wanted
  const ofHeads = by === 'buildingHeadCoverage'
  const figures = useQuery({ ...wallFiguresQuery(), enabled: !ofHeads && may('wallFigures') })
  const coverage = useQuery({ ...coverageQuery(scope, { kind: 'buildingHead', level: 2 }), enabled: ofHeads })
  const { data: counted } = figures
  const { data: covered } = coverage
  const rows = useMemo((): readonly Row[] => {
    if (ofHeads) {
      const all = (covered?.grids ?? []).map(({ rate, ...place }) => ({
        ...place,
        value: rate.denominator > 0 ? rate.numerator / rate.denominator : null,
        words: formats.percent(rate),
      }))
      // who lacks most stands first
      return all.sort((a, b) => (a.value ?? 2) - (b.value ?? 2))
    }
    const all = (counted?.communities ?? []).map(({ open, overdue, reported7Days, households, ...place }): Row => {
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
  const most = Math.max(0, ...rows.map(({ value }) => value ?? 0))
  const answer = ofHeads ? coverage : figures
  return (
    <Panel
      name="ranking"
      title={say('wall.panel.ranking')}
      measure={say(`wall.measure.${by}`)}
      answer={answer}
      dataTime={ofHeads ? (covered?.total.asOf ?? null) : (counted?.dataTime ?? null)}
    >
      {rows.length === 0 ? <Empty>{say('wall.empty.ranking')}</Empty> : null}
      <ol className="wall-ranking">
        {rows.map((row) => (
          <li key={row.gridCode}>
            <button type="button" onClick={() => drill({ grid: row.gridCode })}>
              <span className="wall-ranking-name">{name(row)}</span>
              <span className="wall-bar" aria-hidden="true">
                <span style={{ width: `${most > 0 ? ((row.value ?? 0) / most) * 100 : 0}%` }} data-lacks={ofHeads} />
              </span>
              <span className="wall-ranking-value">{row.words}</span>
            </button>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
