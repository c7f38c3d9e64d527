// Boundary edits beside PostGIS topology on the same mosaics in one run: 325 and 10,000 grids, about twenty points to a border.

import { createRandom, type Random } from '#domain/random/random.ts'
import { buildTopology } from '#domain/topology/build-topology.ts'
import { fromLattice } from '#domain/topology/lattice.ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import { neighboursOf } from '#domain/topology/rings.ts'
import type { Topology } from '#domain/topology/topology.ts'
import type { Database } from '../../server/db/database.ts'
import { inTransaction } from '../../server/db/queryable.ts'
import { at, mosaic, twoParents } from '../domain/topology/mosaic.ts'
import { findPostgres, startCluster } from '../engines/cluster.ts'
import { openQuietly } from '../engines/open-quietly.ts'
import { type Line, median } from './bench.ts'

const width = 20_000
const points = 20
const edits = 300
const kinds = ['movePoints', 'splitGrid', 'mergeGrids'] as const
type Kind = (typeof kinds)[number]
const targets: Readonly<Record<Kind, number>> = { movePoints: 10, splitGrid: 5, mergeGrids: 5 }
const names: Readonly<Record<Kind, string>> = { movePoints: 'border moved', splitGrid: 'grid split', mergeGrids: 'grids merged' }

/** Check and apply in one, the index kept up; each edit on a topology that all the edits before it changed. */
function ours(start: Topology, random: Random): Record<Kind, number[]> {
  const times: Record<Kind, number[]> = { movePoints: [], splitGrid: [], mergeGrids: [] }
  const grids = [...start.grids.keys()]
  let topology = start
  for (let k = 0; Math.min(...kinds.map((kind) => times[kind].length)) < edits && k < edits * 40; k++) {
    const operation = editOf(topology, random, kinds[k % 3] ?? 'movePoints', random.pick(grids), k)
    if (operation === null) continue
    const began = performance.now()
    const result = applyOperation(topology, operation)
    const ms = performance.now() - began
    if (!result.ok) continue
    times[operation.kind as Kind].push(ms)
    // merging everything away would leave nothing to measure on
    if (operation.kind !== 'mergeGrids' || k % 5 === 0) topology = result.topology
  }
  return times
}

function editOf(topology: Topology, random: Random, kind: Kind, grid: string, k: number): Operation | null {
  const known = topology.grids.get(grid)
  if (known === undefined) return null
  if (kind === 'mergeGrids') {
    const beside = [...neighboursOf(topology, grid).keys()]
    return beside.length === 0 ? null : { kind, into: grid, grids: [random.pick(beside)] }
  }
  if (kind === 'movePoints') {
    const from = random.pick(topology.arcs.get(random.pick(known.arcs))?.points ?? [])
    return from === undefined
      ? null
      : { kind, moves: [{ from, to: [from[0] + random.whole(-300, 300), from[1] + random.whole(-300, 300)] }] }
  }
  const [, i, j] = /^g(\d+)-(\d+)$/.exec(grid) ?? []
  if (i === undefined || j === undefined) return null
  const [x, y] = [Number(i) * width, Number(j) * width + 9_000]
  return {
    kind,
    grid,
    line: [at(x - 5_000, y), at(x + 9_000, y + 500), at(x + 25_000, y)],
    newGrids: [{ id: `n${k}`, name: 'n', nameEn: 'n' }],
  }
}

/** The same kinds of edit by PostGIS topology, on edges and faces drawn by chance; an edit that it refuses is left out. */
async function theirs({ db, pool }: Pick<Database, 'db' | 'pool'>, topology: Topology): Promise<Record<Kind, number[]>> {
  await db.query('create extension if not exists postgis_topology cascade')
  await db.query(`select topology.DropTopology('mosaic') where exists (select from topology.topology where name = 'mosaic')`)
  await db.query(`select topology.CreateTopology('mosaic', 4326)`)
  const lines = [...topology.arcs.values()].map(({ points: line }) => `LINESTRING(${line.map((p) => fromLattice(p).join(' ')).join(',')})`)
  const began = performance.now()
  await inTransaction(pool, async (inside) => {
    await inside.query('set local statement_timeout = 0')
    await inside.query(`select topology.TopoGeo_AddLineString('mosaic', ST_GeomFromText(t, 4326)) from unnest($1::text[]) as t`, [lines])
  })
  buildSeconds = (performance.now() - began) / 1000
  await db.query('analyze mosaic.edge_data')
  const times: Record<Kind, number[]> = { movePoints: [], splitGrid: [], mergeGrids: [] }
  const edges = await db.query(
    `select edge_id as id from mosaic.edge_data where left_face > 0 and right_face > 0 and ST_NPoints(geom) > 9 order by md5(edge_id::text) limit $1`,
    [edits],
  )
  const time = async (kind: Kind, text: string, values: readonly unknown[]): Promise<void> => {
    const start = performance.now()
    try {
      await db.query(text, values)
    } catch {
      return
    }
    times[kind].push(performance.now() - start)
  }
  for (const { id } of edges.rows)
    await time(
      'movePoints',
      `select topology.ST_ChangeEdgeGeom('mosaic', edge_id, ST_SetPoint(geom, 5, ST_Translate(ST_PointN(geom, 6), 2e-5, 1e-5))) from mosaic.edge_data where edge_id = $1`,
      [id],
    )
  const faces = await db.query(`select face_id as id from mosaic.face where face_id > 0 order by md5(face_id::text) limit $1`, [edits])
  for (const { id } of faces.rows)
    await time(
      'splitGrid',
      `with two as (select edge_id, geom from mosaic.edge_data where (left_face = $1 or right_face = $1) and ST_NPoints(geom) > 9 order by edge_id limit 2),
       cut as (select edge_id, ST_PointN(geom, 8) as p, topology.ST_ModEdgeSplit('mosaic', edge_id, ST_PointN(geom, 8)) as node from two),
       ends as (select array_agg(node order by edge_id) as n, ST_MakeLine(p order by edge_id) as line from cut)
       select topology.ST_AddEdgeModFace('mosaic', n[1], n[2], line) from ends`,
      [id],
    )
  const joined = await db.query(
    `select edge_id as id from mosaic.edge_data where left_face > 0 and right_face > 0 and left_face <> right_face order by md5(edge_id::text || 'm') limit $1`,
    [edits],
  )
  for (const { id } of joined.rows) await time('mergeGrids', `select topology.ST_RemEdgeModFace('mosaic', $1)`, [id])
  return times
}
let buildSeconds = Number.NaN

export async function measureTopology(): Promise<readonly Line[]> {
  const bin = findPostgres()
  if (bin === undefined) return [['boundary edits', 'left out', 'no PostgreSQL with PostGIS here']]
  const cluster = await startCluster(bin)
  const lines: Line[] = []
  try {
    cluster.admin('create database mosaics')
    const database = await openQuietly(cluster.url('mosaics'))
    for (const [columns, rows] of [
      [25, 13],
      [100, 100],
    ] as const) {
      const outlines = mosaic('bench', columns, rows, width, points)
      const building: number[] = []
      let topology: Topology | undefined
      for (let round = 0; round < 5; round++) {
        const began = performance.now()
        const built = buildTopology(outlines, twoParents)
        building.push(performance.now() - began)
        if (built.ok) topology = built.topology
      }
      if (topology === undefined) throw new Error('the mosaic is no coverage')
      const grids = `${columns * rows} grids`
      // once unmeasured: a browser that has drawn for a minute has run all of this before
      ours(topology, createRandom('warm'))
      const mine = ours(topology, createRandom('edits'))
      const other = await theirs(database, topology)
      lines.push([
        `boundaries, ${grids}: topology built from polygons`,
        `${median(building).toFixed(0)} ms`,
        `PostGIS topology ${buildSeconds.toFixed(0)} s; target ≤ 1 s at 10,000`,
      ])
      for (const kind of kinds)
        lines.push([
          `boundaries, ${grids}: ${names[kind]}, check and apply`,
          `${(median(mine[kind]) * 1000).toFixed(0)} µs`,
          `${(median(other[kind]) / median(mine[kind])).toFixed(1)} × faster than PostGIS topology (${median(other[kind]).toFixed(1)} ms); target ≥ ${targets[kind]}`,
        ])
    }
    await database.close()
  } finally {
    cluster.remove()
  }
  return lines
}
