/** 21 patrol teams and their loops: from a street corner round the community and back, with checkpoints on the way. */
import { type LngLat, lineLengthMetres, type XY } from '#domain/geo/local-plane.ts'
import { insideRing } from '#domain/geo/ring.ts'
import { alongSegment, distance } from '#domain/geo/segment.ts'
import { plannedMinutes } from '#domain/patrol/checkpoints.ts'
import { planeAround } from '#domain/patrol/metric-line.ts'
import { everyWeekday } from '#domain/patrol/shift.ts'
import type { Random } from '#domain/random/random.ts'
import { SUBDISTRICT } from './grid-register.ts'
import type { Name } from './names.ts'
import type { Shapes } from './shapes.ts'
import type { CheckpointRow, PatrolRouteRow, PatrolShiftRow, PatrolTeamRow } from './tables.ts'
import type { Town } from './town.ts'
import { BORDER } from './town-plan.ts'
import { type WalkPaths, walkPaths } from './walk-paths.ts'

const TEAM_COUNT = 21
const SECOND_ROUTE_COUNT = 6
const SHIFTS = [
  ['08:30', '11:30'],
  ['13:30', '17:00'],
  ['19:00', '22:00'],
  ['20:00', '23:00'],
] as const
const LATE = ['23:30', '01:30'] as const

export interface Patrols {
  readonly teams: PatrolTeamRow[]
  readonly routes: PatrolRouteRow[]
  readonly shifts: PatrolShiftRow[]
  readonly checkpoints: CheckpointRow[]
}

export function patrolRoutes(town: Town, shapes: Shapes, random: Random): Patrols {
  const paths = walkPaths(town.network, ({ points }) => points.every((p) => insideRing(p, BORDER)))
  const largest = [...town.grids.communities]
    .sort((a, b) => b.grid.households - a.grid.households || a.code.localeCompare(b.code))
    .slice(0, TEAM_COUNT)
  const ordered = town.grids.communities.filter((community) => largest.includes(community))
  const patrols: Patrols = { teams: [], routes: [], shifts: [], checkpoints: [] }
  for (const [i, { code, name, grid }] of ordered.entries()) {
    const team = i + 1
    patrols.teams.push({
      subdistrict_code: SUBDISTRICT,
      patrol_team_id: team,
      name: `${name.zh}社区治安巡逻队`,
      name_en: `${name.en} Patrol Team`,
      community_code: code,
      member_count: random.whole(6, 14),
    })
    const corners = grid.area.cells.map(({ centre }) => centre)
    const routes = i % 3 === 1 && i / 3 < SECOND_ROUTE_COUNT ? 2 : 1
    for (let k = 0; k < routes; k++) {
      const loop = loopAround(grid.area.label, corners, town, paths, random)
      addRoute(
        patrols,
        team,
        k === 0 ? { zh: `${name.zh}日间巡线`, en: `${name.en} Day Round` } : { zh: `${name.zh}夜间巡线`, en: `${name.en} Night Round` },
        loop,
        SHIFTS[k === 0 ? i % 2 : 2 + (i % 2)] ?? SHIFTS[0],
        town,
        shapes,
        random,
      )
    }
  }
  return patrols
}

/** The first loop of 1.2–3 km found by trying wider and narrower rounds of three or four corners. */
function loopAround(middle: XY, cells: readonly XY[], town: Town, paths: WalkPaths, random: Random): XY[] {
  const spread = Math.sqrt(cells.reduce((sum, c) => sum + distance(c, middle) ** 2, 0) / cells.length)
  let best: XY[] = []
  let bestMiss = Infinity
  for (let attempt = 0; attempt < 9; attempt++) {
    const radius = Math.min(420, spread) * random.between(0.6, 1.15)
    const turned = random.between(0, 2 * Math.PI)
    const count = random.whole(3, 4)
    const corners = Array.from({ length: count }, (_, k): XY => {
      const angle = turned + (k * 2 * Math.PI) / count
      return [middle[0] + radius * Math.cos(angle), middle[1] + radius * Math.sin(angle)]
    }).map(paths.nearestNode)
    const loop = closedWay(corners, town, paths)
    const length = lineLengthMetres(loop.map(town.ground.plane.toLngLat))
    const miss = length < 1250 ? 1250 - length : length > 2850 ? length - 2850 : 0
    if (miss < bestMiss && loop.length > 3) {
      best = loop
      bestMiss = miss
    }
    if (bestMiss === 0) break
  }
  return best
}

function closedWay(corners: readonly number[], town: Town, paths: WalkPaths): XY[] {
  const worn = new Set<number>()
  const points: XY[] = []
  let here = corners[0] ?? 1
  for (const to of [...corners.slice(1), corners[0] ?? 1]) {
    for (const edge of paths.way(here, to, worn)) {
      worn.add(edge.id)
      const forward = edge.from === here
      const way = forward ? edge.points : [...edge.points].reverse()
      points.push(...(points.length === 0 ? way : way.slice(1)))
      here = forward ? edge.to : edge.from
    }
  }
  return points.length === 0 ? [town.network.nodes[here - 1]?.p ?? [0, 0]] : points
}

function addRoute(
  patrols: Patrols,
  team: number,
  name: Name,
  loop: readonly XY[],
  shift: readonly [string, string],
  town: Town,
  shapes: Shapes,
  random: Random,
): void {
  const id = patrols.routes.length + 1
  const line: LngLat[] = loop.map(town.ground.plane.toLngLat)
  const length = lineLengthMetres(line)
  patrols.routes.push({
    subdistrict_code: SUBDISTRICT,
    patrol_route_id: id,
    patrol_team_id: team,
    name: name.zh,
    name_en: name.en,
    length_metres: Math.round(length * 10) / 10,
    geom: shapes.line(loop),
  })
  const add = ([begins, ends]: readonly [string, string], weekdays: readonly number[]): void => {
    const patrol_shift_id = patrols.shifts.length + 1
    patrols.shifts.push({ subdistrict_code: SUBDISTRICT, patrol_route_id: id, patrol_shift_id, begins, ends, weekdays })
  }
  add(shift, everyWeekday)
  // the night rounds are walked once more where people are out late
  if (shift[0] >= '19:00') add(LATE, [5, 6])
  const count = Math.max(6, Math.min(12, Math.round(length / 230)))
  const made: CheckpointRow[] = []
  for (let k = 0; k < count; k++) {
    const p = town.ground.plane.onLattice(alongLine(loop, ((k + 0.25 + random.between(0, 0.4)) / count) * pathLength(loop)))
    const place = placeName(p, town, k)
    made.push({
      subdistrict_code: SUBDISTRICT,
      checkpoint_id: patrols.checkpoints.length + k + 1,
      patrol_route_id: id,
      sequence: k + 1,
      name: place.zh,
      name_en: place.en,
      radius_metres: random.pick([15, 20, 20, 25, 30]),
      planned_minute: 0,
      geom: shapes.point(p),
    })
  }
  const minutes = plannedMinutes(
    line,
    made.map(({ geom }) => geom.coordinates),
    planeAround(line),
  )
  patrols.checkpoints.push(...made.map((checkpoint, k) => ({ ...checkpoint, planned_minute: minutes[k] ?? 0 })))
}

const pathLength = (line: readonly XY[]): number => line.reduce((sum, p, i) => sum + distance(p, line[i - 1] ?? p), 0)

function alongLine(line: readonly XY[], metres: number): XY {
  let rest = metres
  for (let i = 1; i < line.length; i++) {
    const [a, b] = [line[i - 1], line[i]]
    if (a === undefined || b === undefined) continue
    const side = distance(a, b)
    if (rest <= side) return alongSegment(a, b, side === 0 ? 0 : rest / side)
    rest -= side
  }
  return line[line.length - 1] ?? [0, 0]
}

/** Named after the compound or the street nearby. */
function placeName(p: XY, town: Town, k: number): Name {
  const near = town.buildings.reduce((a, b) => (distance(b.entrance, p) < distance(a.entrance, p) ? b : a))
  const { compound, cell } = near
  if (cell.plot.title !== '') return { zh: `${cell.plot.title}门口`, en: `${cell.plot.titleEn} gate` }
  if (compound !== null && compound.type !== 'scattered') {
    return k % 2 === 0
      ? { zh: `${compound.name.zh}门岗`, en: `${compound.name.en} gate` }
      : { zh: `${compound.name.zh}${near.name.zh}旁`, en: `${compound.name.en}, beside ${near.name.en}` }
  }
  return { zh: `${near.address}旁`, en: `Near ${near.name.en}` }
}
