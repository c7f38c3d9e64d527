// One register of places: its list with its map, and the record that is open or being written.
import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import { buildingsQuery, compoundsQuery, stationRegisterQuery } from '../../../api/places.ts'
import { layersQuery, type Scope } from '../../../api/queries.ts'
import { Failure } from '../../../app/Failure.tsx'
import { useLook } from '../../../app/look.ts'
import { useNarrow } from '../../../app/media.ts'
import { useMay } from '../../../app/session.ts'
import { useEndWatch } from '../../../app/use-end-watch.ts'
import { useGroundTiles } from '../../../app/use-ground-tiles.ts'
import { useListKeys } from '../../../app/use-list-keys.ts'
import { useQueryParameters } from '../../../app/use-query-parameters.ts'
import { useTexts } from '../../../i18n/text.ts'
import { boxOfPoints, type DrawnMap, IssueMap, type Place } from '../../../map/IssueMap.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { type Feature, filterOf, filters, type Kind, type PlaceRow, rowOf } from './books.ts'
import { PlaceFilters } from './PlaceFilters.tsx'
import { PlaceForm } from './PlaceForm.tsx'
import { PlacePanel } from './PlacePanel.tsx'

const everySeconds = 300
const nothing: readonly PlaceRow[] = []
type Page = { readonly features: readonly Feature[] }
type List = UseInfiniteQueryResult<InfiniteData<Page>, Error>

/** The three lists have one shape; only the one of this page is asked for. */
function useRegister(kind: Kind, scope: Scope, filter: Readonly<Record<string, string>>, ready: boolean): List {
  const compounds = useInfiniteQuery({ ...compoundsQuery(scope, filter), enabled: ready && kind === 'compound' })
  const buildings = useInfiniteQuery({ ...buildingsQuery(scope, filter), enabled: ready && kind === 'building' })
  const stations = useInfiniteQuery({ ...stationRegisterQuery(scope, filter), enabled: ready && kind === 'station' })
  return (kind === 'compound' ? compounds : kind === 'building' ? buildings : stations) as unknown as List
}

export function PlacesDesk({ kind, subdistrict }: { kind: Kind; subdistrict: Subdistrict }) {
  const texts = useTexts()
  const { say, language, formats } = texts
  const { theme } = useLook()
  const may = useMay()
  const narrow = useNarrow()
  const { subdistrictCode, bbox } = subdistrict
  const [parameters, setParameters] = useQueryParameters()
  const filter = useMemo(() => filterOf(kind, parameters), [kind, parameters])
  const pickText = parameters.get('pick')
  const pick = pickText !== null && /^[1-9]\d{0,14}$/.test(pickText) ? Number(pickText) : null
  const layers = useQuery(layersQuery(subdistrictCode, everySeconds))
  const version = layers.data?.layers.reduce((sum, layer) => (layer.id === 'issues' ? sum : sum + layer.version), 0) ?? 0
  const scope = useMemo(() => ({ subdistrict: subdistrictCode, version }), [subdistrictCode, version])
  const query = useRegister(kind, scope, filter, layers.data !== undefined)
  const tiles = useGroundTiles(subdistrictCode)
  const rows = useMemo(
    () => query.data?.pages.flatMap((page) => page.features.map((feature) => rowOf(kind, feature, texts))) ?? nothing,
    [query.data, kind, texts],
  )
  const [active, setActive] = useState<number | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const [writing, setWriting] = useState<'none' | 'change' | 'add'>('none')
  const [place, setPlace] = useState<Place | null>(null)
  const [map, setMap] = useState<DrawnMap | null>(null)
  const search = useRef<HTMLInputElement>(null)
  const open = (id: number | null): void => setParameters({ pick: id === null ? undefined : String(id) })
  const names = [...filters[kind].map(({ name }) => name), 'q', 'community']
  const narrowed = names.some((name) => parameters.has(name))
  const clear = (): void => setParameters(Object.fromEntries(names.map((name) => [name, undefined])))
  useListKeys({
    ids: writing === 'none' ? rows.map(({ id }) => id) : [],
    active,
    setActive,
    pick: writing === 'none' ? pick : null,
    open,
    toggle: () => undefined,
    search: () => search.current?.focus(),
    help: () => undefined,
  })

  const listKey = `${kind} ${JSON.stringify(filter)}`
  const [fit, setFit] = useState<{ box: readonly [number, number, number, number] } | null>(null)
  const fitted = useRef('')
  useEffect(() => {
    if (query.isPlaceholderData || query.data === undefined || fitted.current === listKey) return
    fitted.current = listKey
    const box = boxOfPoints(rows)
    if (box !== null) setFit({ box })
  }, [listKey, query.data, query.isPlaceholderData, rows])

  // a record that was open stays so while the list is read anew
  const [shown, setShown] = useState<PlaceRow | null>(null)
  const picked = rows.find(({ id }) => id === pick)
  useEffect(() => {
    if (picked) setShown(picked)
  }, [picked])
  const openRow = picked ?? (shown?.id === pick ? shown : null)
  const stop = (): void => {
    setWriting('none')
    setPlace(null)
  }
  const canWrite = may('changeCompound')
  const isPoint = kind === 'station'
  const drawn = (
    <IssueMap
      bounds={bbox}
      tiles={tiles}
      theme={theme}
      language={language}
      points={writing === 'none' ? rows : []}
      chosen={pick}
      hovered={pointed ?? active}
      place={place}
      fit={fit}
      label={say('places.map')}
      onHover={setPointed}
      {...(writing === 'none' && { onOpen: open })}
      {...(writing !== 'none' && isPoint && { onPlace: setPlace })}
      onMap={setMap}
    />
  )
  const list =
    query.error && !query.data ? (
      <Failure error={query.error} retry={() => void query.refetch()} />
    ) : query.data === undefined ? (
      <div className="register-skeleton" role="status" aria-label={say('state.loading')}>
        {[0, 1, 2, 3, 4, 5].map((row) => (
          <Skeleton key={row} height={58} />
        ))}
      </div>
    ) : rows.length === 0 ? (
      <div className="message" data-testid="places-empty">
        <p className="message-title">{say(narrowed ? 'places.none.filtered' : 'places.none')}</p>
        {narrowed ? (
          <button type="button" className="button" onClick={clear}>
            {say('issues.filter.clear')}
          </button>
        ) : null}
      </div>
    ) : (
      <Rows
        rows={rows}
        active={active}
        pick={pick}
        pointed={pointed}
        more={query.hasNextPage ? () => void query.fetchNextPage() : null}
        end={
          query.isFetchingNextPage
            ? say('state.loading')
            : query.hasNextPage
              ? ''
              : say('places.end', { count: formats.number(rows.length) })
        }
        onOpen={open}
        onPoint={setPointed}
      />
    )
  const hasPanel = writing === 'add' || openRow !== null
  return (
    <main className={`register-desk${hasPanel ? ' register-open' : ''}${writing === 'none' ? '' : ' places-writing'}`}>
      <div className="register-list">
        <PlaceFilters
          kind={kind}
          subdistrict={subdistrict}
          parameters={parameters}
          searchRef={search}
          onChange={setParameters}
          onClear={narrowed ? clear : null}
          onAdd={
            canWrite && !narrow
              ? () => {
                  open(null)
                  setWriting('add')
                }
              : null
          }
        />
        {list}
      </div>
      {narrow && writing === 'none' ? null : <div className="register-map">{drawn}</div>}
      {writing === 'add' ? (
        <PlaceForm
          key="add"
          kind={kind}
          subdistrict={subdistrictCode}
          row={null}
          map={map}
          place={place}
          onPlace={setPlace}
          onClose={stop}
          onDone={(id) => {
            stop()
            open(id)
          }}
        />
      ) : openRow === null ? null : writing === 'change' ? (
        <PlaceForm
          key={openRow.id}
          kind={kind}
          subdistrict={subdistrictCode}
          row={openRow}
          map={map}
          place={place}
          onPlace={setPlace}
          onClose={stop}
          onDone={stop}
        />
      ) : (
        <PlacePanel
          key={openRow.id}
          kind={kind}
          row={openRow}
          scope={scope}
          onClose={() => open(null)}
          onEdit={
            canWrite
              ? () => {
                  setFit({ box: boxOfPoints([openRow]) ?? bbox })
                  setWriting('change')
                }
              : null
          }
        />
      )}
    </main>
  )
}

type RowsProps = {
  rows: readonly PlaceRow[]
  active: number | null
  pick: number | null
  pointed: number | null
  more: (() => void) | null
  end: string
  onOpen: (id: number) => void
  onPoint: (id: number | null) => void
}
function Rows({ rows, active, pick, pointed, more, end, onOpen, onPoint }: RowsProps) {
  const foot = useEndWatch(more)
  const activeRow = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (active !== null) activeRow.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <>
      <ol className="register-rows" data-testid="places-rows">
        {rows.map(({ id, title, second, state, amount }) => (
          <li
            key={id}
            ref={active === id ? activeRow : null}
            className={[
              'register-row',
              active === id && 'register-row-active',
              pick === id && 'register-row-open',
              pointed === id && 'register-row-pointed',
            ]
              .filter(Boolean)
              .join(' ')}
            data-testid="places-row"
            data-id={id}
            onMouseEnter={() => onPoint(id)}
            onMouseLeave={() => onPoint(null)}
          >
            <button
              type="button"
              className="register-row-button"
              aria-current={pick === id ? 'true' : undefined}
              onClick={() => onOpen(id)}
            >
              <span className="register-row-line">
                <span className="register-row-name">{title}</span>
                {state === '' ? null : <span className="register-state">{state}</span>}
                {amount === '' ? null : <span className="register-households">{amount}</span>}
              </span>
              <span className="register-row-line register-row-second">{second}</span>
            </button>
          </li>
        ))}
      </ol>
      <div ref={foot} className="register-rows-end" role="status">
        {end}
      </div>
    </>
  )
}
