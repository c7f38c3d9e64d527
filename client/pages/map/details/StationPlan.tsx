// What if this station closed, or kept other hours: goes into the plan that is thought of, and changes nothing in the register.
import type { StationChange } from '#domain/walk/station-changes.ts'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { plannedHours } from '../station-hours.ts'
import { useDetails } from './context.ts'

export function StationPlan({ id, openingHours }: { id: number; openingHours: string }) {
  const { say } = useTexts()
  const may = useMay()
  const { plan, onPlan } = useDetails()
  if (!may('walkDifference')) return null
  const isOther = (one: StationChange): boolean => one.change === 'open' || one.serviceStationId !== id
  const mine = plan.find((one) => !isOther(one))
  const set = (change: StationChange | null): void => onPlan([...plan.filter(isOther), ...(change ? [change] : [])])
  const hours = mine?.change === 'hours' ? mine.openingHours : openingHours
  return (
    <section className="rows" data-testid="station-plan">
      <h3 className="section-label">{say('circles.plan.ask')}</h3>
      <div className="what-if-buttons">
        <button
          type="button"
          className="choice-option"
          aria-pressed={mine?.change === 'close'}
          data-testid="plan-close"
          onClick={() => set(mine?.change === 'close' ? null : { change: 'close', serviceStationId: id })}
        >
          {say('circles.plan.ifClosed')}
        </button>
        <select
          className="field-input plan-hours"
          aria-label={say('circles.plan.ifHours')}
          data-testid="plan-hours"
          value={hours}
          onChange={({ target: { value } }) =>
            set(value === openingHours ? null : { change: 'hours', serviceStationId: id, openingHours: value })
          }
        >
          {[...new Set([openingHours, ...plannedHours])].map((one) => (
            <option key={one} value={one}>
              {one === openingHours ? say('circles.plan.hoursNow', { hours: one }) : say('circles.plan.ifOpen', { hours: one })}
            </option>
          ))}
        </select>
      </div>
    </section>
  )
}
