// The shifts of a route: from, to, and on which weekdays each begins.
import { everyWeekday, overlappingShifts, type Shift, shiftMinutes } from '#domain/patrol/shift.ts'
import { weekdayNames } from '../../app/shift-words.ts'
import { useTexts } from '../../i18n/text.ts'

const mostShifts = 12
/** Nobody walks longer: more likely begin and end were exchanged. */
const longMinutes = 12 * 60

type Props = {
  shifts: readonly Shift[]
  /** Those that runs were planned from; null: of a new route. */
  saved: readonly Shift[] | null
  onChange: (shifts: readonly Shift[]) => void
}

export function ShiftFields({ shifts, saved, onChange }: Props) {
  const { say, formats } = useTexts()
  const change = (at: number, part: Partial<Shift>): void =>
    onChange(shifts.map((one, index) => (index === at ? { ...one, ...part } : one)))
  const overlap = shifts.some(({ begins, ends }) => begins === '' || ends === '') ? null : overlappingShifts(shifts)
  return (
    <section className="patrols-shifts" aria-label={say('patrols.shifts')}>
      {[...shifts.entries()].map(([at, shift]) => (
        <fieldset key={at} className="patrols-shift" data-testid="shift">
          <legend className="field-label">{say('patrols.shift.nth', { number: at + 1 })}</legend>
          <div className="patrols-two">
            {(['begins', 'ends'] as const).map((field) => (
              <label key={field} className="field">
                <span className="field-label">{say(field === 'begins' ? 'patrols.shiftStart' : 'patrols.shiftEnd')}</span>
                <input
                  type="time"
                  className="field-input"
                  required
                  value={shift[field]}
                  data-testid={`shift-${field}`}
                  onChange={({ target }) => change(at, { [field]: target.value })}
                />
              </label>
            ))}
          </div>
          {shift.begins !== '' && shift.ends !== '' && shift.ends <= shift.begins ? (
            <p className={shiftMinutes(shift) > longMinutes ? 'field-warning' : 'patrols-note'} role="status" data-testid="shift-next-day">
              {say('patrols.shift.nextDay', { ends: shift.ends, hours: formats.decimal(Math.round(shiftMinutes(shift) / 6) / 10) })}
            </p>
          ) : null}
          <div className="patrols-weekdays">
            {everyWeekday.map((day) => {
              const name = weekdayNames[day - 1] ?? 'monday'
              return (
                <label key={day} className="patrols-weekday" title={say(`weekday.${name}`)}>
                  <input
                    type="checkbox"
                    aria-label={say(`weekday.${name}`)}
                    checked={shift.weekdays.includes(day)}
                    onChange={({ target }) =>
                      change(at, { weekdays: everyWeekday.filter((one) => (one === day ? target.checked : shift.weekdays.includes(one))) })
                    }
                  />
                  <span aria-hidden="true">{say(`weekday.short.${name}`)}</span>
                </label>
              )
            })}
            {shifts.length > 1 ? (
              <button
                type="button"
                className="button-quiet"
                aria-label={say('patrols.shift.remove', { number: at + 1 })}
                onClick={() => onChange(shifts.filter((_, index) => index !== at))}
              >
                ×
              </button>
            ) : null}
          </div>
          {shift.weekdays.length === 0 ? <p className="patrols-note">{say('patrols.shift.noDay')}</p> : null}
        </fieldset>
      ))}
      {overlap ? (
        <p className="form-error" role="alert" data-testid="shift-overlap">
          {say('patrols.shift.overlap', { one: overlap[0] + 1, other: overlap[1] + 1 })}
        </p>
      ) : null}
      {saved !== null && JSON.stringify(saved) !== JSON.stringify(shifts) ? (
        <p className="patrols-note" data-testid="shift-follow">
          {say('patrols.shift.follow')}
        </p>
      ) : null}
      <button
        type="button"
        className="button-quiet"
        disabled={shifts.length >= mostShifts}
        data-testid="shift-add"
        onClick={() => onChange([...shifts, { begins: '19:00', ends: '22:00', weekdays: everyWeekday }])}
      >
        {say('patrols.shift.add')}
      </button>
    </section>
  )
}
