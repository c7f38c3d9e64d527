// What the map of a scene shows: its layers with their data, and nothing that it does not need.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { BboxValue } from '#contract/fields.ts'
import type { WallLayer, WallScene } from '#domain/wall/scenes.ts'
import { blindSpotsQuery, circlesQuery, densityQuery, type Scope } from '../../api/queries.ts'
import { replayedIssuesQuery, wallBordersQuery, wallPatrolsQuery } from '../../api/wall.ts'
import { useMay } from '../../app/session.ts'
import { useCoverage } from '../../app/use-coverage.ts'
import { useFilm, wantsCalm } from '../../app/use-film.ts'
import { type LayerStates, useNewIssues, usePatrols, useTiles } from '../../app/use-map-data.ts'
import { calendarDateOf, daysBefore } from '../../i18n/formats.ts'
import { useTexts } from '../../i18n/text.ts'
import type { BuildProps, CirclesData, HeatData, NewIssue } from '../../map/layer.ts'
import type { Theme } from '../../map/palette.ts'
import type { Selection } from '../../map/selection.ts'

/**
 * Where everybody passes, cells with fewer than three issues are left out: so they are as coarse as the period needs to have more, and the kernel is as
 * wide as the cells. Zoom as the service takes it: 265 m for a month, 530 m for less.
 */
const monthCells = { zoom: 12, kernelMetres: 300 } as const
const weekCells = { zoom: 9, kernelMetres: 550 } as const
const monthDays = 30
/** Of three days each. */
const filmPictures = 10
const replayPauseMs = 4000
const hourMs = 3_600_000
/** Type on the map as large as a wall asks for: 22 px of 1080 rows. */
const typeScale = 1.75

type Asked = {
  readonly scope: Scope
  readonly states: LayerStates | null
  readonly bbox: BboxValue
  readonly scene: WallScene
  readonly layers: readonly WallLayer[]
  readonly theme: Theme
  readonly unit: number
  readonly replayDays: number
  readonly selection: Selection | null
  readonly selectedLevel: number | null
  readonly picked: GeoJSON.Geometry | null
}

export function useWallMap({ scope, states, bbox, scene, layers, theme, unit, replayDays, selection, selectedLevel, picked }: Asked) {
  const { language, name } = useTexts()
  const may = useMay()
  const layersText = layers.join()
  const on = useMemo(() => new Set(layersText.split(',').filter((key): key is WallLayer => key !== '')), [layersText])
  const tiles = useTiles(states, scope.subdistrict, on)
  const coverage = useCoverage(scope, 'buildingHead', on.has('coverage') && may('coverage'))
  const routes = usePatrols(scope, on.has('patrols') && may('patrolRoutes'), name)
  const walked = useQuery({ ...wallPatrolsQuery(), enabled: on.has('patrols') && may('wallPatrols') })
  const runs = walked.data?.routes
  const patrols = useMemo(() => {
    const stateOf = new Map(runs?.map(({ patrolRouteId, state }) => [patrolRouteId, state]))
    return routes.map((route) => {
      const state = stateOf.get(route.id)
      return state === undefined ? route : { ...route, state }
    })
  }, [routes, runs])
  const replays = scene === 'heat'
  const heat = useWallHeat(scope, bbox, on.has('heat') && may('issueDensity'), replays, replayDays)
  const rings = useQuery({ ...circlesQuery(scope, { profile: 'default' }), enabled: on.has('circles') && may('circles') })
  const spots = useQuery({ ...blindSpotsQuery(scope, { profile: 'default' }), enabled: on.has('circles') && may('blindSpotList') })
  const ringsNow = on.has('circles') ? rings.data : undefined
  const beyond = on.has('circles') ? spots.data?.spots : undefined
  const circles = useMemo(
    (): CirclesData | null =>
      ringsNow === undefined
        ? null
        : {
            view: 'rings',
            rings: ringsNow.features.map(({ geometry, properties }) => ({
              minutes: properties.minutes,
              geometry: geometry as GeoJSON.MultiPolygon,
            })),
            straight: [],
            beyond: (beyond ?? []).flatMap(({ buildings }) => buildings),
            way: null,
            tried: null,
            opened: [],
          },
    [ringsNow, beyond],
  )
  const told = useNewIssues()
  const hours = useReplayOfIssues(replays && replayDays < monthDays && may('issues'), replayDays)
  const borders = useQuery({ ...wallBordersQuery(), enabled: scene === 'boundaries' && may('wallBorders') })
  const changing = scene === 'boundaries' ? borders.data?.next : null
  const shown = useMemo((): GeoJSON.Geometry | null => {
    if (picked) return picked
    if (!changing || changing.changes.length === 0) return null
    return { type: 'MultiPolygon', coordinates: changing.changes.flatMap(({ geometry }) => geometry.coordinates) }
  }, [picked, changing])
  const newIssues = hours?.issues ?? told
  const onlyGiven = hours !== null
  const build = useMemo(
    (): BuildProps => ({
      theme,
      language,
      on,
      selection,
      selectedLevel,
      picked: shown,
      coverage: coverage.coverage,
      heat: heat.data,
      newIssues,
      circles,
      latitude: (bbox[1] + bbox[3]) / 2,
      scale: typeScale * unit,
      dots: { fromZoom: replays && !onlyGiven ? 15 : 10, onlyGiven, ring: !replays },
    }),
    [
      theme,
      language,
      on,
      selection,
      selectedLevel,
      shown,
      coverage.coverage,
      heat.data,
      newIssues,
      circles,
      bbox,
      unit,
      replays,
      onlyGiven,
    ],
  )
  return {
    build,
    tiles,
    patrols,
    frame: hours?.moment ?? heat.day,
    heatDays: heat.days,
    changes: changing != null && changing.changes.length > 0,
  }
}

/** The heat of the last days; where it is replayed, one picture after the other, and again from the first. */
function useWallHeat(scope: Scope, bbox: BboxValue, on: boolean, replays: boolean, days: number) {
  const today = calendarDateOf(Date.now())
  // a day of the calendar has only begun: the last 24 hours reach into the one before
  const wanted = replays ? Math.max(days, 2) : monthDays
  const { zoom, kernelMetres } = wanted < monthDays || replays ? weekCells : monthCells
  const filter = useMemo(
    () => ({ from: daysBefore(today, wanted - 1), to: today, bbox: bbox.join(','), zoom, per: 'raw' as const }),
    [today, wanted, bbox, zoom],
  )
  const still = useQuery({ ...densityQuery(scope, filter), enabled: on })
  const filmed = on && replays && days >= monthDays
  const film = useFilm(scope, filter, (bbox[1] + bbox[3]) / 2, filmed, filmPictures)
  const { playing, length, at, play } = film
  useEffect(() => {
    if (!filmed || playing || wantsCalm()) return
    const timer = setTimeout(play, length === 0 ? 0 : replayPauseMs)
    return () => clearTimeout(timer)
  }, [filmed, playing, length, play])
  const cells = still.data
  const { frame } = film
  const data = useMemo((): HeatData | null => {
    if (!on) return null
    const common = { view: 'kernel' as const, per: 'raw' as const, squareZoom: 16, kernelMetres, classes: [], grids: [] }
    if (frame) return { ...common, days: frame.days, cellMetres: frame.cellMetres, cellZoom: frame.cellZoom, cells: frame.cells }
    return cells ? { ...common, days: cells.days, cellMetres: cells.cellMetres, cellZoom: cells.cellZoom, cells: cells.cells } : null
  }, [on, frame, cells, kernelMetres])
  return {
    data,
    days: wanted,
    day: frame && at !== null && length > 0 ? daysBefore(today, (length - 1 - at) * Math.round(days / length)) : null,
  }
}

const frames = 24

/** The issues of the last days, a twenty-fourth of them at a time, each staying for a day; null: not replayed. */
function useReplayOfIssues(on: boolean, days: number): { readonly issues: readonly NewIssue[]; readonly moment: string } | null {
  const today = calendarDateOf(Date.now())
  // the first picture already has the 24 hours before it
  const answer = useQuery({ ...replayedIssuesQuery({ from: daysBefore(today, days + 1), to: today }), enabled: on })
  const [frame, setFrame] = useState(frames)
  useEffect(() => {
    if (!on || wantsCalm()) return
    // the last picture stays a little
    const timer = setInterval(() => setFrame((before) => (before >= frames + 4 ? 0 : before + 1)), 700)
    return () => clearInterval(timer)
  }, [on])
  const { data } = answer
  return useMemo(() => {
    if (!on || !data) return null
    const until = Date.parse(data.asOf) - (frames - Math.min(frames, frame)) * days * hourMs
    const issues = data.features.flatMap(({ geometry, properties }): NewIssue[] => {
      const at = Date.parse(properties.reportedAt)
      const [lng = 0, lat = 0] = geometry.coordinates
      if (at <= until - frames * hourMs || at > until || properties.status === 'rejected' || properties.status === 'merged') return []
      return [{ id: properties.issueId, lng, lat, class: properties.class, severity: properties.severity, open: true }]
    })
    return { issues, moment: new Date(until).toISOString() }
  }, [on, data, frame, days])
}
