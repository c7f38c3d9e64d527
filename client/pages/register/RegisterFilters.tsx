// What narrows the list, and the list as a file. Everything stands in the address bar, so that a list can be sent to somebody.
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useState } from 'react'
import { propertyClasses, renovationStages } from '#contract/words.ts'
import { endingWithin, vacancySorts } from '#domain/appointments/vacancy-lists.ts'
import { type VacancyQuery, vacancyFileAddress } from '../../api/people.ts'
import { gridsQuery } from '../../api/queries.ts'
import { SavedViews } from '../../app/SavedViews.tsx'
import { useMay } from '../../app/session.ts'
import type { SetParameters } from '../../app/use-query-parameters.ts'
import { useTexts } from '../../i18n/text.ts'
import { FillInDialog } from './FillInDialog.tsx'

const pauseMs = 300
const formats = ['xlsx', 'csv', 'geojson'] as const

type Props = {
  query: VacancyQuery
  subdistrict: string
  searchRef: RefObject<HTMLInputElement | null>
  onChange: SetParameters
  /** Null: nothing narrows the list. */
  onClear: (() => void) | null
}

export function RegisterFilters({ query, subdistrict, searchRef, onChange, onClear }: Props) {
  const { say, name, language } = useTexts()
  const { data: grids } = useQuery(gridsQuery({ subdistrict, version: 0 }, { level: 2 }))
  const may = useMay()
  const [filling, setFilling] = useState(false)
  const [text, setText] = useState(query.q ?? '')
  useEffect(() => setText(query.q ?? ''), [query.q])
  useEffect(() => {
    if (text.trim() === (query.q ?? '')) return
    const timer = setTimeout(() => onChange({ q: text.trim() || undefined }), pauseMs)
    return () => clearTimeout(timer)
  }, [text, query.q, onChange])
  const select = (key: string, all: string, value: string | undefined, options: readonly (readonly [string, string])[]) => (
    <select
      key={key}
      className={value === undefined ? 'register-filter' : 'register-filter register-filter-set'}
      aria-label={all}
      value={value ?? ''}
      data-testid={`filter-${key}`}
      onChange={({ target }) => onChange({ [key]: target.value || undefined })}
    >
      <option value="">{all}</option>
      {options.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </select>
  )
  const communities = (grids?.features ?? []).map(({ properties }) => [properties.gridCode, name(properties)] as const)
  const stages = [...renovationStages.map((one) => [one, say(`stage.${one}`)] as const), ['none', say('register.stage.none')] as const]
  return (
    <search className="register-filters">
      <input
        ref={searchRef}
        type="search"
        className="register-filter register-filter-text"
        placeholder={say('register.filter.text')}
        aria-label={say('register.filter.text')}
        maxLength={60}
        value={text}
        data-testid="filter-q"
        onChange={({ target }) => setText(target.value)}
      />
      {communities.length > 1 ? select('grid', say('register.filter.community'), query.grid, communities) : null}
      {select(
        'property',
        say('register.filter.property'),
        query.property,
        propertyClasses.map((one) => [one, say(`propertyClass.${one}`)]),
      )}
      {select('stage', say('register.filter.stage'), query.stage, stages)}
      {query.list === 'ending'
        ? select(
            'within',
            say('register.filter.within', { days: 90 }),
            query.within === undefined ? undefined : String(query.within),
            endingWithin.filter((days) => days !== 90).map((days) => [String(days), say('register.filter.within', { days })]),
          )
        : null}
      <select
        className="register-filter"
        aria-label={say('register.sort')}
        value={query.sort}
        data-testid="filter-sort"
        onChange={({ target }) => onChange({ sort: target.value === 'vacancy' ? undefined : target.value })}
      >
        {vacancySorts.map((one) => (
          <option key={one} value={one}>
            {say(`register.sort.${one}`)}
          </option>
        ))}
      </select>
      {onClear === null ? null : (
        <button type="button" className="button-quiet" onClick={onClear} data-testid="filter-clear">
          {say('issues.filter.clear')}
        </button>
      )}
      <SavedViews page="register" />
      <span className="register-files">
        {may('fillIn') && (query.list === 'buildingHead' || query.list === 'unitHead') ? (
          <button type="button" className="link" onClick={() => setFilling(true)} data-testid="fill-in">
            {say('register.fillIn.open')}
          </button>
        ) : null}
        {formats.map((format) => (
          <a key={format} className="link" href={vacancyFileAddress(query, format, language)} download data-testid={`file-${format}`}>
            {say(`register.file.${format}`)}
          </a>
        ))}
      </span>
      {filling ? <FillInDialog onClose={() => setFilling(false)} /> : null}
    </search>
  )
}
