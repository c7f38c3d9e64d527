/**
 * Patrol runs of thirty days up to yesterday and the plan of today and the six days after: most checkpoints visited in time, some late, some missed
 * with a reason, a few runs never begun. Some runs of the last ten days have a track.
 */
import { addDays } from '#domain/calendar/calendar-day.ts'
import { figuresOfTrack, passesOfVisits } from '#domain/patrol/run-figures.ts'
import { type PlannedRun, runsOfDay } from '#domain/patrol/shift.ts'
import type { Random } from '#domain/random/random.ts'
import { isoOf } from './clock.ts'
import { SUBDISTRICT } from './grid-register.ts'
import type { Patrols } from './patrol-routes.ts'
import { walkedTrack } from './patrol-tracks.ts'
import type { CheckpointRow, CheckpointVisitRow, PatrolRouteRow, PatrolRunRow, PatrolTrackRow } from './tables.ts'

const DAYS = 30
const DAYS_AHEAD = 6
const DAYS_WITH_TRACKS = 10
const MISSED = ['道路施工无法通行', '临时处置突发情况', '大雨积水', '门禁关闭未能进入', '人手不足调离'] as const

export interface Runs {
  readonly runs: PatrolRunRow[]
  readonly visits: CheckpointVisitRow[]
  readonly tracks: PatrolTrackRow[]
}

const placeOf = ({ geom, radius_metres: radiusMetres }: CheckpointRow) => {
  const [lng = 0, lat = 0] = geom.coordinates
  return { lng, lat, radiusMetres }
}

export function patrolRuns(patrols: Patrols, today: string, random: Random): Runs {
  const made: Runs = { runs: [], visits: [], tracks: [] }
  const tracked = random.fork('tracks')
  const pointsOf = new Map(
    patrols.routes.map(({ patrol_route_id: id }) => [id, patrols.checkpoints.filter((c) => c.patrol_route_id === id)]),
  )
  const shiftsOf = new Map(
    patrols.routes.map(({ patrol_route_id: id }) => [id, patrols.shifts.filter((shift) => shift.patrol_route_id === id)]),
  )
  // Teams differ: most are reliable, a few are not.
  const care = new Map(
    patrols.teams.map(({ patrol_team_id: id }) => [id, random.chance(0.2) ? random.between(0.72, 0.85) : random.between(0.91, 0.99)]),
  )
  for (let ago = DAYS; ago >= 1; ago--) {
    const day = addDays(today, -ago)
    for (const route of patrols.routes) {
      const reliable = care.get(route.patrol_team_id) ?? 0.95
      const points = pointsOf.get(route.patrol_route_id) ?? []
      for (const plan of runsOfDay(day, shiftsOf.get(route.patrol_route_id) ?? [])) {
        // last night's round may not be over yet when the demo is loaded
        if (plan.plannedEnd.startsWith(today)) continue
        // what begins in the small hours of a night is begun a little less often
        const begun = random.chance((isLate(plan) ? 0.5 : 0.6) + reliable * 0.39)
        const late = random.chance(reliable) ? random.between(-3, 8) : random.between(12, 40)
        const started = Date.parse(plan.plannedStart) + Math.round(late * 60) * 1000
        const pace = (route.length_metres / 1000) * random.between(17, 26)
        const finished = started + Math.round((pace + points.length * 1.5) * 60) * 1000
        const said = begun
          ? points.map((_, n) => {
              const seen = random.chance(0.35 + reliable * 0.64)
              const at = started + Math.round((((n + 0.5) / points.length) * (finished - started)) / 1000) * 1000
              return { at: seen ? at : null, reason: seen ? '' : random.chance(0.8) ? random.pick(MISSED) : '' }
            })
          : points.map(() => ({ at: null, reason: '' }))
        if (begun && ago <= DAYS_WITH_TRACKS && route.patrol_route_id % 3 === 0)
          addTracked(made, route, points, plan, { started, finished, said }, tracked)
        else addRun(made, route, points, plan, begun ? { started, finished, said } : null)
      }
    }
  }
  for (let ahead = 0; ahead <= DAYS_AHEAD; ahead++)
    for (const route of patrols.routes) {
      for (const plan of runsOfDay(addDays(today, ahead), shiftsOf.get(route.patrol_route_id) ?? []))
        addRun(made, route, pointsOf.get(route.patrol_route_id) ?? [], plan, null)
    }
  return made
}

const isLate = ({ plannedStart }: PlannedRun): boolean => plannedStart.slice(11, 13) >= '23'

type Walked = {
  readonly started: number
  readonly finished: number
  readonly said: readonly { readonly at: number | null; readonly reason: string }[]
}
type Figures = Pick<PatrolRunRow, 'passed' | 'passed_metres' | 'passes'>

function addRun(
  made: Runs,
  route: PatrolRouteRow,
  points: readonly CheckpointRow[],
  plan: PlannedRun,
  walked: Walked | null,
  figures?: Figures,
): number {
  const id = made.runs.length + 1
  const visits = points.map((_, n) => walked?.said[n]?.at ?? null)
  const passes =
    walked === null
      ? null
      : passesOfVisits(route.geom.coordinates, points.map(placeOf), visits, { began: walked.started, ended: walked.finished })
  made.runs.push({
    subdistrict_code: SUBDISTRICT,
    patrol_run_id: id,
    patrol_route_id: route.patrol_route_id,
    planned_start: plan.plannedStart,
    started_at: walked === null ? null : isoOf(walked.started),
    finished_at: walked === null ? null : isoOf(walked.finished),
    planned_end: plan.plannedEnd,
    version: 1,
    line_version: walked === null ? null : 1,
    passed: null,
    passed_metres: null,
    passes,
    ...figures,
  })
  for (const [n, point] of points.entries()) {
    const at = visits[n] ?? null
    made.visits.push({
      subdistrict_code: SUBDISTRICT,
      patrol_run_id: id,
      checkpoint_id: point.checkpoint_id,
      visited_at: at === null ? null : isoOf(at),
      missed_reason: walked?.said[n]?.reason ?? '',
      planned_at: isoOf(Date.parse(plan.plannedStart) + point.planned_minute * 60_000),
      source: figures && at !== null ? 'track' : 'hand',
    })
  }
  return id
}

/** A run whose visits, and what it passed, are what its track says. */
function addTracked(
  made: Runs,
  route: PatrolRouteRow,
  points: readonly CheckpointRow[],
  plan: PlannedRun,
  walked: Walked,
  random: Random,
): void {
  const track = walkedTrack(route.geom.coordinates, walked.started, walked.finished, random)
  const window = { from: Date.parse(plan.plannedStart), to: Date.parse(plan.plannedEnd) }
  const figures = figuresOfTrack(route.geom.coordinates, points.map(placeOf), track, window)
  if (figures === null) {
    addRun(made, route, points, plan, walked)
    return
  }
  const said = figures.visits.map((at) => ({
    at: at === null ? null : Math.round(at / 1000) * 1000,
    reason: at === null && random.chance(0.7) ? random.pick(MISSED) : '',
  }))
  const tenth = (metres: number) => Math.round(metres * 10) / 10
  const id = addRun(
    made,
    route,
    points,
    plan,
    { ...walked, said },
    {
      passed: figures.passed.map(([from, to]) => [tenth(from), tenth(to)]),
      passed_metres: tenth(figures.passedMetres),
      passes: figures.passes,
    },
  )
  made.tracks.push({
    subdistrict_code: SUBDISTRICT,
    patrol_run_id: id,
    recorded_on: plan.plannedStart.slice(0, 10),
    fixes: figures.statistics.fixes,
    length_metres: tenth(figures.statistics.lengthMetres),
    longest_silence_seconds: figures.statistics.longestSilenceSeconds,
    lines: [figures.kept.map(({ lng, lat }) => [Math.round(lng * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7])],
  })
}
