// What can be done with everything that is selected: one person for several posts, or several terms ended or handed over at once.
import { useState } from 'react'
import { Link } from 'react-router'
import type { VacancyList } from '#domain/appointments/vacancy-lists.ts'
import type { VacancyRow } from '../../api/people.ts'
import type { Scope } from '../../api/queries.ts'
import { useLook } from '../../app/look.ts'
import { useTexts } from '../../i18n/text.ts'
import { AppointDialog } from './AppointDialog.tsx'
import { HandOverDialog } from './HandOverDialog.tsx'
import { placeWords } from './row-words.ts'

/** As many as the service takes at once. */
const most = 50

export function SelectionBar({
  rows,
  list,
  scope,
  onDone,
}: {
  rows: readonly VacancyRow[]
  list: VacancyList
  scope: Scope
  onDone: () => void
}) {
  const texts = useTexts()
  const { say, formats } = texts
  const [open, setOpen] = useState(false)
  const { search } = useLook()
  const taken = rows.slice(0, most)
  const buildings = [...new Set(taken.flatMap(({ buildingId }) => buildingId ?? []))]
  const done = (): void => {
    setOpen(false)
    onDone()
  }
  const held = taken.flatMap(({ appointmentId, version }) =>
    appointmentId === null || version === null ? [] : [{ appointmentId, version }],
  )
  return (
    <section className="register-bar" aria-label={say('issues.bulk')} data-testid="selection-bar">
      <strong>{say('register.selected', { count: formats.number(rows.length) })}</strong>
      {rows.length > most ? <span>{say('issues.bulk.most', { count: most })}</span> : null}
      <button type="button" className="button" onClick={() => setOpen(true)} data-testid="selection-act">
        {say(list === 'ending' ? 'register.handOver' : 'register.appoint.several')}
      </button>
      {buildings.length > 0 ? (
        <Link
          className="button-quiet"
          to={`/register/visits${search === '' ? '?' : `${search}&`}ids=${buildings.join()}`}
          data-testid="visits"
        >
          {say('visits.open')}
        </Link>
      ) : null}
      <button type="button" className="button-quiet" onClick={onDone}>
        {say('app.cancel')}
      </button>
      {!open ? null : list === 'ending' ? (
        <HandOverDialog
          appointments={held}
          places={taken.map((row) => placeWords(row, texts))}
          scope={scope}
          onClose={() => setOpen(false)}
          onDone={done}
        />
      ) : (
        <AppointDialog
          rows={taken}
          role={list === 'unitHead' ? 'unitHead' : 'buildingHead'}
          scope={scope}
          person={null}
          onClose={() => setOpen(false)}
          onDone={done}
        />
      )}
    </section>
  )
}
