// Search for a grid, compound, building or road: a combobox driven by the arrow keys and Enter.
import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react'
import type { SearchHit } from '#contract/registers.ts'
import { searchQuery } from '../../api/queries.ts'
import { useTexts } from '../../i18n/text.ts'
import type { Selection } from '../../map/selection.ts'
import { Icon } from '../../ui/Icon.tsx'

const pauseMs = 150

/** The text once typing has paused. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMs)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

function selectionOfHit(hit: SearchHit): Selection {
  switch (hit.kind) {
    case 'grid':
      return { kind: 'grid', code: hit.id }
    case 'road':
      return { kind: 'road', id: Number(hit.id), name: hit.name }
    default:
      return { kind: hit.kind, id: Number(hit.id) }
  }
}

type Props = {
  subdistrict: string
  inputRef: RefObject<HTMLInputElement | null>
  onChoose: (selection: Selection, box: SearchHit['bbox']) => void
}

export function SearchBox({ subdistrict, inputRef, onChoose }: Props) {
  const { say } = useTexts()
  const listId = useId()
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [active, setActive] = useState(0)
  const asked = usePaused(text.trim())
  const query = useQuery({ ...searchQuery(subdistrict, asked), enabled: asked !== '' })
  const hits = asked === '' ? [] : (query.data?.hits ?? [])
  const shown = open && text.trim() !== ''
  const activeHit = hits[Math.min(active, hits.length - 1)]

  const choose = (hit: SearchHit): void => {
    setOpen(false)
    onChoose(selectionOfHit(hit), hit.bbox)
  }

  const onKeyDown = (event: KeyboardEvent): void => {
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault()
        setOpen(true)
        if (hits.length > 0)
          setActive((Math.min(active, hits.length - 1) + (event.key === 'ArrowDown' ? 1 : hits.length - 1)) % hits.length)
        return
      case 'Enter':
        if (event.nativeEvent.isComposing || !shown || !activeHit) return
        event.preventDefault()
        choose(activeHit)
        return
      case 'Escape':
        event.stopPropagation()
        if (text === '') inputRef.current?.blur()
        setText('')
        setOpen(false)
        return
      default:
    }
  }

  return (
    <search className="search">
      <span className="search-icon">
        <Icon name="search" size={18} />
      </span>
      <input
        ref={inputRef}
        type="text"
        role="combobox"
        className="search-input"
        data-testid="search"
        aria-label={say('search.label')}
        placeholder={say('search.placeholder')}
        aria-expanded={shown}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={shown && activeHit ? `${listId}-${activeHit.kind}-${activeHit.id}` : undefined}
        aria-keyshortcuts="/"
        autoComplete="off"
        spellCheck={false}
        maxLength={60}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setActive(0)
          setOpen(true)
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {text === '' ? (
        <span className="search-key key-cap">/</span>
      ) : (
        <button
          type="button"
          className="search-clear"
          aria-label={say('search.clear')}
          onClick={() => {
            setText('')
            inputRef.current?.focus()
          }}
        >
          <Icon name="close" size={16} />
        </button>
      )}
      <p className="unseen" aria-live="polite">
        {shown && query.isSuccess && !query.isFetching ? say('search.count', { count: hits.length }) : ''}
      </p>
      <div className="search-results" hidden={!shown}>
        <div id={listId} role="listbox" aria-label={say('search.results')}>
          {shown &&
            hits.map((hit) => (
              <HitRow key={`${hit.kind}-${hit.id}`} hit={hit} listId={listId} active={hit === activeHit} onChoose={choose} />
            ))}
        </div>
        {shown && hits.length === 0 && <SearchState failed={query.isError} settled={query.isSuccess && !query.isFetching} text={asked} />}
      </div>
    </search>
  )
}

function HitRow({
  hit,
  listId,
  active,
  onChoose,
}: {
  hit: SearchHit
  listId: string
  active: boolean
  onChoose: (hit: SearchHit) => void
}) {
  const { say, name, language } = useTexts()
  const detail = language === 'en' ? hit.detailEn || hit.detail : hit.detail
  return (
    <button
      type="button"
      tabIndex={-1}
      id={`${listId}-${hit.kind}-${hit.id}`}
      role="option"
      aria-selected={active}
      className="hit"
      data-testid="search-hit"
      ref={active ? (element) => element?.scrollIntoView({ block: 'nearest' }) : undefined}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onChoose(hit)}
    >
      <span className="hit-kind">{say(`search.kind.${hit.kind}`)}</span>
      <span className="hit-name">{name(hit) || detail}</span>
      <span className="hit-detail">{detail}</span>
    </button>
  )
}

function SearchState({ failed, settled, text }: { failed: boolean; settled: boolean; text: string }) {
  const { say } = useTexts()
  if (failed) return <p className="search-state">{say('error.unavailable')}</p>
  if (!settled) return <p className="search-state">{say('state.loading')}</p>
  return (
    <p className="search-state" data-testid="search-none">
      {say('search.none', { query: text })}
      <span>{say('search.none.hint')}</span>
    </p>
  )
}
