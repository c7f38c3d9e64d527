// POST  /api/v1/patrol-routes        a new route with its line and checkpoints
// PUT   /api/v1/patrol-routes/7      all of it anew; what runs tell of the line before stays with them
// PATCH /api/v1/patrol-routes/7      closes or opens it
import { z } from 'zod'
import type { createPatrolRoute, PatrolShift } from '#contract/patrols.ts'
import type { BodyOf } from '#contract/route.ts'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { lineLengthMetres } from '#domain/geo/local-plane.ts'
import { pointSegmentDistance } from '#domain/geo/segment.ts'
import { plannedMinutes } from '#domain/patrol/checkpoints.ts'
import { type Plane, planeAround } from '#domain/patrol/metric-line.ts'
import { overlappingShifts } from '#domain/patrol/shift.ts'
import { maybeRow, type Queryable } from '../db/queryable.ts'
import { refreshFeatures } from '../db/refresh-layers.ts'
import { outsideScope } from '../db/scope.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { followCheckpoints, followShifts, takeBackRuns } from './plan-runs.ts'
import { type PatrolRouteRow, patrolRouteById, teamById } from './queries.ts'
import { toRoute } from './told.ts'
import { type Asked, mustBeCurrent, mustManage, refreshRoutes, tellStep, writeInTurn } from './writing.ts'

type Body = BodyOf<typeof createPatrolRoute>
type Place = readonly [number, number]

export const shortestMetres = 50
export const longestMetres = 50_000
/** A checkpoint is on the way or beside it. */
export const farthestCheckpointMetres = 100
/** About the error of a fix: 50 m along a meridian. */
const edgeDegrees = 0.00045

/** On the lattice of stored coordinates, 1e-7 degree. */
const onLattice = ([lng, lat]: Place): Place => [Math.round(lng * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7]

const GroundRow = z.object({ onGrid: z.boolean(), firstOff: z.number().nullable() })
/** Whether any place of a line lies on a grid in force, and the first that lies outside: of the grids, or of the sub-district where it has none. */
const groundOf = (db: Queryable, subdistrict: string, line: readonly Place[], today: string) =>
  maybeRow(
    db,
    GroundRow,
    `with ground as (
       select b.geom from grid_boundary b join grid g using (subdistrict_code, grid_code)
       where b.subdistrict_code = $1 and g.level = 3 and daterange(b.valid_from, b.valid_to) @> $3::date
     ),
     place as (
       select d.path[1] - 1 as at, d.geom,
         exists (select from ground where ST_DWithin(ground.geom, d.geom, ${edgeDegrees})) as on_grid
       from ST_DumpPoints(ST_SetSRID(ST_GeomFromGeoJSON($2), 4326)) d
     )
     select coalesce(bool_or(on_grid), false) as "onGrid",
       min(at) filter (where not on_grid and (exists (select from ground)
         or not exists (select from subdistrict s where s.subdistrict_code = $1 and s.extent && place.geom))) as "firstOff"
     from place`,
    [subdistrict, JSON.stringify({ type: 'LineString', coordinates: line }), today],
  )

export async function mustBeOnGround({ db, subdistrict, who }: Asked, line: readonly Place[], today: string): Promise<void> {
  const seen = await groundOf(db, subdistrict, line, today)
  if (!who.scope.whole && seen?.onGrid !== true) throw refusedAt('body.line', 'not on the ground of your grids')
  const ground = await outsideScope(db, (system) => groundOf(system, subdistrict, line, today))
  const off = ground?.firstOff ?? null
  if (off !== null) throw refusedAt(`body.line.${off}`, 'outside of the sub-district')
}

function mustBeShapely({ line, checkpoints }: Pick<Body, 'line' | 'checkpoints'>, plane: Plane): void {
  const length = lineLengthMetres(line)
  if (length < shortestMetres || length > longestMetres)
    throw refusedAt('body.line', `${Math.round(length)} m long; a route has ${shortestMetres} to ${longestMetres} m`)
  const points = line.map(plane)
  for (const [at, { lng, lat }] of checkpoints.entries()) {
    const here = plane([lng, lat])
    const away = points.reduce((near, point, k) => Math.min(near, pointSegmentDistance(here, points[k - 1] ?? point, point)), Infinity)
    if (away > farthestCheckpointMetres)
      throw refusedAt(`body.checkpoints.${at}`, `${Math.round(away)} m from the line, farther than ${farthestCheckpointMetres} m`)
  }
}

type Prepared = Body & { readonly lengthMetres: number; readonly minutes: readonly number[] }
/** What is written: coordinates on the lattice, minutes worked out where none is given. Throws what cannot be. */
async function prepared(asked: Asked, body: Body): Promise<Prepared> {
  const overlap = overlappingShifts(body.shifts)
  if (overlap !== null) throw refusedAt(`body.shifts.${overlap[1]}`, `begins or ends within shift ${overlap[0] + 1}`)
  const line = body.line.map((place) => [...onLattice(place)] as [number, number])
  const checkpoints = body.checkpoints.map((one) => {
    const [lng, lat] = onLattice([one.lng, one.lat])
    return { ...one, lng, lat }
  })
  const plane = planeAround(line)
  mustBeShapely({ line, checkpoints }, plane)
  await mustBeOnGround(asked, line, calendarDay(asked.now))
  const walked = plannedMinutes(
    line,
    checkpoints.map(({ lng, lat }) => [lng, lat]),
    plane,
  )
  const minutes = checkpoints.map(({ plannedMinute }, at) => plannedMinute ?? walked[at] ?? 0)
  return { ...body, line, checkpoints, lengthMetres: Math.round(lineLengthMetres(line) * 10) / 10, minutes }
}

async function mustBeTeam(asked: Asked, id: number): Promise<void> {
  const { db, subdistrict } = asked
  const team = await teamById(db, subdistrict, id)
  const path = 'body.patrolTeamId'
  if (team === undefined) throw new AppError('not_found', `${path}: there is no patrol team ${id}`, [{ path, problem: 'missing' }])
  mustManage(asked, team.communityCode)
  if (team.retiredOn !== null) throw refusedAt(path, 'the team is dissolved')
}

const IdRow = z.object({ id: z.number() })
const lineText = (parameter: string) => `ST_SetSRID(ST_GeomFromGeoJSON(${parameter}::text), 4326)`

async function writeCheckpoints(system: Queryable, subdistrict: string, route: number, { checkpoints, minutes }: Prepared, today: string) {
  // numbers are free again before they are given anew
  await system.query(
    `update checkpoint set sequence = -sequence where subdistrict_code = $1 and patrol_route_id = $2 and retired_on is null`,
    [subdistrict, route],
  )
  const said = checkpoints.map((one, at) => ({ ...one, nameEn: one.nameEn || one.name, sequence: at + 1, plannedMinute: minutes[at] }))
  const columns = `"checkpointId" bigint, name text, "nameEn" text, "radiusMetres" real, "plannedMinute" smallint, sequence smallint, lng float8, lat float8`
  await system.query(
    `update checkpoint k set name = s.name, name_en = s."nameEn", radius_metres = s."radiusMetres", planned_minute = s."plannedMinute",
       sequence = s.sequence, geom = ST_SetSRID(ST_MakePoint(s.lng, s.lat), 4326)
     from jsonb_to_recordset($3::jsonb) as s(${columns})
     where k.subdistrict_code = $1 and k.patrol_route_id = $2 and k.checkpoint_id = s."checkpointId"`,
    [subdistrict, route, JSON.stringify(said)],
  )
  await system.query(
    `update checkpoint set retired_on = $3::date, sequence = -sequence
     where subdistrict_code = $1 and patrol_route_id = $2 and retired_on is null and sequence < 0`,
    [subdistrict, route, today],
  )
  await system.query(
    `insert into checkpoint (subdistrict_code, patrol_route_id, sequence, name, name_en, radius_metres, planned_minute, geom)
     select $1, $2, s.sequence, s.name, s."nameEn", s."radiusMetres", s."plannedMinute", ST_SetSRID(ST_MakePoint(s.lng, s.lat), 4326)
     from jsonb_to_recordset($3::jsonb) as s(${columns}) where s."checkpointId" is null order by s.sequence`,
    [subdistrict, route, JSON.stringify(said)],
  )
}

/** Which level-3 grids the route touches: who sees it is decided by that. */
const placeRoute = (system: Queryable, subdistrict: string, route: number, today: string) =>
  system.query(
    `update patrol_route r set grid_codes = coalesce((
       select array_agg(b.grid_code order by b.grid_code) from grid_boundary b join grid g using (subdistrict_code, grid_code)
       where b.subdistrict_code = $1 and g.level = 3 and daterange(b.valid_from, b.valid_to) @> $3::date and ST_Intersects(b.geom, r.geom)), '{}')
     where r.subdistrict_code = $1 and r.patrol_route_id = $2`,
    [subdistrict, route, today],
  )

const CheckpointRow = z.object({ id: z.number() })
/** The checkpoints on the map, with those that were there before. */
async function refreshCheckpoints(system: Queryable, { subdistrict, now }: Asked, kind: string, route: number, before: readonly number[]) {
  const { rows } = await system.query('select checkpoint_id as id from checkpoint where subdistrict_code = $1 and patrol_route_id = $2', [
    subdistrict,
    route,
  ])
  const ids = [...new Set([...before, ...rows.map((row) => CheckpointRow.parse(row).id)])]
  await refreshFeatures(system, { subdistrict, kind, layer: 'checkpoints', today: calendarDay(now) }, ids, { patrolRoutes: [route] })
}

/** What the history tells of a route. */
const kept = ({ name, nameEn, teamName, shifts, checkpoints, geometry, retiredOn }: PatrolRouteRow) => ({
  name,
  nameEn,
  patrolTeam: teamName,
  shift: shifts.map(({ begins, ends, weekdays }) => `${begins}–${ends} ${weekdays.join('')}`),
  checkpoints: checkpoints.map((one) => `${one.sequence} ${one.name} ${one.radiusMetres} m +${one.plannedMinute}′`),
  checkpointPlaces: checkpoints.map(({ lng, lat }) => `${lng.toFixed(6)} ${lat.toFixed(6)}`),
  geometry: geometry.coordinates,
  retiredOn,
})

/** Replaces the shifts of a route. */
const writeShifts = (system: Queryable, subdistrict: string, route: number, shifts: readonly PatrolShift[]): Promise<unknown> =>
  system.query(
    `with gone as (delete from patrol_shift where subdistrict_code = $1 and patrol_route_id = $2)
     insert into patrol_shift (subdistrict_code, patrol_route_id, begins, ends, weekdays)
     select $1, $2, s.begins::time, s.ends::time, array(select jsonb_array_elements_text(s.weekdays)::smallint)
     from jsonb_to_recordset($3::jsonb) as s(begins text, ends text, weekdays jsonb)`,
    [subdistrict, route, JSON.stringify(shifts)],
  )

const asWanted = (body: Prepared) => ({
  patrolTeamId: body.patrolTeamId,
  name: body.name,
  nameEn: body.nameEn || body.name,
  shifts: body.shifts.map((shift) => ({ ...shift, weekdays: [...shift.weekdays].sort() })).sort((a, b) => a.begins.localeCompare(b.begins)),
})

export const routeWriters: Pick<Handlers, 'createPatrolRoute' | 'changePatrolRoute' | 'closePatrolRoute'> = {
  createPatrolRoute: async ({ body, ...asked }) => {
    const { db, subdistrict, now } = asked
    const today = calendarDay(now)
    const known = body.checkpoints.findIndex(({ checkpointId }) => checkpointId !== null)
    if (known >= 0) throw refusedAt(`body.checkpoints.${known}.checkpointId`, 'a new route has new checkpoints')
    await mustBeTeam(asked, body.patrolTeamId)
    const said = await prepared(asked, body)
    return outsideScope(db, async (system) => {
      const made = await maybeRow(
        system,
        IdRow,
        `insert into patrol_route (subdistrict_code, patrol_team_id, name, name_en, length_metres, line_drawn_at, geom)
         values ($1, $2, $3, $4, $5, $6, ${lineText('$7')}) returning patrol_route_id as id`,
        [
          subdistrict,
          ...Object.values(asWanted(said)).slice(0, 3),
          said.lengthMetres,
          now.toISOString(),
          JSON.stringify({ type: 'LineString', coordinates: said.line }),
        ],
      )
      const id = made?.id ?? 0
      await writeShifts(system, subdistrict, id, asWanted(said).shifts)
      await writeCheckpoints(system, subdistrict, id, said, today)
      await placeRoute(system, subdistrict, id, today)
      const route = found(await patrolRouteById(system, subdistrict, id, now), `patrol route ${id}`)
      await refreshRoutes(system, asked, 'patrolRouteCreated', [id])
      await refreshCheckpoints(system, asked, 'patrolRouteCreated', id, [])
      await tellStep(system, asked, {
        kind: 'patrolRoute',
        id,
        change: 'created',
        action: 'patrolRouteCreated',
        before: {},
        after: kept(route),
      })
      return toRoute(now)(route)
    })
  },

  changePatrolRoute: async ({ params: { id }, body: { version, ...body }, ...asked }) => {
    const { db, subdistrict, now } = asked
    const today = calendarDay(now)
    const seen = found(await patrolRouteById(db, subdistrict, id, now), `patrol route ${id}`)
    mustManage(asked, seen.communityCode)
    await mustBeTeam(asked, body.patrolTeamId)
    const said = await prepared(asked, body)
    return outsideScope(db, async (system) => {
      await writeInTurn(system, subdistrict)
      const before = found(await patrolRouteById(system, subdistrict, id, now), `patrol route ${id}`)
      mustBeCurrent(`patrol route ${id}`, version, { ...before, line: before.geometry.coordinates }, { ...asWanted(said), line: said.line })
      const present = new Set(before.checkpoints.map(({ checkpointId }) => checkpointId))
      const named = said.checkpoints.map(({ checkpointId }) => checkpointId)
      for (const [at, one] of named.entries())
        if (one !== null && (!present.has(one) || named.indexOf(one) !== at))
          throw refusedAt(`body.checkpoints.${at}.checkpointId`, 'not a checkpoint of this route, or named twice')
      const redrawn = JSON.stringify(before.geometry.coordinates) !== JSON.stringify(said.line)
      const { patrolTeamId, name, nameEn } = asWanted(said)
      await system.query(
        `update patrol_route set patrol_team_id = $3, name = $4, name_en = $5, length_metres = $6,
           version = version + 1, line_version = line_version + $7::int, line_drawn_at = case when $7::int = 1 then $8 else line_drawn_at end,
           geom = case when $7::int = 1 then ${lineText('$9')} else geom end
         where subdistrict_code = $1 and patrol_route_id = $2`,
        [
          subdistrict,
          id,
          patrolTeamId,
          name,
          nameEn,
          redrawn ? said.lengthMetres : before.lengthMetres,
          redrawn ? 1 : 0,
          now.toISOString(),
          JSON.stringify({ type: 'LineString', coordinates: said.line }),
        ],
      )
      await writeShifts(system, subdistrict, id, asWanted(said).shifts)
      await writeCheckpoints(system, subdistrict, id, said, today)
      const runs = await followShifts(system, subdistrict, { patrolRouteId: id, shifts: said.shifts }, now)
      await followCheckpoints(system, subdistrict, id, now)
      if (redrawn) await placeRoute(system, subdistrict, id, today)
      const after = found(await patrolRouteById(system, subdistrict, id, now), `patrol route ${id}`)
      await refreshRoutes(system, asked, 'patrolRouteChanged', [id])
      await refreshCheckpoints(system, asked, 'patrolRouteChanged', id, [...present])
      await tellStep(system, asked, {
        kind: 'patrolRoute',
        id,
        change: 'changed',
        action: 'patrolRouteChanged',
        before: { ...kept(before), runsAhead: runs.before },
        after: { ...kept(after), runsAhead: runs.after },
      })
      return toRoute(now)(after)
    })
  },

  closePatrolRoute: async ({ params: { id }, body: { version, closed, reason }, ...asked }) => {
    const { db, subdistrict, now } = asked
    const seen = found(await patrolRouteById(db, subdistrict, id, now), `patrol route ${id}`)
    mustManage(asked, seen.communityCode)
    return outsideScope(db, async (system) => {
      await writeInTurn(system, subdistrict)
      const before = found(await patrolRouteById(system, subdistrict, id, now), `patrol route ${id}`)
      const retiredOn = closed ? (before.retiredOn ?? calendarDay(now)) : null
      mustBeCurrent(`patrol route ${id}`, version, before, { retiredOn })
      if (retiredOn === before.retiredOn)
        throw new AppError('conflict', `patrol route ${id} is ${closed ? 'closed' : 'open'} already`, [
          { path: 'body.closed', problem: 'asItIs' },
        ])
      const team = found(await teamById(system, subdistrict, before.patrolTeamId), `patrol team ${before.patrolTeamId}`)
      if (!closed && team.retiredOn !== null) throw refusedAt('body.closed', 'its team is dissolved')
      await system.query(
        'update patrol_route set retired_on = $3::date, version = version + 1 where subdistrict_code = $1 and patrol_route_id = $2',
        [subdistrict, id, retiredOn],
      )
      if (closed) await takeBackRuns(system, subdistrict, id, now)
      const kind = closed ? 'patrolRouteClosed' : 'patrolRouteOpened'
      const after = found(await patrolRouteById(system, subdistrict, id, now), `patrol route ${id}`)
      await refreshRoutes(system, asked, kind, [id])
      await refreshCheckpoints(system, asked, kind, id, [])
      await tellStep(system, asked, {
        kind: 'patrolRoute',
        id,
        change: closed ? 'closed' : 'opened',
        action: kind,
        before: kept(before),
        after: kept(after),
        reason,
      })
      return toRoute(now)(after)
    })
  },
}
