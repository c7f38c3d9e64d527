// The queues, the list and its map, and the case that is open. The list and the map show the same issues and point at each other.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import { issueQueuesQuery, issuesQuery, type ListedIssue } from '../../api/issues.ts'
import { Failure } from '../../app/Failure.tsx'
import { useLook } from '../../app/look.ts'
import { useNarrow } from '../../app/media.ts'
import { useMay } from '../../app/session.ts'
import { useGroundTiles } from '../../app/use-ground-tiles.ts'
import { useListKeys } from '../../app/use-list-keys.ts'
import { useQueryParameters } from '../../app/use-query-parameters.ts'
import { useTexts } from '../../i18n/text.ts'
import { boxOfPoints, IssueMap, type ListedPoint } from '../../map/IssueMap.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { BulkBar } from './BulkBar.tsx'
import { CasePanel } from './CasePanel.tsx'
import { IssueFilters } from './IssueFilters.tsx'
import { IssueRows } from './IssueRows.tsx'
import { filterNames, type IssueTab, parseIssueAddress, queryOf } from './issue-address.ts'
import { OutboxNote } from './OutboxNote.tsx'
import { QueueTabs } from './QueueTabs.tsx'
import { TriageKeys } from './TriageKeys.tsx'

const noIssues: readonly ListedIssue[] = []
const ended: readonly string[] = ['closed', 'evaluated', 'rejected', 'merged']
const minute = 60_000

/** Moves on by itself, so that "3 hours left" does not stay for a day. */
function useMinute(): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), minute)
    return () => clearInterval(timer)
  }, [])
  return now
}

export function IssuesDesk({ subdistrict }: { subdistrict: Subdistrict }) {
  const texts = useTexts()
  const { say, language } = texts
  const { theme } = useLook()
  const may = useMay()
  const narrow = useNarrow()
  const now = useMinute()
  const { subdistrictCode, bbox } = subdistrict
  const [parameters, setParameters] = useQueryParameters()
  const takesPart = may('moveIssue')
  const address = useMemo(() => parseIssueAddress(parameters, takesPart), [parameters, takesPart])
  const query = useInfiniteQuery(issuesQuery(subdistrictCode, queryOf(address)))
  const queues = useQuery(issueQueuesQuery(subdistrictCode, queueFilter(address.filter)))
  const tiles = useGroundTiles(subdistrictCode)
  const issues = useMemo(() => query.data?.pages.flatMap(({ features }) => features) ?? noIssues, [query.data])
  const points = useMemo(() => issues.map(pointOf), [issues])
  const [active, setActive] = useState<number | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const [selected, setSelected] = useState<ReadonlySet<number>>(new Set())
  const [help, setHelp] = useState(false)
  const [mapOpen, setMapOpen] = useState(false)
  const search = useRef<HTMLInputElement>(null)

  const open = useCallback((id: number | null) => setParameters({ pick: id === null ? undefined : String(id) }), [setParameters])
  const chosenTab = (tab: IssueTab): void => {
    setSelected(new Set())
    setActive(null)
    setParameters({ tab, pick: undefined })
  }
  const narrowed = filterNames.some((name) => parameters.has(name))
  const clear = (): void => setParameters(Object.fromEntries(filterNames.map((name) => [name, undefined])))

  // The map goes where the list is, when another list is shown; not when one row of it changes.
  const listKey = JSON.stringify([address.tab, address.filter])
  const [fit, setFit] = useState<{ box: readonly [number, number, number, number] } | null>(null)
  const fitted = useRef('')
  useEffect(() => {
    if (query.isPlaceholderData || query.data === undefined || fitted.current === listKey) return
    fitted.current = listKey
    const box = boxOfPoints(points)
    if (box !== null) setFit({ box })
  }, [listKey, query.data, query.isPlaceholderData, points])

  const shown = new Set(issues.map(({ properties }) => properties.issueId))
  const chosen = issues.filter(({ properties }) => selected.has(properties.issueId))
  const toggle = (id: number): void => {
    const next = new Set([...selected].filter((one) => shown.has(one)))
    if (!next.delete(id)) next.add(id)
    setSelected(next)
  }
  useListKeys({
    ids: issues.map(({ properties }) => properties.issueId),
    active,
    setActive,
    pick: address.pick,
    open,
    toggle: takesPart ? toggle : () => undefined,
    search: () => search.current?.focus(),
    help: () => setHelp(true),
  })

  const map = (
    <IssueMap
      bounds={bbox}
      tiles={tiles}
      theme={theme}
      language={language}
      points={points}
      chosen={address.pick}
      hovered={pointed ?? active}
      place={null}
      fit={fit}
      label={say('issues.map')}
      onHover={setPointed}
      onOpen={open}
    />
  )
  return (
    <main className={`issues-desk${address.pick === null ? '' : ' issues-open'}`}>
      <div className="issues-list">
        <OutboxNote />
        <QueueTabs tab={address.tab} queues={queues.data?.queues ?? null} takesPart={takesPart} onTab={chosenTab} />
        <IssueFilters
          address={address}
          subdistrict={subdistrictCode}
          searchRef={search}
          onChange={setParameters}
          onClear={narrowed ? clear : null}
        />
        {narrow ? (
          <button type="button" className="button-quiet issues-map-toggle" aria-expanded={mapOpen} onClick={() => setMapOpen(!mapOpen)}>
            {say(mapOpen ? 'issues.map.hide' : 'issues.map.show')}
          </button>
        ) : null}
        {narrow && mapOpen ? <div className="issues-map issues-map-narrow">{map}</div> : null}
        {query.error && !query.data ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : query.data === undefined ? (
          <RowsSkeleton />
        ) : issues.length === 0 ? (
          <div className="message" data-testid="issues-empty">
            <p className="message-title">
              {say(narrowed ? 'issues.none.filtered' : address.tab === 'mine' ? 'issues.none.mine' : 'issues.none')}
            </p>
            {narrowed ? (
              <button type="button" className="button" onClick={clear}>
                {say('issues.filter.clear')}
              </button>
            ) : null}
          </div>
        ) : (
          <IssueRows
            issues={issues}
            now={now}
            active={active}
            pick={address.pick}
            pointed={pointed}
            selected={selected}
            selectable={takesPart}
            more={query.hasNextPage ? () => void query.fetchNextPage() : null}
            loadingMore={query.isFetchingNextPage}
            onOpen={open}
            onToggle={toggle}
            onPoint={setPointed}
          />
        )}
        {chosen.length > 0 ? <BulkBar issues={chosen} onDone={() => setSelected(new Set())} /> : null}
      </div>
      {narrow ? null : <div className="issues-map">{map}</div>}
      {address.pick === null ? null : <CasePanel subdistrict={subdistrict} id={address.pick} onClose={() => open(null)} />}
      {help ? <TriageKeys onClose={() => setHelp(false)} /> : null}
    </main>
  )
}

/** What the counts of the queues are narrowed by: all but the area and the states, which they do not know. */
function queueFilter({ bbox: _bbox, status: _status, ...filter }: ReturnType<typeof parseIssueAddress>['filter']) {
  return filter
}

const pointOf = ({ geometry, properties, lamp }: ListedIssue): ListedPoint => {
  const [lng = 0, lat = 0] = geometry.coordinates
  return { id: properties.issueId, lng, lat, lamp, ended: ended.includes(properties.status) }
}

function RowsSkeleton() {
  const { say } = useTexts()
  return (
    <div className="issue-rows-skeleton" role="status" aria-label={say('state.loading')}>
      {[0, 1, 2, 3, 4, 5, 6].map((row) => (
        <Skeleton key={row} height={64} />
      ))}
    </div>
  )
}
