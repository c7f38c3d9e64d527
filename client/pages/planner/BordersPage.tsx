// The borders of any day: a slider over the days on which they changed, and where a grid came from.
import './planner.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import { useNavigate } from 'react-router'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import {
  beginPlanMutation,
  type CoverageVersion,
  coverageVersionsQuery,
  gridLineageQuery,
  gridsOfDayQuery,
  plansQuery,
} from '../../api/plans.ts'
import { subdistrictsQuery } from '../../api/queries.ts'
import { Failure } from '../../app/Failure.tsx'
import { useLook } from '../../app/look.ts'
import { PageHead } from '../../app/PageHead.tsx'
import { usePageTitle } from '../../app/page-title.ts'
import { useQueryParameters } from '../../app/use-query-parameters.ts'
import { useTexts } from '../../i18n/text.ts'
import { ScopeMap } from '../../map/ScopeMap.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { LineageGraph } from './LineageGraph.tsx'

const SaveBordersDialog = lazy(() => import('./SaveBordersDialog.tsx').then((module) => ({ default: module.SaveBordersDialog })))

export default function BordersPage() {
  const { say } = useTexts()
  const versions = useQuery(coverageVersionsQuery())
  const places = useQuery(subdistrictsQuery())
  const title = say('borders.title')
  usePageTitle(title)
  const subdistrict = places.data?.subdistricts[0]
  return (
    <div className="page" data-testid="borders">
      <PageHead title={title} />
      <main className="borders-main">
        {versions.error ? (
          <Failure error={versions.error} retry={() => void versions.refetch()} />
        ) : versions.data === undefined || subdistrict === undefined ? (
          <Skeleton height={420} />
        ) : (
          <Borders versions={versions.data.versions.toReversed()} bounds={subdistrict.bbox} subdistrict={subdistrict.subdistrictCode} />
        )}
      </main>
    </div>
  )
}

type Bounds = readonly [number, number, number, number]

function Borders({ versions, bounds, subdistrict }: { versions: readonly CoverageVersion[]; bounds: Bounds; subdistrict: string }) {
  const { say, formats, language } = useTexts()
  const { theme } = useLook()
  const [parameters, set] = useQueryParameters()
  const today = useMemo(() => calendarDay(new Date()), [])
  const asked = parameters.get('day') ?? ''
  const day = /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : today
  const [chosen, setChosen] = useState<string | null>(null)
  const [saving, setSaving] = useState(false)
  const grids = useQuery(gridsOfDayQuery(subdistrict, day))
  const at = Math.max(
    0,
    versions.findLastIndex(({ validFrom }) => validFrom <= day),
  )
  const version = versions[at]
  const mayBegin = useQuery(plansQuery()).data?.mayBegin === true
  return (
    <>
      <div className="borders-bar">
        <label className="planner-field">
          {say('borders.day')}
          <input
            className="field-input"
            type="date"
            value={day}
            data-testid="borders-day"
            onChange={({ target }) => set({ day: target.value === today ? undefined : target.value })}
          />
        </label>
        <label className="planner-field borders-slider">
          {version === undefined
            ? say('borders.before')
            : say('borders.version', { title: version.title, from: formats.day(version.validFrom) })}
          <input
            type="range"
            min={0}
            max={Math.max(0, versions.length - 1)}
            value={at}
            aria-valuetext={version?.title ?? ''}
            data-testid="borders-slider"
            onChange={({ target }) => set({ day: versions[Number(target.value)]?.validFrom })}
          />
        </label>
        <button
          type="button"
          className="button-quiet"
          disabled={grids.data === undefined}
          data-testid="borders-export"
          onClick={() => setSaving(true)}
        >
          {say('geoFile.save')}
        </button>
        {version !== undefined && mayBegin && at < versions.length - 1 ? <BackTo version={version} /> : null}
        <p className="planner-note">{day === today ? say('borders.today') : say('borders.then')}</p>
      </div>
      <div className="borders-body">
        <div className="borders-map">
          {grids.error ? (
            <Failure error={grids.error} retry={() => void grids.refetch()} />
          ) : grids.data === undefined ? (
            <Skeleton height={420} />
          ) : (
            <ScopeMap
              grids={grids.data}
              bounds={bounds}
              level={3}
              chosen={chosen === null ? [] : [chosen]}
              whole={false}
              theme={theme}
              language={language}
              label={say('borders.map', { day: formats.day(day) })}
              onToggle={(code) => setChosen(code === chosen ? null : code)}
            />
          )}
        </div>
        <aside className="borders-side">
          {chosen === null ? <p className="planner-empty">{say('borders.choose')}</p> : <Lineage code={chosen} onChoose={setChosen} />}
        </aside>
      </div>
      {saving && grids.data !== undefined ? (
        <Suspense>
          <SaveBordersDialog grids={grids.data} title={say('borders.file', { day })} onClose={() => setSaving(false)} />
        </Suspense>
      ) : null}
    </>
  )
}

/** Begins a plan that takes borders back to those of a version; it then goes the way of any plan. */
function BackTo({ version: { coverageVersionId, title } }: { version: CoverageVersion }) {
  const { say } = useTexts()
  const { search } = useLook()
  const navigate = useNavigate()
  const begin = useMutation(beginPlanMutation(useQueryClient()))
  const open = (planId: number) => void navigate(`/planner/${planId}${search}`)
  const left = begin.data?.left ?? []
  return (
    <>
      {begin.data === undefined ? (
        <button
          type="button"
          className="button-quiet"
          disabled={begin.isPending}
          data-testid="borders-back"
          onClick={() =>
            begin.mutate(
              { title: say('borders.back.plan', { title }).slice(0, 60), backTo: coverageVersionId },
              { onSuccess: (made) => made.left.length === 0 && open(made.planId) },
            )
          }
        >
          {say('borders.back')}
        </button>
      ) : (
        <p role="status">
          {say('borders.back.left', { grids: left.join(', ') })}{' '}
          <button type="button" className="panel-link" onClick={() => open(begin.data.planId)}>
            {say('borders.back.open')}
          </button>
        </p>
      )}
      {begin.error ? <Failure error={begin.error} /> : null}
    </>
  )
}

function Lineage({ code, onChoose }: { code: string; onChoose: (code: string) => void }) {
  const { say, name, formats } = useTexts()
  const history = useQuery(gridLineageQuery(code))
  if (history.error) return <Failure error={history.error} retry={() => void history.refetch()} />
  if (history.data === undefined) return <Skeleton height={160} />
  const { boundaries, grids } = history.data
  const own = grids.find(({ gridCode }) => gridCode === code)
  return (
    <div className="panel-part" data-testid="lineage">
      <h2 className="panel-title">{own ? name(own) : code}</h2>
      <p className="planner-note">{code}</p>
      <section>
        <h3>{say('borders.boundaries')}</h3>
        <ol className="panel-way">
          {boundaries.map(({ validFrom, validTo, areaM2, coverageVersion }) => (
            <li key={validFrom}>
              <strong>{coverageVersion}</strong>
              <span>
                {validTo === null
                  ? say('borders.since', { from: formats.day(validFrom) })
                  : say('borders.until', { from: formats.day(validFrom), to: formats.day(validTo) })}{' '}
                · {say('planner.squareMetres', { area: formats.number(Math.round(areaM2)) })}
              </span>
            </li>
          ))}
        </ol>
      </section>
      {history.data.lineage.length === 0 ? (
        <p className="planner-note">{say('borders.noLineage')}</p>
      ) : (
        <LineageGraph history={history.data} onChoose={onChoose} />
      )}
    </div>
  )
}
