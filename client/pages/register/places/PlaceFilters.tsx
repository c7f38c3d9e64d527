// What narrows a register, its files, and a new record. Everything stands in the address bar.
import { useQuery } from '@tanstack/react-query'
import { lazy, type RefObject, Suspense, useEffect, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import { registerFileAddress } from '../../../api/places.ts'
import { gridsQuery } from '../../../api/queries.ts'
import { SavedViews } from '../../../app/SavedViews.tsx'
import { useMay } from '../../../app/session.ts'
import type { SetParameters } from '../../../app/use-query-parameters.ts'
import { useTexts } from '../../../i18n/text.ts'
import { filters, type Kind, optionWords } from './books.ts'

/** What reads and writes files comes with the first file. */
const RegisterFillIn = lazy(() => import('./RegisterFillIn.tsx').then((module) => ({ default: module.RegisterFillIn })))
const SavePlaces = lazy(() => import('./SavePlaces.tsx').then((module) => ({ default: module.SavePlaces })))

const pauseMs = 300
const formats = ['xlsx', 'csv', 'geojson'] as const

type Props = {
  kind: Kind
  subdistrict: Subdistrict
  parameters: URLSearchParams
  searchRef: RefObject<HTMLInputElement | null>
  onChange: SetParameters
  onClear: (() => void) | null
  /** Null: not here, or not by this person. */
  onAdd: (() => void) | null
}

export function PlaceFilters({ kind, subdistrict, parameters, searchRef, onChange, onClear, onAdd }: Props) {
  const texts = useTexts()
  const { say, name, language } = texts
  const { data: grids } = useQuery(gridsQuery({ subdistrict: subdistrict.subdistrictCode, version: 0 }, { level: 2 }))
  const may = useMay()
  const [dialog, setDialog] = useState<'upload' | 'save' | null>(null)
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
      key={key}
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
        placeholder={say('places.search')}
        aria-label={say('places.search')}
        maxLength={60}
        value={text}
        data-testid="filter-q"
        onChange={({ target }) => setText(target.value)}
      />
      {communities.length > 1 ? select('community', say('register.filter.community'), communities) : null}
      {filters[kind].map((filter) =>
        select(
          filter.name,
          say(filter.all),
          filter.options.map((option) => [option, optionWords(filter, option, texts)]),
        ),
      )}
      {onClear ? (
        <button type="button" className="button-quiet" onClick={onClear}>
          {say('issues.filter.clear')}
        </button>
      ) : null}
      {onAdd ? (
        <button type="button" className="button" data-testid="places-add" onClick={onAdd}>
          {say('places.add')}
        </button>
      ) : null}
      {may('fillInRegister') ? (
        <button type="button" className="button-quiet" onClick={() => setDialog('upload')} data-testid="register-upload">
          {say('registerFillIn.open')}
        </button>
      ) : null}
      <Suspense>
        {dialog === 'upload' ? <RegisterFillIn kind={kind} subdistrict={subdistrict} onClose={() => setDialog(null)} /> : null}
        {dialog === 'save' ? <SavePlaces kind={kind} onClose={() => setDialog(null)} /> : null}
      </Suspense>
      <SavedViews page={`${kind}s`} />
      <span className="register-files">
        {formats.map((format) => (
          <a key={format} className="link" href={registerFileAddress(kind, format, language)} download>
            {say(`register.file.${format}`)}
          </a>
        ))}
        <button type="button" className="link" data-testid="register-save" onClick={() => setDialog('save')}>
          {say('geoFile.more')}
        </button>
      </span>
    </search>
  )
}
