// What taking the file comes to, and what was mended in it, each with its place.
import type { CoverageChange } from '#domain/topology/clean-coverage.ts'
import type { Topology } from '#domain/topology/topology.ts'
import type { BordersPlan } from '../../editor/borders-file.ts'
import type { Lines } from '../../editor/offences.ts'
import { useTexts } from '../../i18n/text.ts'

/** More than these are a sign of something else, such as a wrong coordinate system. */
const mostTold = 4
/** Of what was mended, the largest; the rest are slivers that nobody goes through one by one. */
const mostListed = 50
/** Of latitude, to within a tenth. */
export const unitsPerMetre = 100

type Props = {
  readonly plan: BordersPlan
  readonly tolerance: number
  readonly topology: Topology
  readonly showFaults: (all: Lines, near: Lines) => void
}

export function PlanOfFile({ plan, tolerance, topology, showFaults }: Props) {
  const { say, formats } = useTexts()
  const mended = plan.changes.filter(({ kind }) => kind !== 'holeKept')
  const area = mended.reduce((sum, { squareMetres }) => sum + squareMetres, 0)
  const listed = plan.changes.toSorted((a, b) => b.squareMetres - a.squareMetres).slice(0, mostListed)
  return (
    <div className="borders-plan" data-testid="borders-preview" role="status">
      <p>
        {say('bordersFile.preview', {
          known: formats.number(plan.known),
          made: formats.number(plan.made),
          steps: formats.number(plan.operations.length),
        })}
      </p>
      <p>
        {mended.length === 0
          ? say('bordersFile.clean', { metres: formats.decimal(tolerance / unitsPerMetre) })
          : say('bordersFile.changes', {
              changes: formats.number(mended.length),
              area: formats.number(Math.round(area)),
              metres: formats.decimal(tolerance / unitsPerMetre),
            })}
      </p>
      {listed.length === 0 ? null : (
        <ul className="panel-problems borders-changes" data-testid="borders-changes">
          {listed.map((change) => (
            <Change
              key={`${change.kind} ${change.at.join()}`}
              {...{ change, topology }}
              made={plan.topology}
              show={() => showFaults([[change.at]], [[change.at]])}
            />
          ))}
        </ul>
      )}
      {plan.refused.slice(0, mostTold).map((one) => (
        <p key={one.name} className="plan-stops">
          {say('planner.conflict', { what: one.name, why: say(`reason.${one.reason}`) })}
        </p>
      ))}
      {plan.refused.length > mostTold ? (
        <p className="plan-stops">{say('bordersFile.refusedMore', { count: formats.number(plan.refused.length - mostTold) })}</p>
      ) : null}
    </div>
  )
}

type ChangeProps = { readonly change: CoverageChange; readonly topology: Topology; readonly made: Topology; readonly show: () => void }

function Change({ change: { kind, squareMetres, to }, topology, made, show }: ChangeProps) {
  const { say, formats, name } = useTexts()
  const known = to === null ? undefined : (made.grids.get(to) ?? topology.grids.get(to))
  return (
    <li className={kind === 'holeKept' ? 'problem-stops' : 'problem-warns'}>
      <button type="button" className="panel-link" onClick={show}>
        <span>
          {kind === 'holeKept'
            ? say('bordersFile.change.holeKept')
            : say(`bordersFile.change.${kind}`, { grid: known === undefined ? '' : name(known) })}
        </span>
        <span>{say('planner.squareMetres', { area: formats.number(Math.max(1, Math.round(squareMetres))) })}</span>
      </button>
    </li>
  )
}
