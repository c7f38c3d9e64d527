// What calls on one display: which alarms of the sub-district it takes up and from when on, and from when on something new takes its stage. Beside
// each kind stands how many of the alarms that wait now it would take up so.
import { useQuery } from '@tanstack/react-query'
import { type AlarmRule, alarmKinds, ruleMeasures } from '#domain/wall/alarms.ts'
import { type AlarmCall, type Calls, callOf, takenUp } from '#domain/wall/calls.ts'
import { alarmsQuery } from '../../../api/wall.ts'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'

const sounds = { rule: null, yes: true, no: false } as const
type Sound = keyof typeof sounds

type Props = {
  readonly calls: Calls
  readonly rules: readonly AlarmRule[]
  readonly onChange: (calls: Calls) => void
}

export function DisplayCalls({ calls, rules, onChange }: Props) {
  const { say } = useTexts()
  const may = useMay()
  const waiting = useQuery({ ...alarmsQuery(), enabled: may('alarms') }).data?.alarms.filter(({ onWall }) => onWall)
  const change = (call: AlarmCall, part: Partial<AlarmCall>): void => {
    const changed = { ...call, ...part }
    const others = calls.alarms.filter(({ kind }) => kind !== call.kind)
    const asRuled = changed.shown && changed.sound === null && changed.from === null
    onChange({ ...calls, alarms: asRuled ? others : [...others, changed] })
  }
  /** Of something new; empty: as soon as there is any. */
  const stage = (key: 'hotSpot' | 'overdue', least: number, most: number) => {
    const value = calls[key]
    return (
      <li>
        <label>
          <input
            type="checkbox"
            checked={value !== null}
            onChange={({ target }) => onChange({ ...calls, [key]: target.checked ? least : null })}
          />
          <b>{say(`wall.why.${key}`)}</b>
        </label>
        {value === null ? null : (
          <label>
            {say(`wallSettings.calls.${key}`)}
            <input
              type="number"
              min={least}
              max={most}
              value={value}
              onChange={({ target }) =>
                onChange({ ...calls, [key]: Math.min(most, Math.max(least, Math.round(Number(target.value)) || least)) })
              }
            />
          </label>
        )}
      </li>
    )
  }
  return (
    <section className="wall-settings-rules" data-testid="display-calls">
      <h2>{say('wallSettings.calls')}</h2>
      <p className="wall-settings-note">{say('wallSettings.calls.intro')}</p>
      <ul>
        {alarmKinds.map((kind) => {
          const call = callOf(calls, kind)
          const rule = rules.find((one) => one.kind === kind)
          const ofKind = waiting?.filter((alarm) => alarm.kind === kind)
          const sound = (Object.keys(sounds) as Sound[]).find((one) => sounds[one] === call.sound)
          return (
            <li key={kind} data-testid={`call-${kind}`}>
              <label>
                <input type="checkbox" checked={call.shown} onChange={({ target }) => change(call, { shown: target.checked })} />
                <b>{say(`alarm.${kind}`)}</b>
              </label>
              {rule && !rule.on ? <small>{say('wallSettings.calls.off')}</small> : null}
              {call.shown ? (
                <>
                  <label>
                    {say(`wallSettings.rule.${kind}`)}
                    <input
                      type="number"
                      min={rule?.threshold ?? ruleMeasures[kind].least}
                      max={ruleMeasures[kind].most}
                      placeholder={say('wallSettings.calls.asRuled')}
                      value={call.from ?? ''}
                      onChange={({ target }) => change(call, { from: target.value === '' ? null : Math.round(Number(target.value)) })}
                    />
                  </label>
                  <label>
                    {say('wallSettings.rule.sound')}
                    <select value={sound} onChange={({ target }) => change(call, { sound: sounds[target.value as Sound] })}>
                      {(Object.keys(sounds) as Sound[]).map((one) => (
                        <option key={one} value={one}>
                          {say(`wallSettings.calls.sound.${one}`)}
                        </option>
                      ))}
                    </select>
                  </label>
                </>
              ) : null}
              {ofKind && ofKind.length > 0 ? (
                <small data-testid="would-show">
                  {say('wallSettings.calls.now', { shown: ofKind.filter((alarm) => takenUp(alarm, calls)).length, count: ofKind.length })}
                </small>
              ) : null}
            </li>
          )
        })}
        {stage('hotSpot', 0, 100)}
        {stage('overdue', 1, 1000)}
      </ul>
    </section>
  )
}
