// Writes what an OpenStreetMap file holds into the base-map tables, in batches. Ids count from 1 in the order of the file.
// Areas arrive as outlines; PostGIS closes them into valid polygons, and what does not close is counted as skipped.
import type { Queryable, Row } from '../../server/db/queryable.ts'
import { englishNameOf, nameOf, numberOf, type RoadKind } from './classify.ts'
import type { Tags } from './element.ts'
import type { OsmCounts } from './import-osm.ts'

type Position = [number, number]
type Node = { readonly ref: number; readonly position: Position }

export type OsmWriter = {
  road(roadClass: string, tags: Tags, line: readonly Position[]): Promise<number>
  walkEdge(roadId: number, road: RoadKind, nodes: readonly Node[]): Promise<void>
  building(use: string, tags: Tags, outline: readonly Position[][]): Promise<void>
  waterArea(kind: string, tags: Tags, outline: readonly Position[][]): Promise<void>
  waterLine(kind: string, tags: Tags, line: readonly Position[]): Promise<void>
  green(kind: string, tags: Tags, outline: readonly Position[][]): Promise<void>
  skip(): void
  finish(): Promise<OsmCounts>
}

const batchRows = 2000

/** A statement that takes a batch as $2 and tells by its row count how many rows came to be; $1 is the sub-district. */
type Batch = { readonly statement: string; rows: Row[]; written: number; given: number }
const batch = (statement: string): Batch => ({ statement, rows: [], written: 0, given: 0 })

const line = (positions: readonly Position[]) => ({ type: 'LineString', coordinates: positions })
const lines = (outline: readonly Position[][]) => ({ type: 'MultiLineString', coordinates: outline })

const area = `ST_Multi(ST_CollectionExtract(ST_MakeValid(ST_BuildArea(ST_GeomFromGeoJSON(geom))), 3))`
const areaRow = (columns: string) => `
  select ${columns}, ${area} as geom from jsonb_to_recordset($2::jsonb)
    as r(id bigint, kind text, name text, name_en text, address text, levels int, height real, geom jsonb) offset 0`

const statements = {
  roads: `insert into road (subdistrict_code, road_id, road_class, name, name_en, bridge, tunnel, oneway, geom)
    select $1, id, road_class, name, name_en, bridge, tunnel, oneway, ST_GeomFromGeoJSON(geom) from jsonb_to_recordset($2::jsonb)
      as r(id bigint, road_class text, name text, name_en text, bridge boolean, tunnel boolean, oneway boolean, geom jsonb)`,
  nodes: `insert into walk_node (subdistrict_code, walk_node_id, geom)
    select $1, id, ST_GeomFromGeoJSON(geom) from jsonb_to_recordset($2::jsonb) as r(id bigint, geom jsonb)
    on conflict on constraint walk_node_pkey do nothing`,
  edges: `insert into walk_edge (subdistrict_code, walk_edge_id, from_node_id, to_node_id, length_metres, steps, foot_access, road_id, geom)
    select $1, id, from_id, to_id, length_metres, steps, foot_access, road_id, geom from (
      select *, ST_Length(geom::geography) as length_metres from (
        select id, from_id, to_id, steps, foot_access, road_id, ST_GeomFromGeoJSON(geom) as geom from jsonb_to_recordset($2::jsonb)
          as r(id bigint, from_id bigint, to_id bigint, steps boolean, foot_access text, road_id bigint, geom jsonb)
        offset 0) parsed) measured where length_metres > 0`,
  buildings: `insert into building (subdistrict_code, building_id, name, name_en, address, building_use, levels, height_metres, entrance, geom)
    select $1, id, name, name_en, address, kind, levels, height, ST_PointOnSurface(geom), geom
    from (${areaRow('id, name, name_en, address, kind, levels, height')}) shaped where not ST_IsEmpty(geom)`,
  waterAreas: `insert into water (subdistrict_code, water_id, water_kind, name, name_en, geom)
    select $1, id, kind, name, name_en, geom from (${areaRow('id, kind, name, name_en')}) shaped where not ST_IsEmpty(geom)`,
  waterLines: `insert into water (subdistrict_code, water_id, water_kind, name, name_en, geom)
    select $1, id, kind, name, name_en, ST_GeomFromGeoJSON(geom) from jsonb_to_recordset($2::jsonb)
      as r(id bigint, kind text, name text, name_en text, geom jsonb)`,
  greens: `insert into green (subdistrict_code, green_id, green_kind, name, name_en, geom)
    select $1, id, kind, name, name_en, geom from (${areaRow('id, kind, name, name_en')}) shaped where not ST_IsEmpty(geom)`,
}

export function osmWriter(db: Queryable, subdistrict: string): OsmWriter {
  const roads = batch(statements.roads)
  const nodes = batch(statements.nodes)
  const edges = batch(statements.edges)
  const buildings = batch(statements.buildings)
  const waterAreas = batch(statements.waterAreas)
  const waterLines = batch(statements.waterLines)
  const greens = batch(statements.greens)
  const ids = { road: 0, edge: 0, building: 0, water: 0, green: 0 }
  let steps = 0
  let skipped = 0

  async function flush(one: Batch): Promise<void> {
    if (one.rows.length === 0) return
    const result = await db.query(one.statement, [subdistrict, JSON.stringify(one.rows)])
    one.given += one.rows.length
    one.written += result.rowCount ?? 0
    one.rows = []
  }
  async function add(one: Batch, row: Row): Promise<void> {
    one.rows.push(row)
    // an edge needs its road and its nodes to be there already
    if (one.rows.length < batchRows) return
    if (one === edges) {
      await flush(roads)
      await flush(nodes)
    }
    await flush(one)
  }
  const named = (id: number, kind: string, tags: Tags) => ({ id, kind, name: nameOf(tags), name_en: englishNameOf(tags) })

  return {
    async road(roadClass, tags, positions) {
      const id = ++ids.road
      if (roadClass === 'steps') steps++
      const flag = (key: string) => tags[key] !== undefined && tags[key] !== 'no'
      const { name, name_en } = named(id, roadClass, tags)
      const oneway = tags.oneway === 'yes' || tags.oneway === '1' || tags.junction === 'roundabout'
      await add(roads, {
        id,
        road_class: roadClass,
        name,
        name_en,
        bridge: flag('bridge'),
        tunnel: flag('tunnel'),
        oneway,
        geom: line(positions),
      })
      return id
    },
    async walkEdge(roadId, road, piece) {
      const first = piece[0]
      const last = piece[piece.length - 1]
      if (!first || !last) return
      for (const end of [first, last]) await add(nodes, { id: end.ref, geom: { type: 'Point', coordinates: end.position } })
      const geom = line(piece.map(({ position }) => position))
      const row = {
        id: ++ids.edge,
        from_id: first.ref,
        to_id: last.ref,
        steps: road.steps,
        foot_access: road.footAccess,
        road_id: roadId,
        geom,
      }
      await add(edges, row)
    },
    building: (use, tags, outline) => {
      const row = named(++ids.building, use, tags)
      const address = [tags['addr:street'], tags['addr:housenumber']].filter(Boolean).join(' ')
      const levels = numberOf(tags['building:levels'], 200)
      return add(buildings, {
        ...row,
        address,
        levels: levels === null ? null : Math.max(1, Math.round(levels)),
        height: numberOf(tags.height, 1000),
        geom: lines(outline),
      })
    },
    waterArea: (kind, tags, outline) => add(waterAreas, { ...named(++ids.water, kind, tags), geom: lines(outline) }),
    waterLine: (kind, tags, positions) => add(waterLines, { ...named(++ids.water, kind, tags), geom: line(positions) }),
    green: (kind, tags, outline) => add(greens, { ...named(++ids.green, kind, tags), geom: lines(outline) }),
    skip: () => {
      skipped++
    },
    async finish() {
      for (const one of [roads, nodes, edges, buildings, waterAreas, waterLines, greens]) await flush(one)
      const areas = [buildings, waterAreas, greens]
      return {
        buildings: buildings.written,
        roads: roads.written,
        steps,
        walkEdges: edges.written,
        walkNodes: nodes.written,
        water: waterAreas.written + waterLines.written,
        green: greens.written,
        skipped: skipped + areas.reduce((sum, one) => sum + one.given - one.written, 0),
      }
    },
  }
}

/** Puts each building's entrance at the point of its outline that is nearest to the walking network. */
export async function finishNetwork(db: Queryable, subdistrict: string): Promise<void> {
  await db.query('analyze walk_edge')
  await db.query(
    `update building b set entrance = ST_ClosestPoint(ST_Boundary(b.geom), near.geom)
     from building same
     cross join lateral (
       select e.geom from walk_edge e where e.subdistrict_code = $1 and e.foot_access <> 'no' order by e.geom <-> same.entrance limit 1
     ) near
     where same.subdistrict_code = $1 and b.subdistrict_code = $1 and b.building_id = same.building_id`,
    [subdistrict],
  )
  await db.query('update building set entrance = ST_ReducePrecision(entrance, 1e-7) where subdistrict_code = $1', [subdistrict])
}
