// The post of a row: who waits there, who could take it, who held it and every step since; and what may be done.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { mostBuildingsOfHead } from '#domain/appointments/posts.ts'
import type { VacancyList } from '#domain/appointments/vacancy-lists.ts'
import { type KnownPerson, type PastAppointment, postHistoryQuery, suggestedPeopleQuery, type VacancyRow } from '../../api/people.ts'
import type { Scope } from '../../api/queries.ts'
import { useLook } from '../../app/look.ts'
import { type Fact, Facts, PanelHead, PanelSkeleton } from '../../app/panel/parts.tsx'
import { RevealDialog, type Revealed } from '../../app/RevealDialog.tsx'
import { useMay } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { Icon } from '../../ui/Icon.tsx'
import { AppointDialog } from './AppointDialog.tsx'
import { HandOverDialog } from './HandOverDialog.tsx'
import { type HeadRole, postOf } from './post-of.ts'
import { isOfPeople, titleOf } from './row-words.ts'
import { WithdrawDialog } from './WithdrawDialog.tsx'

type Props = { row: VacancyRow; list: VacancyList; scope: Scope; stillMissing: boolean; onClose: () => void }

export function PostPanel({ row, list, scope, stillMissing, onClose }: Props) {
  const texts = useTexts()
  const { say, formats } = texts
  const may = useMay()
  const { search } = useLook()
  const [role, setRole] = useState<HeadRole>(row.headRole)
  const [person, setPerson] = useState<KnownPerson | 'new' | null>(null)
  const roles = list === 'gridStaffing' ? row.lacking : [row.headRole]
  const pick =
    row.buildingId !== null ? `building:${row.buildingId}` : row.gridCode !== null ? `grid:${row.gridCode}` : `compound:${row.compoundId}`
  const missing = row.lacking.length > 0 && stillMissing
  const facts: readonly Fact[] = [
    ['building.address', row.address],
    ['building.households', row.households > 0 ? formats.number(row.households) : null],
    ...(row.unitNumber === null ? ([['details.residents60Plus', formats.count(row.residents60Plus)]] as const) : []),
    ['compound.property', row.propertyClass === null ? null : say(`propertyClass.${row.propertyClass}`)],
    ['register.stage', row.renovationStage === null ? say('register.stage.none') : say(`stage.${row.renovationStage}`)],
  ]
  return (
    <aside className="register-panel" aria-label={say('register.post')} data-testid="post-panel">
      <div className="register-tools">
        <button type="button" className="button-quiet" aria-label={say('issues.back')} onClick={onClose} data-testid="panel-close">
          <Icon name="close" />
        </button>
        <Link className="button-quiet" to={`/${search === '' ? '?' : `${search}&`}pick=${pick}`}>
          <Icon name="map" />
          {say('issues.onMap')}
        </Link>
        {row.buildingId !== null && may('notice') ? (
          <Link className="button-quiet" to={`/register/notice/${row.buildingId}${search}`} data-testid="notice-open">
            {say('notice.open')}
          </Link>
        ) : null}
        {row.lng === null || row.lat === null ? null : (
          <a className="button-quiet register-navigate" href={`geo:${row.lat},${row.lng}?q=${row.lat},${row.lng}`}>
            {say('register.navigate')}
          </a>
        )}
      </div>
      <PanelHead kind={say(`vacancyList.${list}`)} title={titleOf(row, list, texts)} />
      {missing ? null : row.lacking.length > 0 ? (
        <p className="status status-present" role="status" data-testid="post-filled">
          {say('register.filled')}
        </p>
      ) : null}
      {isOfPeople(list) ? <Posts row={row} /> : <Facts facts={facts} />}
      {missing && may('appoint') ? (
        <section className="register-appoint">
          {roles.length > 1 ? (
            <div className="register-roles">
              {roles.map((one) => (
                <button key={one} type="button" className="choice-option" aria-pressed={one === role} onClick={() => setRole(one)}>
                  {say(`headRole.${one}`)}
                </button>
              ))}
            </div>
          ) : null}
          {row.buildingId !== null ? <Suggestions scope={scope} building={row.buildingId} onChoose={setPerson} /> : null}
          <button type="button" className="button register-primary" onClick={() => setPerson('new')} data-testid="appoint">
            {say('register.appoint')}
          </button>
        </section>
      ) : null}
      {isOfPeople(list) || list === 'noRecord' || list === 'noFootprint' ? null : <History row={row} role={role} scope={scope} />}
      {person === null ? null : (
        <AppointDialog
          rows={[row]}
          role={role}
          scope={scope}
          person={person === 'new' ? null : person}
          onClose={() => setPerson(null)}
          onDone={() => setPerson(null)}
        />
      )}
    </aside>
  )
}

function Posts({ row }: { row: VacancyRow }) {
  const { say, name } = useTexts()
  const buildings = row.posts.filter(({ headRole }) => headRole === 'buildingHead').length
  return (
    <section>
      <h3 className="section-label">{say('register.allPosts')}</h3>
      <ul className="register-posts">
        {row.posts.map(({ headRole, place, placeEn }) => (
          <li key={`${headRole} ${place}`}>
            {say(`headRole.${headRole}`)} · {name({ name: place, nameEn: placeEn })}
          </li>
        ))}
      </ul>
      {buildings > mostBuildingsOfHead ? (
        <p className="field-warning">{say('register.tooMany', { count: buildings, most: mostBuildingsOfHead })}</p>
      ) : null}
    </section>
  )
}

function Suggestions({ scope, building, onChoose }: { scope: Scope; building: number; onChoose: (person: KnownPerson) => void }) {
  const { say, name, formats } = useTexts()
  const { data } = useQuery(suggestedPeopleQuery(scope, building))
  if (data === undefined || data.people.length === 0) return null
  return (
    <section data-testid="suggestions">
      <h3 className="section-label">{say('register.suggestions')}</h3>
      <ul className="register-people">
        {data.people.slice(0, 5).map(({ reason, distanceMetres, ...person }) => (
          <li key={person.personId}>
            <span className="register-person">
              <strong>{person.name}</strong> {person.phone}
              <span className="register-why">
                {say(`suggestion.${reason}`)}
                {distanceMetres === null || distanceMetres === 0
                  ? ''
                  : ` · ${say('register.away', { metres: formats.number(distanceMetres) })}`}
                {person.posts.length === 0
                  ? ''
                  : ` · ${person.posts
                      .slice(0, 2)
                      .map((post) => `${say(`headRole.${post.headRole}`)} ${name({ name: post.place, nameEn: post.placeEn })}`)
                      .join(say('register.and'))}`}
              </span>
            </span>
            <button type="button" className="button-quiet" onClick={() => onChoose(person)} data-testid="suggestion">
              {say('register.appoint.short')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function History({ row, role, scope }: { row: VacancyRow; role: HeadRole; scope: Scope }) {
  const { say } = useTexts()
  const query = useQuery(postHistoryQuery(scope, postOf(row, role)))
  return (
    <section data-testid="post-history">
      <h3 className="section-label">{say('register.history')}</h3>
      {query.data === undefined ? (
        <PanelSkeleton />
      ) : query.data.appointments.length === 0 ? (
        <p className="rows-empty">{say('register.history.none')}</p>
      ) : (
        <ol className="register-history">
          {query.data.appointments.map((one) => (
            <Term key={one.appointmentId} one={one} asOf={query.data.asOf} scope={scope} />
          ))}
        </ol>
      )}
    </section>
  )
}

function Term({ one, asOf, scope }: { one: PastAppointment; asOf: string; scope: Scope }) {
  const { say, formats } = useTexts()
  const may = useMay()
  const [asking, setAsking] = useState<'end' | 'reveal' | 'takeBack' | null>(null)
  const [clear, setClear] = useState<Revealed | null>(null)
  const until = one.endedOn ?? one.termEnd
  const held = until > asOf.slice(0, 10)
  return (
    <li className="register-term" data-testid="term">
      <p>
        <strong>{clear?.name ?? one.name}</strong> {clear ? <a href={`tel:${clear.phone}`}>{clear.phone}</a> : one.phone}
        {held ? <span className="register-now">{say('register.held')}</span> : null}
      </p>
      <p className="register-why">
        {until === one.termStart
          ? say('register.withdrawn')
          : say('people.term', { from: formats.day(one.termStart), to: formats.day(until) })}
        {' · '}
        {say(`selectionRoute.${one.selectionRoute}`)}
        {one.endReason === '' ? '' : ` · ${one.endReason}`}
      </p>
      {one.events.length === 0 ? null : (
        <ul className="register-events">
          {one.events.map(({ kind, happenedAt, recordedBy }) => (
            <li key={`${kind} ${happenedAt}`}>
              {say('register.event', { what: say(`appointmentEvent.${kind}`), who: recordedBy, when: formats.moment(happenedAt) })}
            </li>
          ))}
        </ul>
      )}
      {held ? (
        <p className="register-actions">
          {may('reveal') && clear === null ? (
            <button type="button" className="button-quiet" onClick={() => setAsking('reveal')} data-testid="call">
              {say('register.call')}
            </button>
          ) : null}
          {may('handOver') ? (
            <button type="button" className="button-quiet" onClick={() => setAsking('end')} data-testid="end">
              {say('register.end.post')}
            </button>
          ) : null}
          {may('correctAppointment') ? (
            <button type="button" className="button-quiet" onClick={() => setAsking('takeBack')} data-testid="take-back">
              {say('register.takeBack')}
            </button>
          ) : null}
        </p>
      ) : null}
      {asking === 'reveal' ? (
        <RevealDialog
          post={one}
          role={say(`headRole.${one.headRole}`)}
          onClose={() => setAsking(null)}
          onRevealed={(revealed) => {
            setAsking(null)
            setClear(revealed)
          }}
        />
      ) : null}
      {asking === 'takeBack' ? <WithdrawDialog one={one} onClose={() => setAsking(null)} /> : null}
      {asking === 'end' ? (
        <HandOverDialog appointments={[one]} places={[]} scope={scope} onClose={() => setAsking(null)} onDone={() => setAsking(null)} />
      ) : null}
    </li>
  )
}
