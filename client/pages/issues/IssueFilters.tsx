// What narrows the list. Everything stands in the address bar, so that a list can be sent to somebody.
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useState } from 'react'
import { handlerLevels, issueClasses, issueSeverities, issueSources } from '#contract/words.ts'
import { gridsQuery } from '../../api/queries.ts'
import { SavedViews } from '../../app/SavedViews.tsx'
import { useIssueItems } from '../../app/use-issue-items.ts'
import type { SetParameters } from '../../app/use-query-parameters.ts'
import { useTexts } from '../../i18n/text.ts'
import type { IssueAddress } from './issue-address.ts'

const pauseMs = 300
const lampsOffered = ['red', 'amber', 'green'] as const

type Props = {
  address: IssueAddress
  subdistrict: string
  searchRef: RefObject<HTMLInputElement | null>
  onChange: SetParameters
  /** Null: nothing narrows the list. */
  onClear: (() => void) | null
}

export function IssueFilters({ address: { filter }, subdistrict, searchRef, onChange, onClear }: Props) {
  const { say, name } = useTexts()
  const { items, nameOf } = useIssueItems()
  const { data: grids } = useQuery(gridsQuery({ subdistrict, version: 0 }, { level: 2 }))
  const [text, setText] = useState(filter.q ?? '')
  useEffect(() => setText(filter.q ?? ''), [filter.q])
  useEffect(() => {
    if (text.trim() === (filter.q ?? '')) return
    const timer = setTimeout(() => onChange({ q: text.trim() || undefined }), pauseMs)
    return () => clearTimeout(timer)
  }, [text, filter.q, onChange])
  const select = (key: string, label: string, all: string, value: string | undefined, options: readonly (readonly [string, string])[]) => (
    <select
      key={key}
      className={value === undefined ? 'filter' : 'filter filter-set'}
      aria-label={label}
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
      {value !== undefined && !options.some(([one]) => one === value) ? (
        <option value={value}>{say('issues.filter.several')}</option>
      ) : null}
    </select>
  )
  const communities = (grids?.features ?? []).map(({ properties }) => [properties.gridCode, name(properties)] as const)
  return (
    <search className="issue-filters">
      <input
        ref={searchRef}
        type="search"
        className="filter filter-text"
        placeholder={say('issues.filter.text')}
        aria-label={say('issues.filter.text')}
        maxLength={60}
        value={text}
        data-testid="filter-q"
        onChange={({ target }) => setText(target.value)}
      />
      {select(
        'lamp',
        say('issues.filter.lamp'),
        say('issues.filter.anyLamp'),
        filter.lamp,
        lampsOffered.map((one) => [one, say(`lamp.${one}`)]),
      )}
      {select(
        'class',
        say('issues.filter.class'),
        say('issues.filter.anyClass'),
        filter.class,
        issueClasses.map((one) => [one, say(`issueClass.${one}`)]),
      )}
      {select(
        'item',
        say('issues.filter.item'),
        say('issues.filter.anyItem'),
        filter.item,
        items.map(({ key }) => [key, nameOf(key)]),
      )}
      {communities.length > 1 || filter.grid !== undefined
        ? select('grid', say('issues.filter.grid'), say('issues.filter.anyGrid'), filter.grid, communities)
        : null}
      {select(
        'level',
        say('issues.filter.level'),
        say('issues.filter.anyLevel'),
        filter.level,
        handlerLevels.map((one) => [one, say(`handlerLevel.${one}`)]),
      )}
      {select(
        'source',
        say('issues.filter.source'),
        say('issues.filter.anySource'),
        filter.source,
        issueSources.map((one) => [one, say(`issueSource.${one}`)]),
      )}
      {select(
        'severity',
        say('issues.filter.severity'),
        say('issues.filter.anySeverity'),
        filter.severity,
        issueSeverities.map((one) => [one, say(`issueSeverity.${one}`)]),
      )}
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="filter-day">
          {say(`issues.filter.${end}`)}
          <input
            type="date"
            className="filter"
            value={filter[end] ?? ''}
            data-testid={`filter-${end}`}
            onChange={({ target }) => onChange({ [end]: target.value || undefined })}
          />
        </label>
      ))}
      {filter.bbox === undefined ? null : (
        <button type="button" className="filter filter-set" onClick={() => onChange({ bbox: undefined })} data-testid="filter-bbox">
          {say('issues.filter.area')} ×
        </button>
      )}
      {filter.status === undefined ? null : (
        <button type="button" className="filter filter-set" onClick={() => onChange({ status: undefined })} data-testid="filter-status">
          {say('issues.filter.status')} ×
        </button>
      )}
      {onClear === null ? null : (
        <button type="button" className="link" onClick={onClear} data-testid="filter-clear">
          {say('issues.filter.clear')}
        </button>
      )}
      <SavedViews page="issues" />
    </search>
  )
}
