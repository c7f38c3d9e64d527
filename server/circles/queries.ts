// What the walking model is made of. Read outside the scope: a station beyond one's own grids serves too; what is answered counts own buildings alone.
import { z } from 'zod'
import { buildingUses, stationKinds, stationStatuses } from '#contract/words.ts'
import { type Queryable, rows } from '../db/queryable.ts'

const NodeRow = z.object({ id: z.number(), lng: z.number(), lat: z.number(), heightMetres: z.number().nullable() })
export const walkNodes = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    NodeRow,
    `select walk_node_id as id, ST_X(geom) as lng, ST_Y(geom) as lat, height_metres as "heightMetres"
     from walk_node where subdistrict_code = $1 order by walk_node_id`,
    [subdistrict],
  )

const EdgeRow = z.object({
  from: z.number(),
  to: z.number(),
  metres: z.number(),
  steps: z.boolean(),
  access: z.enum(['yes', 'private', 'no']),
  line: z.array(z.number()),
})
export const walkEdges = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    EdgeRow,
    // the numbers of the line in one row: an object for each point would be most of the answer
    `select from_node_id as "from", to_node_id as "to", length_metres as metres, steps, foot_access as access,
       (select array_agg(v order by p.path[1], k) from ST_DumpPoints(e.geom) p,
          lateral (values (1, ST_X(p.geom)), (2, ST_Y(p.geom))) as xy(k, v)) as line
     from walk_edge e where subdistrict_code = $1 order by walk_edge_id`,
    [subdistrict],
  )

const BuildingRow = z.object({
  id: z.number(),
  gridCode: z.string().nullable(),
  compoundId: z.number().nullable(),
  use: z.enum(buildingUses),
  households: z.number(),
  residents60Plus: z.number(),
  lng: z.number(),
  lat: z.number(),
})
export type BuildingRow = z.infer<typeof BuildingRow>
export const walkBuildings = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    BuildingRow,
    `select building_id as id, grid_code as "gridCode", compound_id as "compoundId", building_use as use, households,
       residents_60_plus as "residents60Plus", ST_X(entrance) as lng, ST_Y(entrance) as lat
     from building where subdistrict_code = $1 and (households > 0 or building_use = 'residential') order by building_id`,
    [subdistrict],
  )

const StationRow = z.object({
  id: z.number(),
  name: z.string(),
  nameEn: z.string(),
  kind: z.enum(stationKinds),
  openingHours: z.string(),
  /** What is known of its state, from the earliest on; the last one of a day counts. */
  states: z.array(z.object({ from: z.string(), status: z.enum(stationStatuses) })),
  lng: z.number(),
  lat: z.number(),
})
export type StationRow = z.infer<typeof StationRow>
export const walkStations = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    StationRow,
    `select s.service_station_id as id, s.name, s.name_en as "nameEn", s.station_kind as kind, s.opening_hours as "openingHours",
       coalesce(h.states, json_build_array(json_build_object('from', s.status_since, 'status', s.status))) as states,
       ST_X(s.geom) as lng, ST_Y(s.geom) as lat
     from service_station s left join (
       select service_station_id, json_agg(json_build_object('from', valid_from, 'status', status) order by valid_from, station_state_id) as states
       from station_state where subdistrict_code = $1 group by service_station_id) h using (service_station_id)
     where s.subdistrict_code = $1 order by s.service_station_id`,
    [subdistrict],
  )

const WaterRow = z.object({ polygons: z.array(z.array(z.array(z.tuple([z.number(), z.number()]).rest(z.number())))) })
/** Water that has a surface; a stream drawn as a line is stepped over. */
export const waterAreas = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    WaterRow,
    `select ST_AsGeoJSON(ST_Multi(ST_CollectionExtract(geom, 3)), 7)::json->'coordinates' as polygons
     from water where subdistrict_code = $1 and ST_Dimension(geom) = 2`,
    [subdistrict],
  )

const CompoundRow = z.object({ id: z.number(), name: z.string(), nameEn: z.string(), lng: z.number(), lat: z.number() })
/** Every compound with a point inside it; where one may build is asked of these. */
export const compoundPlaces = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    CompoundRow,
    `select compound_id as id, name, name_en as "nameEn", ST_X(p) as lng, ST_Y(p) as lat
     from compound, ST_PointOnSurface(geom) p where subdistrict_code = $1 order by compound_id`,
    [subdistrict],
  )

const NamedRow = z.object({ id: z.number(), name: z.string(), nameEn: z.string() })
/** What buildings are called, for places that are named after one: the compound's name, or the address. */
export const buildingNames = (db: Queryable, subdistrict: string, ids: readonly number[]) =>
  rows(
    db,
    NamedRow,
    `select b.building_id as id, coalesce(nullif(c.name, ''), b.address) as name,
       coalesce(nullif(c.name_en, ''), nullif(b.name_en, ''), b.address) as "nameEn"
     from building b left join compound c using (subdistrict_code, compound_id)
     where b.subdistrict_code = $1 and b.building_id = any ($2)`,
    [subdistrict, ids],
  )

const BlockRow = z.object({ lng: z.number(), lat: z.number() })
/** More are not tried: the largest are. */
const mostBlocks = 3000
/** Square metres: less is a traffic island or a seam of the map. */
const leastBlock = 400
/** The blocks between the streets, each by the point of its edge that is nearest to its inside: where it is entered. */
export const blockPlaces = (db: Queryable, subdistrict: string) =>
  rows(
    db,
    BlockRow,
    `with block as (
       select (ST_Dump(ST_Polygonize(geom))).geom from walk_edge where subdistrict_code = $1 and foot_access = 'yes'),
     sized as (
       select ST_ClosestPoint(ST_ExteriorRing(geom), ST_PointOnSurface(geom)) as door, ST_Area(geom::geography) as area from block)
     select ST_X(door) as lng, ST_Y(door) as lat from sized where area >= ${leastBlock} order by area desc, 1, 2 limit ${mostBlocks}`,
    [subdistrict],
  )

/** Names of compounds by number. */
export const compoundNames = async (db: Queryable, subdistrict: string, ids: readonly number[]) =>
  new Map(
    ids.length === 0
      ? []
      : (
          await rows(
            db,
            NamedRow,
            'select compound_id as id, name, name_en as "nameEn" from compound where subdistrict_code = $1 and compound_id = any ($2)',
            [subdistrict, ids],
          )
        ).map((one) => [one.id, one]),
  )
