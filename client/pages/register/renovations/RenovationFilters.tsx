// What narrows the register, its files, a new project, and what the sub-district asks for before filing. Everything stands in the address bar.
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useState } from 'react'
import { renovationClasses } from '#contract/words.ts'
import { gridsQuery } from '../../../api/queries.ts'
import { renovationFileAddress } from '../../../api/renovations.ts'
import { SavedViews } from '../../../app/SavedViews.tsx'
import type { SetParameters } from '../../../app/use-query-parameters.ts'
import { useTexts } from '../../../i18n/text.ts'
import { filterOf } from './renovation-rows.ts'

const pauseMs = 300
const formats = ['xlsx', 'csv', 'geojson'] as const

type Props = {
  subdistrict: string
  parameters: URLSearchParams
  searchRef: RefObject<HTMLInputElement | null>
  onChange: SetParameters
  onClear: (() => void) | null
  /** Null: not by this person. */
  onAdd: (() => void) | null
}

export function RenovationFilters({ subdistrict, parameters, searchRef, onChange, onClear, onAdd }: Props) {
  const { say, name, language } = useTexts()
  const { data: grids } = useQuery(gridsQuery({ subdistrict, version: 0 }, { level: 2 }))
  const given = parameters.get('q') ?? ''
  const [text, setText] = useState(given)
  useEffect(() => setText(given), [given])
  useEffect(() => {
    if (text.trim() === given) return
    const timer = setTimeout(() => onChange({ q: text.trim() || undefined }), pauseMs)
    return () => clearTimeout(timer)
  }, [text, given, onChange])
  const select = (key: string, all: string, options: readonly (readonly [string, string])[]) => (
    <select
      className={parameters.has(key) ? 'register-filter register-filter-set' : 'register-filter'}
      aria-label={all}
      value={parameters.get(key) ?? ''}
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
  const communities = (grids?.features ?? []).map(({ properties }) => [properties.gridCode.slice(0, 12), name(properties)] as const)
  return (
    <search className="register-filters">
      <input
        ref={searchRef}
        type="search"
        className="register-filter register-filter-text"
        placeholder={say('renovation.search')}
        aria-label={say('renovation.search')}
        maxLength={60}
        value={text}
        data-testid="filter-q"
        onChange={({ target }) => setText(target.value)}
      />
      {communities.length > 1 ? select('community', say('register.filter.community'), communities) : null}
      {select(
        'class',
        say('renovation.all.class'),
        renovationClasses.map((one) => [one, say(`renovationClass.${one}`)]),
      )}
      {onClear ? (
        <button type="button" className="button-quiet" onClick={onClear}>
          {say('issues.filter.clear')}
        </button>
      ) : null}
      {onAdd ? (
        <button type="button" className="button" data-testid="renovation-add" onClick={onAdd}>
          {say('renovation.add')}
        </button>
      ) : null}
      <SavedViews page="renovations" />
      <span className="register-files">
        {formats.map((format) => (
          <a key={format} className="link" href={renovationFileAddress(format, language, filterOf(parameters))} download>
            {say(`register.file.${format}`)}
          </a>
        ))}
      </span>
    </search>
  )
}
