// What taking the file comes to.
import type { BordersPlan } from '../../editor/borders-file.ts'
import { useTexts } from '../../i18n/text.ts'

/** More than these are a sign of something else, such as a wrong coordinate system. */
const mostTold = 4

export function PlanOfFile({ plan }: { readonly plan: BordersPlan }) {
  const { say, formats } = useTexts()
  const area = plan.changes.reduce((sum, { squareMetres }) => sum + squareMetres, 0)
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
        {plan.changes.length === 0
          ? say('bordersFile.clean')
          : say('bordersFile.changes', { changes: formats.number(plan.changes.length), area: formats.number(Math.round(area)) })}
      </p>
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
