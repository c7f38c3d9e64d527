// The lists, one of them with its map, and the post that is open. List and map show the same rows and point at each other.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import { type VacancyRow, vacanciesQuery, vacancyCountsQuery } from '../../api/people.ts'
import { layersQuery } from '../../api/queries.ts'
import { Failure } from '../../app/Failure.tsx'
import { KeyList, type Keys } from '../../app/KeyList.tsx'
import { useLook } from '../../app/look.ts'
import { useNarrow } from '../../app/media.ts'
import { useMay } from '../../app/session.ts'
import { useGroundTiles } from '../../app/use-ground-tiles.ts'
import { useListKeys } from '../../app/use-list-keys.ts'
import { useQueryParameters } from '../../app/use-query-parameters.ts'
import { useTexts } from '../../i18n/text.ts'
import { boxOfPoints, IssueMap, type ListedPoint } from '../../map/IssueMap.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { CoverageLine } from './CoverageLine.tsx'
import { PostPanel } from './PostPanel.tsx'
import { RegisterFilters } from './RegisterFilters.tsx'
import { RegisterRows } from './RegisterRows.tsx'
import { RegisterTabs } from './RegisterTabs.tsx'
import { filterNames, parseRegisterAddress } from './register-address.ts'
import { SelectionBar } from './SelectionBar.tsx'

const nothing: readonly VacancyRow[] = []
const everySeconds = 300
const keys: Keys = [
  ['j k ↓ ↑', 'issues.keys.move'],
  ['Enter', 'issues.keys.open'],
  ['x', 'issues.keys.select'],
  ['/', 'keys.search'],
  ['Esc', 'issues.keys.close'],
  ['?', 'keys.help'],
]

/** Rows with a place, by their position in the list: numbers of grids are longer than a map takes for a number. */
const pointsOf = (rows: readonly VacancyRow[]): ListedPoint[] =>
  rows.flatMap(({ lng, lat, vacantSince, lacking }, at) =>
    lng === null || lat === null
      ? []
      : [{ id: at, lng, lat, lamp: lacking.length > 0 && vacantSince === null ? 'red' : 'amber', ended: false }],
  )

export function RegisterDesk({ subdistrict }: { subdistrict: Subdistrict }) {
  const { say, language, formats } = useTexts()
  const { theme } = useLook()
  const may = useMay()
  const narrow = useNarrow()
  const { subdistrictCode, bbox } = subdistrict
  const [parameters, setParameters] = useQueryParameters()
  const { query: asked, pick } = useMemo(() => parseRegisterAddress(parameters), [parameters])
  const layers = useQuery(layersQuery(subdistrictCode, everySeconds))
  const version = layers.data?.layers.reduce((sum, layer) => (layer.id === 'issues' ? sum : sum + layer.version), 0) ?? 0
  const scope = useMemo(() => ({ subdistrict: subdistrictCode, version }), [subdistrictCode, version])
  const query = useInfiniteQuery({ ...vacanciesQuery(scope, asked), enabled: layers.data !== undefined })
  const { list, sort: _, ...filter } = asked
  const counts = useQuery({ ...vacancyCountsQuery(scope, filter), enabled: layers.data !== undefined })
  const tiles = useGroundTiles(subdistrictCode)
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? nothing, [query.data])
  const points = useMemo(() => pointsOf(rows), [rows])
  const positionOf = useMemo(() => new Map(rows.map(({ rowId }, at) => [rowId, at])), [rows])
  const [active, setActive] = useState<number | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [help, setHelp] = useState(false)
  const [mapOpen, setMapOpen] = useState(false)
  const search = useRef<HTMLInputElement>(null)

  const open = useCallback((id: number | null) => setParameters({ pick: id === null ? undefined : String(id) }), [setParameters])
  const narrowed = filterNames.some((name) => parameters.has(name))
  const clear = (): void => setParameters(Object.fromEntries(filterNames.map((name) => [name, undefined])))
  const chosen = rows.filter(({ rowId }) => selected.has(rowId))
  const toggle = (id: number): void => {
    const next = new Set([...selected].filter((one) => positionOf.has(one)))
    if (!next.delete(id)) next.add(id)
    setSelected(next)
  }
  const selectable = may('appoint') && (list === 'buildingHead' || list === 'unitHead' || list === 'ending')
  useListKeys({
    ids: rows.map(({ rowId }) => rowId),
    active,
    setActive,
    pick,
    open,
    toggle: selectable ? toggle : () => undefined,
    search: () => search.current?.focus(),
    help: () => setHelp(true),
  })

  // The map goes where the list is, when another list is shown; not when one row of it changes.
  const listKey = JSON.stringify(asked)
  const [fit, setFit] = useState<{ box: readonly [number, number, number, number] } | null>(null)
  const fitted = useRef('')
  useEffect(() => {
    if (query.isPlaceholderData || query.data === undefined || fitted.current === listKey) return
    fitted.current = listKey
    const box = boxOfPoints(points)
    if (box !== null) setFit({ box })
  }, [listKey, query.data, query.isPlaceholderData, points])

  // A row that was open stays so after somebody was appointed and it left the list.
  const [shown, setShown] = useState<VacancyRow | null>(null)
  const picked = rows.find(({ rowId }) => rowId === pick)
  useEffect(() => {
    if (picked) setShown(picked)
  }, [picked])
  const openRow = picked ?? (shown?.rowId === pick ? shown : null)

  const pointOf = (id: number | null): number | null => (id === null ? null : (positionOf.get(id) ?? null))
  const rowOf = (at: number | null): number | null => (at === null ? null : (rows[at]?.rowId ?? null))
  const map = (
    <IssueMap
      bounds={bbox}
      tiles={tiles}
      theme={theme}
      language={language}
      points={points}
      chosen={pointOf(pick)}
      hovered={pointOf(pointed ?? active)}
      place={null}
      fit={fit}
      label={say('register.map')}
      onHover={(at) => setPointed(rowOf(at))}
      onOpen={(at) => open(rowOf(at))}
    />
  )
  return (
    <main className={`register-desk${openRow === null ? '' : ' register-open'}`}>
      <div className="register-list">
        <RegisterTabs
          list={list}
          counts={counts.data?.counts ?? null}
          onList={(next) => {
            setSelected(new Set())
            setActive(null)
            setParameters({ list: next, pick: undefined })
          }}
        />
        <CoverageLine scope={scope} list={list} grid={asked.grid} ready={layers.data !== undefined} />
        <RegisterFilters
          query={asked}
          subdistrict={subdistrictCode}
          searchRef={search}
          onChange={setParameters}
          onClear={narrowed ? clear : null}
        />
        {narrow ? (
          <button type="button" className="button-quiet register-map-toggle" aria-expanded={mapOpen} onClick={() => setMapOpen(!mapOpen)}>
            {say(mapOpen ? 'issues.map.hide' : 'issues.map.show')}
          </button>
        ) : null}
        {narrow && mapOpen ? <div className="register-map register-map-narrow">{map}</div> : null}
        {query.error && !query.data ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <RowsSkeleton />
        ) : rows.length === 0 ? (
          <div className="message" data-testid="register-empty">
            <p className="message-title">{say(narrowed ? 'register.none.filtered' : `register.none.${list}`)}</p>
            {narrowed ? (
              <button type="button" className="button" onClick={clear}>
                {say('issues.filter.clear')}
              </button>
            ) : null}
          </div>
        ) : (
          <RegisterRows
            rows={rows}
            list={list}
            today={query.data.pages[0]?.asOf ?? ''}
            active={active}
            pick={pick}
            pointed={pointed}
            selected={selected}
            selectable={selectable}
            more={query.hasNextPage ? () => void query.fetchNextPage() : null}
            end={
              query.isFetchingNextPage
                ? say('state.loading')
                : query.hasNextPage
                  ? ''
                  : say('register.end', { count: formats.number(rows.length) })
            }
            onOpen={open}
            onToggle={toggle}
            onPoint={setPointed}
          />
        )}
        {chosen.length > 0 ? <SelectionBar rows={chosen} list={list} scope={scope} onDone={() => setSelected(new Set())} /> : null}
      </div>
      {narrow ? null : <div className="register-map">{map}</div>}
      {openRow === null ? null : (
        <PostPanel
          key={openRow.rowId}
          row={openRow}
          list={list}
          scope={scope}
          stillMissing={picked !== undefined}
          onClose={() => open(null)}
        />
      )}
      {help ? <KeyList keys={keys} onClose={() => setHelp(false)} /> : null}
    </main>
  )
}

function RowsSkeleton() {
  const { say } = useTexts()
  return (
    <div className="register-skeleton" role="status" aria-label={say('state.loading')}>
      {[0, 1, 2, 3, 4, 5, 6].map((row) => (
        <Skeleton key={row} height={58} />
      ))}
    </div>
  )
}
