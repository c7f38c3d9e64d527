// The list of runs or of routes with its map, and what is open. List and map show the same routes and point at each other.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import { cutLine, gapsBetween } from '#domain/patrol/cut-line.ts'
import { visitState } from '#domain/patrol/run-state.ts'
import { type RouteFeature, type RunDetails, routeDetailsQuery, routeListQuery, runDetailsQuery, runListQuery } from '../../api/patrols.ts'
import { layersQuery } from '../../api/queries.ts'
import { useLook } from '../../app/look.ts'
import { useNarrow } from '../../app/media.ts'
import { useGroundTiles } from '../../app/use-ground-tiles.ts'
import { useListKeys } from '../../app/use-list-keys.ts'
import { useQueryParameters } from '../../app/use-query-parameters.ts'
import { calendarDateOf } from '../../i18n/formats.ts'
import { useTexts } from '../../i18n/text.ts'
import { boxOfPoints, type DrawnMap, IssueMap } from '../../map/IssueMap.tsx'
import { type PatrolDrawing, usePatrolDrawing } from '../../map/use-patrol-drawing.ts'
import { PatrolList } from './PatrolList.tsx'
import { PatrolTools } from './PatrolTools.tsx'
import { daysOf, filterNames, parsePatrolsAddress } from './patrols-address.ts'
import { RouteForm } from './RouteForm.tsx'
import { RoutePanel } from './RoutePanel.tsx'
import { RunPanel } from './RunPanel.tsx'
import { addCheckpoint, addCorner, beginDrawing, type Drawing, type Held, move } from './route-draft.ts'

const everySeconds = 300
const noRoutes: readonly RouteFeature[] = []
type Days = '7' | '30' | '90'
type Writing = {
  readonly id: number | null
  readonly version: number
  readonly drawing: Drawing
  readonly held: Held | null
  readonly adds: Held['kind']
}

/** What of a run's route was passed, what was not, and where the track went. */
function partsOfRun({ line, passed, track, run }: RunDetails): PatrolDrawing['parts'] {
  const { coordinates } = line
  const tracks = (track?.lines ?? []).map((one) => ({ kind: 'track' as const, line: one }))
  if (passed === null) return tracks
  const missed = gapsBetween(passed, run.lengthMetres)
  return [
    ...cutLine(coordinates, passed).map((piece) => ({ kind: 'passed' as const, line: piece })),
    ...cutLine(coordinates, missed).map((piece) => ({ kind: 'missed' as const, line: piece })),
    ...tracks,
  ]
}
const marksOfRun = ({ visits, run, asOf }: RunDetails): PatrolDrawing['marks'] =>
  visits.map(({ sequence, lng, lat, ...visit }) => ({
    label: String(Math.abs(sequence)),
    lng,
    lat,
    state: visitState(visit, run, asOf),
  }))
const marksOfRoute = ({ properties }: RouteFeature): PatrolDrawing['marks'] =>
  properties.checkpoints.map(({ sequence, lng, lat }) => ({ label: String(sequence), lng, lat, state: 'plain' }))

export function PatrolsDesk({ subdistrict }: { subdistrict: Subdistrict }) {
  const { say, language } = useTexts()
  const { theme } = useLook()
  const narrow = useNarrow()
  const { subdistrictCode, bbox } = subdistrict
  const [parameters, setParameters] = useQueryParameters()
  const address = useMemo(() => parsePatrolsAddress(parameters), [parameters])
  const { tab, when, pick } = address
  const layers = useQuery(layersQuery(subdistrictCode, everySeconds))
  const version = layers.data?.layers.find(({ id }) => id === 'patrolRoutes')?.version ?? 0
  const scope = useMemo(() => ({ subdistrict: subdistrictCode, version }), [subdistrictCode, version])
  const ready = layers.data !== undefined
  const routes = useInfiniteQuery({ ...routeListQuery(scope, tab === 'routes' ? address.routes : {}), enabled: ready })
  const today = calendarDateOf(routes.data?.pages[0]?.asOf ?? 0)
  const runs = useInfiniteQuery({
    ...runListQuery(scope, { ...address.runs, ...daysOf(when, today) }),
    enabled: tab === 'runs' && routes.data !== undefined,
  })
  const tiles = useGroundTiles(subdistrictCode)
  const features = useMemo(() => routes.data?.pages.flatMap((page) => page.features) ?? noRoutes, [routes.data])
  const runRows = useMemo(() => runs.data?.pages.flatMap((page) => page.rows) ?? [], [runs.data])
  const [active, setActive] = useState<number | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const [days, setDays] = useState<Days>('30')
  const [writing, setWriting] = useState<Writing | null>(null)
  const [map, setMap] = useState<DrawnMap | null>(null)
  const [mapOpen, setMapOpen] = useState(false)
  const search = useRef<HTMLInputElement>(null)
  const open = (id: number | null): void => setParameters({ pick: id === null ? undefined : String(id) })
  const run = useQuery({ ...runDetailsQuery(scope, pick ?? 0), enabled: ready && tab === 'runs' && pick !== null })
  const route = useQuery({ ...routeDetailsQuery(scope, pick ?? 0, days), enabled: ready && tab === 'routes' && pick !== null })
  const openRun = tab === 'runs' && run.data?.run.patrolRunId === pick ? run.data : null
  const openRoute = tab === 'routes' && route.data?.route.properties.patrolRouteId === pick ? route.data : null
  const ids = tab === 'runs' ? runRows.map(({ patrolRunId }) => patrolRunId) : features.map(({ properties }) => properties.patrolRouteId)
  useListKeys({
    ids: writing === null ? ids : [],
    active,
    setActive,
    pick: writing === null ? pick : null,
    open,
    toggle: () => undefined,
    search: () => search.current?.focus(),
    help: () => undefined,
  })

  const routeOf = (id: number | null): number | null =>
    id === null ? null : tab === 'routes' ? id : (runRows.find(({ patrolRunId }) => patrolRunId === id)?.patrolRouteId ?? null)
  const lines = useMemo(() => {
    const all = features.map(({ properties, geometry }) => ({ id: properties.patrolRouteId, line: geometry.coordinates }))
    const closed = openRoute?.route
    return closed && all.every(({ id }) => id !== closed.properties.patrolRouteId)
      ? [...all, { id: closed.properties.patrolRouteId, line: closed.geometry.coordinates }]
      : all
  }, [features, openRoute])
  const parts = useMemo(() => (openRun === null || writing !== null ? [] : partsOfRun(openRun)), [openRun, writing])
  const marks = useMemo(
    () => (writing !== null ? [] : openRun !== null ? marksOfRun(openRun) : openRoute !== null ? marksOfRoute(openRoute.route) : []),
    [openRun, openRoute, writing],
  )
  const draft = useMemo(
    () => (writing === null ? null : { line: writing.drawing.now.line, checkpoints: writing.drawing.now.checkpoints, held: writing.held }),
    [writing],
  )
  const dragging = useRef(false)
  const change = (drawing: Drawing, held: Held | null): void =>
    setWriting((before) => (before === null ? null : { ...before, drawing, held }))
  const checkpointName = (): string => say('patrols.checkpoint.new', { number: (writing?.drawing.now.checkpoints.length ?? 0) + 1 })
  usePatrolDrawing({
    map,
    theme,
    lines,
    chosen: writing !== null ? null : openRun !== null ? openRun.run.patrolRouteId : tab === 'routes' ? pick : null,
    hovered: routeOf(pointed ?? active),
    parts,
    marks,
    draft,
    onOpen: (id) =>
      tab === 'routes' ? open(id) : setParameters({ tab: 'routes', when: undefined, state: undefined, route: undefined, pick: String(id) }),
    onHover: (id) =>
      setPointed(id === null || tab === 'routes' ? id : (runRows.find((one) => one.patrolRouteId === id)?.patrolRunId ?? null)),
    onPress: (place, onLine) => {
      if (writing === null) return
      change(
        writing.adds === 'corner' ? addCorner(writing.drawing, place, onLine) : addCheckpoint(writing.drawing, place, checkpointName()),
        null,
      )
    },
    onHold: (held) => {
      if (writing !== null) change(writing.drawing, held)
    },
    onDrag: (held, place, ended) => {
      if (writing !== null) change(move(writing.drawing, held, place, !dragging.current), held)
      dragging.current = !ended
    },
  })

  // The map goes where the open route is; without one, where all of them are.
  const shownRoute = openRun?.line.coordinates ?? openRoute?.route.geometry.coordinates ?? null
  const fitKey = shownRoute === null ? (features.length > 0 ? `all ${tab}` : '') : `${tab} ${pick}`
  const [fit, setFit] = useState<{ box: readonly [number, number, number, number] } | null>(null)
  const fitted = useRef('')
  useEffect(() => {
    if (fitKey === '' || fitted.current === fitKey) return
    fitted.current = fitKey
    const all = shownRoute ?? features.flatMap(({ geometry }) => geometry.coordinates)
    const box = boxOfPoints(all.map(([lng = 0, lat = 0]) => ({ lng, lat })))
    if (box !== null) setFit({ box })
  }, [fitKey, shownRoute, features])

  const drawn = (
    <>
      <IssueMap
        bounds={bbox}
        tiles={tiles}
        theme={theme}
        language={language}
        points={[]}
        chosen={null}
        hovered={null}
        place={null}
        fit={fit}
        label={say('patrols.map')}
        onMap={setMap}
      />
      {writing === null ? (
        openRun?.passed ? (
          <p className="patrols-legend">
            <span className="patrols-key patrols-key-passed">{say('patrols.passed')}</span>
            <span className="patrols-key patrols-key-missed">{say('patrols.missed')}</span>
          </p>
        ) : null
      ) : (
        <span className="patrols-cross" aria-hidden="true" />
      )}
    </>
  )
  const begin = (feature: RouteFeature | null): void => {
    if (feature === null) open(null)
    setWriting({
      id: feature?.properties.patrolRouteId ?? null,
      version: feature?.properties.version ?? 1,
      drawing: beginDrawing(feature),
      held: null,
      adds: feature === null ? 'corner' : 'checkpoint',
    })
  }
  const hasPanel = writing !== null || pick !== null
  return (
    <main className={`patrols-desk${hasPanel ? ' patrols-open' : ''}${writing === null ? '' : ' patrols-writing'}`}>
      <div className="patrols-list">
        <PatrolTools
          address={address}
          scope={scope}
          today={today}
          searchRef={search}
          onChange={setParameters}
          onClear={
            filterNames.some((name) => parameters.has(name))
              ? () => setParameters(Object.fromEntries(filterNames.map((name) => [name, undefined])))
              : null
          }
          onAdd={() => begin(null)}
        />
        {narrow && writing === null ? (
          <button type="button" className="button-quiet patrols-map-toggle" aria-expanded={mapOpen} onClick={() => setMapOpen(!mapOpen)}>
            {say(mapOpen ? 'issues.map.hide' : 'issues.map.show')}
          </button>
        ) : null}
        {narrow && mapOpen && !hasPanel ? <div className="patrols-map patrols-map-narrow">{drawn}</div> : null}
        <PatrolList
          tab={tab}
          when={when}
          narrowed={filterNames.some((name) => parameters.has(name))}
          routes={routes}
          runs={runs}
          features={features}
          runRows={runRows}
          active={active}
          pick={pick}
          pointed={pointed}
          onOpen={open}
          onPoint={setPointed}
        />
      </div>
      {narrow && !hasPanel ? null : <div className="patrols-map">{drawn}</div>}
      {writing !== null ? (
        <RouteForm
          key={writing.id ?? 'new'}
          scope={scope}
          id={writing.id}
          version={writing.version}
          drawing={writing.drawing}
          held={writing.held}
          adds={writing.adds}
          map={map}
          checkpointName={checkpointName()}
          onAdds={(adds) => setWriting({ ...writing, adds })}
          onDrawing={change}
          onClose={() => setWriting(null)}
          onDone={(id) => {
            setWriting(null)
            setParameters({ tab: 'routes', when: undefined, state: undefined, route: undefined, pick: String(id) })
          }}
        />
      ) : pick === null ? null : tab === 'runs' ? (
        <RunPanel
          key={pick}
          query={run}
          scope={scope}
          onClose={() => open(null)}
          onRoute={(id) => setParameters({ tab: 'routes', when: undefined, state: undefined, pick: String(id) })}
        />
      ) : (
        <RoutePanel
          key={pick}
          query={route}
          scope={scope}
          days={days}
          onDays={setDays}
          onClose={() => open(null)}
          onEdit={begin}
          onRuns={(id) =>
            setParameters({ tab: undefined, when: 'past', route: String(id), q: undefined, state: undefined, pick: undefined })
          }
        />
      )}
    </main>
  )
}
