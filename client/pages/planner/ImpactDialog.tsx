// What would move if the plan were in force: the registration form with its drawing, for the screen and for paper (A4, A3).
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { metresPerDegree } from '#domain/geo/local-plane.ts'
import { insideOf } from '#domain/plans/checks.ts'
import { fromLattice, type LatticePoint, UNITS_PER_DEGREE } from '#domain/topology/lattice.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import { pointsBox } from '#domain/topology/topology.ts'
import { type OpenedPlan, type PlanImpact, planImpactQuery } from '../../api/plans.ts'
import { subdistrictsQuery } from '../../api/queries.ts'
import { Failure } from '../../app/Failure.tsx'
import { niceMetres } from '../../app/flat-map.ts'
import type { PlanView } from '../../editor/plan-session.ts'
import { useTexts } from '../../i18n/text.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { gridName } from './operation-words.ts'

type Props = { readonly opened: OpenedPlan; readonly view: PlanView; readonly onClose: () => void }

const papers = ['A4 portrait', 'A4 landscape', 'A3 portrait', 'A3 landscape'] as const
type Paper = (typeof papers)[number]
/** The desks that a change of borders goes by, in their order. */
const desks = ['planner', 'walked', 'community', 'street'] as const

/** Said by the document itself: a dialog stands outside of the flow that the pages of style sheets are named in. */
function usePaper(paper: Paper): void {
  useEffect(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(`@page { size: ${paper}; margin: 12mm }`)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
    return () => {
      document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet)
    }
  }, [paper])
}

export function ImpactDialog({ opened, view, onClose }: Props) {
  const { say, formats } = useTexts()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const impact = useQuery(planImpactQuery(opened.plan.planId, view.revision))
  const [paper, setPaper] = useState<Paper>('A4 landscape')
  usePaper(paper)
  const isDemo = useQuery(subdistrictsQuery()).data?.subdistricts.some(({ source }) => source === 'demo') ?? false
  return (
    <dialog ref={dialog} className="impact" aria-labelledby="impact-title" onClose={onClose} data-testid="impact-dialog">
      <header className="impact-head">
        <h2 id="impact-title">{say('planner.impact.title', { plan: opened.plan.title })}</h2>
        <div className="impact-tools">
          <select
            className="field-input"
            aria-label={say('planner.paper')}
            value={paper}
            data-testid="paper"
            onChange={({ target }) => setPaper(papers.find((one) => one === target.value) ?? paper)}
          >
            {papers.map((one) => (
              <option key={one} value={one}>
                {say(`planner.paper.${one}`)}
              </option>
            ))}
          </select>
          <button type="button" className="button-quiet" onClick={() => window.print()}>
            {say('report.print')}
          </button>
          <button type="button" className="button-quiet" onClick={() => dialog.current?.close()}>
            {say('app.close')}
          </button>
        </div>
        <p className="planner-note">
          {say('planner.impact.note', {
            base: opened.plan.base.title,
            day: opened.plan.effectiveOn === null ? say('planner.impact.noDay') : formats.day(opened.plan.effectiveOn),
          })}
        </p>
        <p className="planner-note">{say('planner.impact.follows')}</p>
        {isDemo ? <p className="impact-stamp">{say('app.demo')}</p> : null}
      </header>
      {impact.error ? (
        <Failure error={impact.error} retry={() => void impact.refetch()} />
      ) : impact.data === undefined ? (
        <Skeleton height={240} />
      ) : impact.data.grids.length === 0 && impact.data.upper.length === 0 ? (
        <p className="planner-empty">{say('planner.impact.none')}</p>
      ) : (
        <>
          <Drawing impact={impact.data} view={view} />
          <GridTable impact={impact.data} view={view} />
          <UpperTable impact={impact.data} view={view} />
          <MoveTable impact={impact.data} view={view} />
          <dl className="impact-signs">
            {desks.map((desk) => (
              <div key={desk}>
                <dt>{say(`planner.sign.${desk}`)}</dt>
                <dd>{say('planner.sign.day')}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </dialog>
  )
}

function GridTable({ impact, view }: { impact: PlanImpact; view: PlanView }) {
  const texts = useTexts()
  const { say, formats, name } = texts
  const told = (value: number | null | undefined): string => (value === undefined || value === null ? '—' : formats.number(value))
  const pair = (before: number | null | undefined, after: number | null | undefined): string =>
    say('planner.pair', { before: told(before), after: told(after) })
  return (
    <table className="impact-table" data-testid="impact-grids">
      <caption>{say('planner.impact.grids')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('planner.grid')}</th>
          <th scope="col">{say('planner.change')}</th>
          <th scope="col">{say('planner.code')}</th>
          <th scope="col">{say('planner.head')}</th>
          <th scope="col">{say('planner.households')}</th>
          <th scope="col">{say('planner.elderly')}</th>
          <th scope="col">{say('planner.buildings')}</th>
          <th scope="col">{say('planner.openIssues')}</th>
          <th scope="col">{say('planner.impact.walk')}</th>
          <th scope="col">{say('planner.impact.within15')}</th>
          <th scope="col">{say('planner.areaM2')}</th>
        </tr>
      </thead>
      <tbody>
        {impact.grids.map((line) => (
          <tr key={line.grid}>
            <th scope="row">
              {name(line)}
              {line.parent === null ? null : <span className="impact-parent">{gridName(line.parent, view, texts)}</span>}
            </th>
            <td>{say(`planChange.${line.change}`)}</td>
            <td className="impact-code">
              {line.code === null
                ? line.grid
                : line.code === line.grid || line.change === 'new'
                  ? line.code
                  : `${line.grid} → ${line.code}`}
            </td>
            <td>{line.head ?? say('planner.noHead')}</td>
            <td>{pair(line.before?.households, line.after?.households)}</td>
            <td>{say('planner.about', { count: pair(line.before?.residents60Plus, line.after?.residents60Plus) })}</td>
            <td>{pair(line.before?.buildings, line.after?.buildings)}</td>
            <td>{pair(line.before?.openIssues, line.after?.openIssues)}</td>
            <td>{pair(line.before?.walkMinutes, line.after?.walkMinutes)}</td>
            <td>
              {say('planner.pair', {
                before: line.before === null ? '—' : formats.percent(line.before.within15),
                after: line.after === null ? '—' : formats.percent(line.after.within15),
              })}
            </td>
            <td>{pair(line.before?.areaM2, line.after?.areaM2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Communities, and grids of level 1, that get another name or come under another one. */
function UpperTable({ impact, view }: { impact: PlanImpact; view: PlanView }) {
  const texts = useTexts()
  const { say, name } = texts
  if (impact.upper.length === 0) return null
  const above = (grid: string | null) => (grid === null ? '—' : gridName(grid, view, texts))
  return (
    <table className="impact-table" data-testid="impact-upper">
      <caption>{say('planner.impact.upper')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('planner.code')}</th>
          <th scope="col">{say('planner.impact.name')}</th>
          <th scope="col">{say('planner.impact.parent')}</th>
        </tr>
      </thead>
      <tbody>
        {impact.upper.map((line) => (
          <tr key={line.grid}>
            <th scope="row">{line.grid}</th>
            <td>{say('planner.pair', { before: name({ name: line.nameBefore, nameEn: line.nameEnBefore }), after: name(line) })}</td>
            <td>{say('planner.pair', { before: above(line.parentBefore), after: above(line.parent) })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function MoveTable({ impact, view }: { impact: PlanImpact; view: PlanView }) {
  const texts = useTexts()
  const { say, formats } = texts
  if (impact.moves.length === 0) return <p className="planner-note">{say('planner.impact.noMoves')}</p>
  const ground = (grid: string) => (grid === '' ? say('planner.outside') : gridName(grid, view, texts))
  return (
    <table className="impact-table">
      <caption>{say('planner.impact.moves')}</caption>
      <thead>
        <tr>
          <th scope="col">{say('planner.from')}</th>
          <th scope="col">{say('planner.to')}</th>
          <th scope="col">{say('planner.households')}</th>
          <th scope="col">{say('planner.elderly')}</th>
          <th scope="col">{say('planner.buildings')}</th>
          <th scope="col">{say('planner.openIssues')}</th>
        </tr>
      </thead>
      <tbody>
        {impact.moves.map((move) => (
          <tr key={`${move.from} ${move.to}`}>
            <td>{ground(move.from)}</td>
            <td>{ground(move.to)}</td>
            <td>{formats.number(move.households)}</td>
            <td>{say('planner.about', { count: formats.number(move.residents60Plus) })}</td>
            <td>{formats.number(move.buildings)}</td>
            <td>{formats.number(move.openIssues)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const width = 720
const height = 400

/** The changed grids and their neighbours as lines: the borders in force dashed, the new ones whole. */
function Drawing({ impact, view }: { impact: PlanImpact; view: PlanView }) {
  const { say, formats, name } = useTexts()
  const shown = useMemo(() => {
    const outlines = (source: PlanView['topology']) =>
      [...view.changed].filter((grid) => source.grids.has(grid)).map((grid) => ({ grid, polygons: gridPolygons(source, grid) }))
    return { before: outlines(view.base), after: outlines(view.topology) }
  }, [view])
  const points = [...shown.before, ...shown.after].flatMap(({ polygons }) => polygons.flat(2))
  if (points.length === 0) return null
  const [west, south, east, north] = pointsBox(points)
  const stretch = 1 / Math.cos((fromLattice([0, south])[1] * Math.PI) / 180)
  const scale = Math.min((width - 40) / (east - west), (height - 40) / ((north - south) * stretch))
  const left = (width - (east - west) * scale) / 2
  const place = ([x, y]: LatticePoint): string =>
    `${(left + (x - west) * scale).toFixed(1)} ${(height - 20 - (y - south) * stretch * scale).toFixed(1)}`
  const unitsPerMetre = (scale * UNITS_PER_DEGREE) / metresPerDegree(fromLattice([0, south])[1]).lng
  const bar = niceMetres(width / 4 / unitsPerMetre)
  const path = (polygons: ReturnType<typeof gridPolygons>): string =>
    polygons.map((rings) => rings.map((ring) => `M${ring.map(place).join('L')}Z`).join('')).join('')
  return (
    <svg className="impact-drawing" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={say('planner.impact.drawing')}>
      {shown.before.map(({ grid, polygons }) => (
        <path key={`was-${grid}`} className="impact-was" d={path(polygons)} />
      ))}
      {shown.after.map(({ grid, polygons }) => (
        <path key={`is-${grid}`} className="impact-is" d={path(polygons)} />
      ))}
      {shown.after.map(({ grid, polygons }) => {
        const [x = '0', y = '0'] = place(insideOf(polygons)).split(' ')
        const known = view.topology.grids.get(grid)
        const code = impact.grids.find((line) => line.grid === grid)?.code ?? grid
        return (
          <text key={`name-${grid}`} x={x} y={y} className="impact-name">
            {known === undefined ? '' : name(known)}
            <tspan x={x} dy="14" className="impact-number">
              {code}
            </tspan>
          </text>
        )
      })}
      <g className="impact-scale" transform={`translate(20 ${height - 8})`}>
        <path d={`M0 -5V0H${(bar * unitsPerMetre).toFixed(1)}V-5`} />
        <text x={bar * unitsPerMetre + 6}>{say('planner.walk.metres', { metres: formats.number(bar) })}</text>
      </g>
      <g className="impact-scale" transform={`translate(${width - 24} 14)`}>
        <path d="M0 30V0M-5 9L0 0L5 9" />
        <text y="44" textAnchor="middle">
          {say('planner.north')}
        </text>
      </g>
    </svg>
  )
}
