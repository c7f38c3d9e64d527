// View, period, classes and measure of the heat map.
import { issueClasses } from '#contract/words.ts'
import { type Address, periods } from '../../app/address.ts'
import { useTexts } from '../../i18n/text.ts'
import { heatViews } from '../../map/layer.ts'
import { Choice } from '../../ui/Choice.tsx'

export type HeatChange = Partial<
  Pick<
    Address,
    | 'coverageKind'
    | 'periodDays'
    | 'classes'
    | 'per'
    | 'heatView'
    | 'range'
    | 'walk'
    | 'straight'
    | 'circleView'
    | 'stationKinds'
    | 'walkDay'
    | 'openAt'
    | 'tried'
    | 'plan'
  >
>

type Props = {
  address: Address
  onFilter: (change: HeatChange) => void
}

export function HeatControls({ address, onFilter }: Props) {
  const { say } = useTexts()
  const { classes } = address
  const toggle = (name: (typeof issueClasses)[number]): void => {
    const next = issueClasses.filter((one) => (one === name ? !classes.includes(one) : classes.includes(one)))
    onFilter({ classes: next.length === issueClasses.length ? [] : next })
  }
  return (
    <div className="heat-controls">
      <Choice
        label={say('heat.view')}
        options={heatViews.map((view) => ({ value: view, text: say(`heat.view.${view}`) }))}
        value={address.heatView}
        onChange={(heatView) => onFilter({ heatView })}
      />
      <Choice
        label={say('heat.period')}
        options={periods.map((days) => ({ value: days, text: say(`heat.period.${days}`) }))}
        value={address.range === null ? address.periodDays : 0}
        onChange={(days) => {
          const periodDays = periods.find((one) => one === days)
          if (periodDays) onFilter({ periodDays, range: null })
        }}
      />
      <Choice
        label={say('heat.per')}
        options={[
          { value: 'raw' as const, text: say('heat.per.raw') },
          { value: 'households' as const, text: say('heat.per.households') },
        ]}
        value={address.per}
        onChange={(per) => onFilter({ per })}
      />
      <fieldset className="choice">
        <legend className="choice-label">{say('heat.classes')}</legend>
        <div className="choice-options">
          <button type="button" className="choice-option" aria-pressed={classes.length === 0} onClick={() => onFilter({ classes: [] })}>
            {say('heat.classes.all')}
          </button>
          {issueClasses.map((name) => (
            <button key={name} type="button" className="choice-option" aria-pressed={classes.includes(name)} onClick={() => toggle(name)}>
              {say(`issueClass.${name}`)}
            </button>
          ))}
        </div>
      </fieldset>
    </div>
  )
}
