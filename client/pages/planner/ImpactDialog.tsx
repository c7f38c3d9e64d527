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
import { GridTable, MoveTable, PersonTable, UpperTable } from './ImpactTables.tsx'

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
          <PersonTable impact={impact.data} view={view} />
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

const width = 720
const height = 400

type Label = { readonly grid: string; readonly x: number; readonly y: number; readonly words: string; readonly code: string }
const wordWidth = 13
const digitWidth = 6.5
const lineHeight = 15
const numberDigits = 3

/** Name and code of each grid where no other stands in the way; else only its number in the community, which the table has with the rest. */
function lettering(labels: readonly Label[]): Label[] {
  const taken: (readonly [left: number, right: number, top: number, bottom: number])[] = []
  return labels.map((label) => {
    const { x, y, words, code } = label
    const half = Math.max(words.length * wordWidth, code.length * digitWidth) / 2
    const box = [x - half, x + half, y - lineHeight, y + lineHeight] as const
    if (taken.every(([left, right, top, bottom]) => box[1] < left || box[0] > right || box[3] < top || box[2] > bottom)) {
      taken.push(box)
      return label
    }
    const narrow = (numberDigits * digitWidth) / 2
    taken.push([x - narrow, x + narrow, y - lineHeight, y])
    return { ...label, words: '', code: code.slice(-numberDigits) }
  })
}

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
  const labels = lettering(
    shown.after.map(({ grid, polygons }) => {
      const [x = 0, y = 0] = place(insideOf(polygons)).split(' ').map(Number)
      const known = view.topology.grids.get(grid)
      return {
        grid,
        x,
        y,
        words: known === undefined ? '' : name(known),
        code: impact.grids.find((line) => line.grid === grid)?.code ?? grid,
      }
    }),
  )
  return (
    <svg className="impact-drawing" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={say('planner.impact.drawing')}>
      {shown.before.map(({ grid, polygons }) => (
        <path key={`was-${grid}`} className="impact-was" d={path(polygons)} />
      ))}
      {shown.after.map(({ grid, polygons }) => (
        <path key={`is-${grid}`} className="impact-is" d={path(polygons)} />
      ))}
      {labels.map(({ grid, x, y, words, code }) => (
        <text key={`name-${grid}`} x={x} y={y} className="impact-name">
          {words}
          <tspan x={x} {...(words !== '' && { dy: 14 })} className="impact-number">
            {code}
          </tspan>
        </text>
      ))}
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
