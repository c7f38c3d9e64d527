// Both sides of the line while it is drawn: what each grid would have, against what it should.
import { useMemo } from 'react'
import { areaSquareMetres } from '#domain/plans/checks.ts'
import type { Placed, PlannedFacts } from '#domain/plans/figures.ts'
import { gridPolygons } from '#domain/topology/rings.ts'
import { sameGround } from '#domain/topology/same-ground.ts'
import type { PlanRulesKept } from '../../api/plans.ts'
import type { PlanView } from '../../editor/plan-session.ts'
import { fewestPoints } from '../../editor/tools.ts'
import { useTexts } from '../../i18n/text.ts'
import { gridName } from './operation-words.ts'
import { previewLoads } from './use-figures.ts'
import type { Pen } from './use-pen.ts'

type Props = {
  readonly pen: Pen
  readonly view: PlanView
  readonly facts: PlannedFacts | null
  readonly placed: Placed | null
  readonly rules: PlanRulesKept
}

/** More grids than this do not fit beside the pen. */
const mostShown = 4

export function PenFigures({ pen, view, facts, placed, rules }: Props) {
  const texts = useTexts()
  const { say, formats } = texts
  const { trial, tool, line, held } = pen
  const rows = useMemo(() => {
    if (trial?.result.ok !== true || facts === null || placed === null) return null
    const { topology, touched } = trial.result
    const loads = previewLoads(view.topology, topology, facts, placed, touched)
    return [...loads]
      .filter(([grid]) => topology.grids.has(grid) && !sameGround(view.topology, topology, grid))
      .map(([grid, load]) => ({
        grid,
        load,
        area: areaSquareMetres(gridPolygons(topology, grid)),
        grounds: { base: view.topology, topology },
      }))
      .slice(0, mostShown)
  }, [trial, facts, placed, view.topology])
  if (line === null && held === null) return tool === 'select' ? null : <p className="pen-figures">{say(`planner.tool.${tool}.hint`)}</p>
  const refusal = trial?.result.ok === false ? trial.result.reason : null
  const short = line !== null && line.points.length < fewestPoints(tool)
  return (
    <div className="pen-figures" data-testid="pen-figures">
      {refusal !== null && !short ? <p className="pen-refusal">{say(`reason.${refusal}`)}</p> : null}
      {rows === null ? null : (
        <table>
          <thead>
            <tr>
              <th scope="col">{say('planner.grid')}</th>
              <th scope="col">{say('planner.households')}</th>
              <th scope="col">{say('planner.buildings')}</th>
              <th scope="col">{say('planner.elderly')}</th>
              <th scope="col">{say('planner.openIssues')}</th>
              <th scope="col">{say('planner.area')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ grid, load, area, grounds }) => (
              <tr key={grid}>
                <th scope="row">{gridName(grid, grounds, texts)}</th>
                <td className={load.households < rules.fewestHouseholds || load.households > rules.mostHouseholds ? 'pen-out' : undefined}>
                  {formats.number(load.households)}
                </td>
                <td>{formats.number(load.buildings)}</td>
                <td>{say('planner.about', { count: formats.number(load.residents60Plus) })}</td>
                <td>{formats.number(load.openIssues)}</td>
                <td>{say('planner.squareMetres', { area: formats.number(Math.round(area)) })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p className="pen-hint">
        {line === null
          ? say('planner.hint.drag')
          : say('planner.hint.draw', { fewest: rules.fewestHouseholds, most: rules.mostHouseholds })}
      </p>
    </div>
  )
}
