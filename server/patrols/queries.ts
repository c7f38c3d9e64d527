import { z } from 'zod'
import { type BboxValue, LineGeometry } from '#contract/fields.ts'
import { PatrolRouteProperties } from '#contract/registers.ts'
import { type Queryable, rows } from '../db/queryable.ts'

const PatrolRouteRow = PatrolRouteProperties.omit({ checkpointCompletion: true }).extend({
  visitsMade: z.number(),
  visitsPlanned: z.number(),
  geometry: LineGeometry,
})
export type PatrolRouteRow = z.infer<typeof PatrolRouteRow>

export type PatrolRouteFilter = {
  readonly since: string
  readonly limit: number
  readonly community?: string | undefined
  readonly after?: number | undefined
  readonly bbox?: BboxValue | undefined
}

/** Routes with their checkpoints in order and the visits planned and made on runs since an instant. */
export const patrolRouteList = (db: Queryable, subdistrict: string, filter: PatrolRouteFilter) =>
  rows(
    db,
    PatrolRouteRow,
    `with chosen as materialized (
       select r.*, t.name as team_name, t.name_en as team_name_en, t.community_code
       from patrol_route r join patrol_team t using (subdistrict_code, patrol_team_id)
       where r.subdistrict_code = $1
         and ($2::text is null or t.community_code = $2::text)
         and ($3::bigint is null or r.patrol_route_id > $3::bigint)
         and ($6::float8 is null or r.geom && ST_MakeEnvelope($6::float8, $7::float8, $8::float8, $9::float8, 4326))
       order by r.patrol_route_id limit $4::int
     ),
     visit as (
       select run.patrol_route_id, count(*) as planned, count(v.visited_at) as made
       from patrol_run run join checkpoint_visit v using (subdistrict_code, patrol_run_id)
       where run.subdistrict_code = $1 and run.planned_start >= $5::timestamptz and run.patrol_route_id in (select patrol_route_id from chosen)
       group by run.patrol_route_id
     )
     select c.patrol_route_id as "patrolRouteId", c.name, c.name_en as "nameEn", c.team_name as "teamName", c.team_name_en as "teamNameEn",
       c.community_code as "communityCode", c.length_metres as "lengthMetres",
       to_char(c.shift_start, 'HH24:MI') as "shiftStart", to_char(c.shift_end, 'HH24:MI') as "shiftEnd",
       coalesce((
         select json_agg(json_build_object('checkpointId', k.checkpoint_id, 'sequence', k.sequence, 'name', k.name, 'nameEn', k.name_en,
           'lng', ST_X(k.geom), 'lat', ST_Y(k.geom)) order by k.sequence)
         from checkpoint k where k.subdistrict_code = $1 and k.patrol_route_id = c.patrol_route_id), '[]') as checkpoints,
       coalesce(visit.made, 0) as "visitsMade", coalesce(visit.planned, 0) as "visitsPlanned",
       ST_AsGeoJSON(c.geom, 7)::json as geometry
     from chosen c left join visit on visit.patrol_route_id = c.patrol_route_id
     order by c.patrol_route_id`,
    [subdistrict, filter.community ?? null, filter.after ?? null, filter.limit, filter.since, ...(filter.bbox ?? [null, null, null, null])],
  )
