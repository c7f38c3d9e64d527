// The register of renovations: its stages, its list with its map, and the project that is open.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import { layersQuery } from '../../../api/queries.ts'
import { renovationListQuery, renovationSummaryQuery } from '../../../api/renovations.ts'
import { Failure } from '../../../app/Failure.tsx'
import { useLook } from '../../../app/look.ts'
import { useNarrow } from '../../../app/media.ts'
import { useMay } from '../../../app/session.ts'
import { useEndWatch } from '../../../app/use-end-watch.ts'
import { useGroundTiles } from '../../../app/use-ground-tiles.ts'
import { useListKeys } from '../../../app/use-list-keys.ts'
import { useQueryParameters } from '../../../app/use-query-parameters.ts'
import { useTexts } from '../../../i18n/text.ts'
import { boxOfPoints, IssueMap } from '../../../map/IssueMap.tsx'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { AddDialog } from './AddDialog.tsx'
import { RenovationFilters } from './RenovationFilters.tsx'
import { RenovationPanel } from './RenovationPanel.tsx'
import { RuleLine } from './RuleLine.tsx'
import { filterNames, filterOf, type RenovationRow, rowOf } from './renovation-rows.ts'
import { StageStrip } from './StageStrip.tsx'

const everySeconds = 300
const nothing: readonly RenovationRow[] = []

export function RenovationsDesk({ subdistrict }: { subdistrict: Subdistrict }) {
  const texts = useTexts()
  const { say, language, formats } = texts
  const { theme } = useLook()
  const may = useMay()
  const narrow = useNarrow()
  const { subdistrictCode, bbox } = subdistrict
  const [parameters, setParameters] = useQueryParameters()
  const filter = useMemo(() => filterOf(parameters), [parameters])
  const pickText = parameters.get('pick')
  const pick = pickText !== null && /^[1-9]\d{0,14}$/.test(pickText) ? Number(pickText) : null
  const layers = useQuery(layersQuery(subdistrictCode, everySeconds))
  const version = layers.data?.layers.reduce((sum, layer) => (layer.id === 'issues' ? sum : sum + layer.version), 0) ?? 0
  const scope = useMemo(() => ({ subdistrict: subdistrictCode, version }), [subdistrictCode, version])
  const ready = layers.data !== undefined
  const query = useInfiniteQuery({ ...renovationListQuery(scope, filter), enabled: ready })
  const summary = useQuery({ ...renovationSummaryQuery(scope, filter), enabled: ready })
  const tiles = useGroundTiles(subdistrictCode)
  const percent = summary.data?.rule.consentPercent ?? null
  const rows = useMemo(
    () => query.data?.pages.flatMap((page) => page.features.map((feature) => rowOf(feature, percent, texts))) ?? nothing,
    [query.data, percent, texts],
  )
  const [active, setActive] = useState<number | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const [adding, setAdding] = useState(false)
  const search = useRef<HTMLInputElement>(null)
  const open = (id: number | null): void => setParameters({ pick: id === null ? undefined : String(id) })
  const narrowed = filterNames.some((name) => parameters.has(name))
  const clear = (): void => setParameters(Object.fromEntries(filterNames.map((name) => [name, undefined])))
  useListKeys({
    ids: rows.map(({ id }) => id),
    active,
    setActive,
    pick,
    open,
    toggle: () => undefined,
    search: () => search.current?.focus(),
    help: () => undefined,
  })

  const listKey = JSON.stringify(filter)
  const [fit, setFit] = useState<{ box: readonly [number, number, number, number] } | null>(null)
  const fitted = useRef('')
  useEffect(() => {
    if (query.isPlaceholderData || query.data === undefined || fitted.current === listKey) return
    fitted.current = listKey
    const box = boxOfPoints(rows)
    if (box !== null) setFit({ box })
  }, [listKey, query.data, query.isPlaceholderData, rows])

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
      <div className="message" data-testid="renovations-empty">
        <p className="message-title">{say(narrowed ? 'renovation.none.filtered' : 'renovation.none')}</p>
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
              : say('renovation.end', { count: formats.number(rows.length) })
        }
        onOpen={open}
        onPoint={setPointed}
      />
    )
  return (
    <div className="renovations">
      <StageStrip stages={summary.data?.stages} chosen={filter.stage} onChoose={(stage) => setParameters({ stage })} />
      <main className={pick === null ? 'register-desk' : 'register-desk register-open'}>
        <div className="register-list">
          <RenovationFilters
            subdistrict={subdistrictCode}
            parameters={parameters}
            searchRef={search}
            onChange={setParameters}
            onClear={narrowed ? clear : null}
            onAdd={may('createRenovation') ? () => setAdding(true) : null}
          />
          {summary.data ? <RuleLine rule={summary.data.rule} /> : null}
          {list}
        </div>
        {narrow ? null : (
          <div className="register-map">
            <IssueMap
              bounds={bbox}
              tiles={tiles}
              theme={theme}
              language={language}
              points={rows}
              chosen={pick}
              hovered={pointed ?? active}
              place={null}
              fit={fit}
              label={say('renovation.map')}
              onHover={setPointed}
              onOpen={open}
            />
          </div>
        )}
        {pick === null ? null : <RenovationPanel key={pick} id={pick} scope={scope} onClose={() => open(null)} />}
      </main>
      {adding ? (
        <AddDialog
          subdistrict={subdistrictCode}
          onClose={() => setAdding(false)}
          onDone={(id) => {
            setAdding(false)
            open(id)
          }}
        />
      ) : null}
    </div>
  )
}

type RowsProps = {
  rows: readonly RenovationRow[]
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
      <ol className="register-rows" data-testid="renovation-rows">
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
            data-testid="renovation-row"
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
