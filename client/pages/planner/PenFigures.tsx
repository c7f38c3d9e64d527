// Both sides of the line while it is drawn: what each grid would have, against what it should.
import { memo } from 'react'
import { areaSquareMetres, meanByParent, sizeProblem } from '#domain/plans/checks.ts'
import { loadsAfter, type PlannedFacts } from '#domain/plans/figures.ts'
import { detourFactor, minutesAcross } from '#domain/plans/walk-across.ts'
import type { EditResult } from '#domain/topology/refusal.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import { sameGround } from '#domain/topology/same-ground.ts'
import type { Topology } from '#domain/topology/topology.ts'
import type { PlanRulesKept } from '../../api/plans.ts'
import type { PlanView } from '../../editor/plan-session.ts'
import { fewestPoints, isRing, needsChosen } from '../../editor/tools.ts'
import { useTexts } from '../../i18n/text.ts'
import { gridName, rangeWords } from './operation-words.ts'
import type { Figures } from './use-figures.ts'
import type { Pen } from './use-pen.ts'
import { useSeldom } from './use-seldom.ts'

type Props = {
  readonly pen: Pen
  readonly view: PlanView
  readonly facts: PlannedFacts | null
  readonly figures: Figures | null
  readonly rules: PlanRulesKept
  /** How many buildings what is drawn runs through. */
  readonly crossed: number
}

/** More grids than this do not fit beside the pen. */
const mostShown = 4
/** Figures change ten times a second at most, however often the pen moves. */
const everyMs = 100

export function PenFigures({ pen, view, facts, figures, rules, crossed }: Props) {
  const texts = useTexts()
  const { say, formats } = texts
  const range = rangeWords(rules.households[3], texts)
  const { trial, tool, line, drawn, held, block, handles, chosen } = pen
  const shown = useSeldom(trial, everyMs)
  if (line === null && held === null && block === null) {
    if (needsChosen(tool) && chosen.length === 0) return <p className="pen-figures">{say('planner.tool.needsChosen')}</p>
    if (tool !== 'select') return <p className="pen-figures">{say(`planner.tool.${tool}.hint`)}</p>
    return handles.tooMany ? <p className="pen-figures">{say('planner.handles.tooMany')}</p> : null
  }
  const refusal = trial?.result.ok === false ? trial.result.reason : null
  const points = line?.points.length ?? 0
  const short = line !== null && points < fewestPoints(tool)
  return (
    <div className="pen-figures" data-testid="pen-figures">
      <div role="status">
        {crossed === 0 ? null : (
          <p className="pen-refusal" data-testid="pen-crossed">
            {say('planner.crosses', { count: formats.number(crossed) })}
          </p>
        )}
        {drawn?.isStray === true ? <p data-testid="pen-stray">{say('planner.trace.none')}</p> : null}
        {refusal !== null && !short ? <p className="pen-refusal">{say(`reason.${refusal}`)}</p> : null}
      </div>
      {facts === null || figures === null || trial?.result.ok !== true || shown?.result.ok !== true ? null : (
        <Sides base={view.topology} edited={shown.result} {...{ facts, figures, rules }} />
      )}
      {line === null ? (
        <p className="pen-hint">
          {say(block !== null ? `planner.block.${block.kind}` : held?.byKeys ? 'planner.hint.nudge' : 'planner.hint.drag')}
        </p>
      ) : (
        <>
          <div className="pen-buttons">
            <button type="button" className="button" disabled={points < fewestPoints(tool)} data-testid="pen-finish" onClick={pen.finish}>
              {say(isRing(tool) ? 'planner.line.close' : 'planner.line.finish')}
            </button>
            <button type="button" className="button-quiet" data-testid="pen-back" onClick={pen.takeBack}>
              {say('planner.line.back')}
            </button>
            <button type="button" className="button-quiet" data-testid="pen-cancel" onClick={pen.cancel}>
              {say('app.cancel')}
            </button>
          </div>
          <p className="pen-hint">
            {range === '' ? null : say('planner.hint.range', { range })}
            {say('planner.hint.draw')}
          </p>
        </>
      )}
    </div>
  )
}

type SidesProps = {
  readonly base: Topology
  readonly edited: Extract<EditResult, { ok: true }>
  readonly facts: PlannedFacts
  readonly figures: Figures
  readonly rules: PlanRulesKept
}

const Sides = memo(function Sides({ base, edited, facts, figures, rules }: SidesProps) {
  const texts = useTexts()
  const { say, formats } = texts
  const { topology, touched } = edited
  const after = loadsAfter(base, topology, facts, figures.lying, touched)
  const means = meanByParent(topology, { get: (grid) => after.get(grid) ?? figures.loads.get(grid) }, figures.dedicated)
  const rows = [...after]
    .filter(([grid]) => topology.grids.has(grid) && !sameGround(base, topology, grid))
    .slice(0, mostShown)
    .map(([grid, load]) => {
      const polygons = gridPolygons(topology, grid)
      const mean = means.get(topology.grids.get(grid)?.parent ?? '') ?? 0
      return {
        ...{ grid, load, area: areaSquareMetres(polygons), minutes: minutesAcross(polygons) },
        // where there is nothing to be shared evenly there is no balance
        share: mean > 0 && !figures.dedicated.has(grid) ? load.households / mean : null,
      }
    })
  return (
    <table>
      <caption>{say('planner.walkAcross.note', { factor: formats.decimal(detourFactor) })}</caption>
      <thead>
        <tr>
          <th scope="col">{say('planner.grid')}</th>
          <th scope="col">{say('planner.households')}</th>
          <th scope="col" title={say('planner.balance.note')}>
            {say('planner.balance')}
          </th>
          <th scope="col">{say('planner.buildings')}</th>
          <th scope="col">{say('planner.elderly')}</th>
          <th scope="col">{say('planner.openIssues')}</th>
          <th scope="col">{say('planner.area')}</th>
          <th scope="col">{say('planner.walkAcross')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ grid, load, area, minutes, share }) => (
          <tr key={grid}>
            <th scope="row">{gridName(grid, { base, topology }, texts)}</th>
            <td className={sizeProblem(load.households, rules.households[3]) === null ? undefined : 'pen-out'}>
              {formats.number(load.households)}
            </td>
            <td className={share !== null && (share < rules.leastShare || share > rules.greatestShare) ? 'pen-out' : undefined}>
              {share === null ? '—' : formats.percent({ numerator: Math.round(share * 100), denominator: 100 })}
            </td>
            <td>{formats.number(load.buildings)}</td>
            <td>{say('planner.about', { count: formats.number(load.residents60Plus) })}</td>
            <td>{formats.number(load.openIssues)}</td>
            <td>{say('planner.squareMetres', { area: formats.number(Math.round(area)) })}</td>
            <td>{say('planner.aboutMinutes', { minutes: formats.number(Math.max(1, Math.round(minutes))) })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
})
