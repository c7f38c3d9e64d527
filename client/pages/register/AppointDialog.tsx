// Appointing one person to one or several posts of a role. If somebody was quicker, the dialog says who, and the list is read again.
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { mostBuildingsOfHead, type SelectionRoute, selectionRoutes } from '#domain/appointments/posts.ts'
import { addDays, calendarDay } from '#domain/calendar/calendar-day.ts'
import { appointMutation, type KnownPerson, type VacancyRow } from '../../api/people.ts'
import type { Scope } from '../../api/queries.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useTexts } from '../../i18n/text.ts'
import { isNamed, type Person, PersonChoice, personOf } from './PersonChoice.tsx'
import { PostFailure } from './PostFailure.tsx'
import { type HeadRole, placesOf } from './post-of.ts'
import { placeWords } from './row-words.ts'

const usualTermDays = 730

type Props = {
  rows: readonly VacancyRow[]
  role: HeadRole
  scope: Scope
  /** Null: somebody else than those suggested. */
  person: KnownPerson | null
  onClose: () => void
  onDone: () => void
}

export function AppointDialog({ rows, role, scope, person: known, onClose, onDone }: Props) {
  const texts = useTexts()
  const { say } = texts
  const id = useId()
  const [person, setPerson] = useState<Person>(known ? { known } : { name: '', phone: '' })
  const [selectionRoute, setRoute] = useState<SelectionRoute>('elected')
  const [termStart, setStart] = useState(() => calendarDay(new Date()))
  const [termEnd, setEnd] = useState(() => addDays(calendarDay(new Date()), usualTermDays))
  const [noticeConsent, setConsent] = useState(false)
  const appoint = useMutation({ ...appointMutation() })
  const after = role === 'buildingHead' ? rows.length + ('known' in person ? person.known.buildings : 0) : 0
  const submit = (): void => {
    if (!isNamed(person)) return
    const body = {
      person: personOf(person),
      headRole: role,
      places: placesOf(rows, role),
      selectionRoute,
      termStart,
      termEnd,
      noticeConsent,
    }
    appoint.mutate(body, { onSuccess: onDone })
  }
  return (
    <FormDialog
      name="appoint"
      title={say('register.appoint.title', { role: say(`headRole.${role}`) })}
      confirm={say('register.appoint.confirm')}
      pending={appoint.isPending}
      failure={appoint.error ? <PostFailure error={appoint.error} /> : null}
      onConfirm={submit}
      onClose={onClose}
    >
      <p className="form-note">{rows.map((row) => placeWords(row, texts)).join(say('register.and'))}</p>
      <PersonChoice subdistrict={scope.subdistrict} person={person} onPerson={setPerson} />
      {after > mostBuildingsOfHead ? (
        <p className="field-warning">{say('register.tooMany', { count: after, most: mostBuildingsOfHead })}</p>
      ) : null}
      <fieldset className="choice">
        <legend className="field-label">{say('register.route')}</legend>
        <div className="choice-options">
          {selectionRoutes.map((one) => (
            <button key={one} type="button" className="choice-option" aria-pressed={one === selectionRoute} onClick={() => setRoute(one)}>
              {say(`selectionRoute.${one}`)}
            </button>
          ))}
        </div>
      </fieldset>
      <div className="register-days">
        <div className="field">
          <label className="field-label" htmlFor={`${id}-start`}>
            {say('register.termStart')}
          </label>
          <input
            id={`${id}-start`}
            className="field-input"
            type="date"
            required
            value={termStart}
            data-testid="term-start"
            onChange={({ target }) => setStart(target.value)}
          />
        </div>
        <div className="field">
          <label className="field-label" htmlFor={`${id}-end`}>
            {say('register.termEnd')}
          </label>
          <input
            id={`${id}-end`}
            className="field-input"
            type="date"
            required
            min={addDays(termStart || calendarDay(new Date()), 1)}
            value={termEnd}
            data-testid="term-end"
            onChange={({ target }) => setEnd(target.value)}
          />
        </div>
      </div>
      <label className="register-consent">
        <input type="checkbox" checked={noticeConsent} onChange={({ target }) => setConsent(target.checked)} data-testid="notice-consent" />
        {say('register.consent')}
      </label>
    </FormDialog>
  )
}
