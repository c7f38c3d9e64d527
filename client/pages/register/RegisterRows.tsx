// The list: one line says what and how long, one who waits and who was last. The next page comes when the end is near.
import { useEffect, useRef } from 'react'
import type { VacancyList } from '#domain/appointments/vacancy-lists.ts'
import type { VacancyRow } from '../../api/people.ts'
import { useEndWatch } from '../../app/use-end-watch.ts'
import { useTexts } from '../../i18n/text.ts'
import { isOfPeople, placeWords, stateWords, titleOf } from './row-words.ts'

type Props = {
  rows: readonly VacancyRow[]
  list: VacancyList
  /** When the list was read. */
  today: string
  active: number | null
  pick: number | null
  pointed: number | null
  selected: ReadonlySet<number>
  selectable: boolean
  more: (() => void) | null
  end: string
  onOpen: (id: number) => void
  onToggle: (id: number) => void
  onPoint: (id: number | null) => void
}

export function RegisterRows(props: Props) {
  const { rows, more, end } = props
  const foot = useEndWatch(more)
  return (
    <>
      <ol className="register-rows" data-testid="register-rows">
        {rows.map((row) => (
          <Row key={row.rowId} row={row} {...props} />
        ))}
      </ol>
      <div ref={foot} className="register-rows-end" role="status">
        {end}
      </div>
    </>
  )
}

function Row({ row, list, today, active, pick, pointed, selected, selectable, onOpen, onToggle, onPoint }: Props & { row: VacancyRow }) {
  const texts = useTexts()
  const { say, formats } = texts
  const id = row.rowId
  const element = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (active === id) element.current?.scrollIntoView({ block: 'nearest' })
  }, [active, id])
  const marks = [active === id && 'register-row-active', pick === id && 'register-row-open', pointed === id && 'register-row-pointed']
  const title = titleOf(row, list, texts)
  const second = isOfPeople(list)
    ? row.posts.map(({ headRole, place, placeEn }) => `${say(`headRole.${headRole}`)} ${texts.name({ name: place, nameEn: placeEn })}`)
    : [
        row.termEnd === null ? '' : `${say(`headRole.${row.headRole}`)} ${row.person ?? ''}`,
        row.residents60Plus === 0 || row.unitNumber !== null ? '' : say('register.60plus', { count: formats.count(row.residents60Plus) }),
        row.propertyClass === null ? '' : say(`propertyClass.${row.propertyClass}`),
        row.renovationStage === null ? '' : say(`stage.${row.renovationStage}`),
        row.termEnd === null && row.person !== null ? say('register.last', { name: row.person }) : '',
        row.address === title ? '' : row.address,
      ]
  return (
    <li
      ref={element}
      className={['register-row', ...marks].filter(Boolean).join(' ')}
      data-testid="register-row"
      data-id={id}
      onMouseEnter={() => onPoint(id)}
      onMouseLeave={() => onPoint(null)}
    >
      {selectable ? (
        <label className="register-check">
          <input
            type="checkbox"
            checked={selected.has(id)}
            aria-label={say('register.select', { place: placeWords(row, texts) })}
            onChange={() => onToggle(id)}
            data-testid="register-check"
          />
        </label>
      ) : null}
      <button type="button" className="register-row-button" aria-current={pick === id ? 'true' : undefined} onClick={() => onOpen(id)}>
        <span className="register-row-line">
          <span className="register-row-name">{title}</span>
          <span className={row.vacantSince === null && row.lacking.length > 0 ? 'register-state register-state-never' : 'register-state'}>
            {stateWords(row, list, today, texts)}
          </span>
          {row.households > 0 ? (
            <span className="register-households">{say('building.households.value', { count: formats.number(row.households) })}</span>
          ) : null}
        </span>
        <span className="register-row-line register-row-second">{second.filter((part) => part !== '').join(' · ')}</span>
      </button>
    </li>
  )
}
