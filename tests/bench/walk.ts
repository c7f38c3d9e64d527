// Walking distances beside pgRouting on the same network in one run: the demo's, and a grid of streets with more than 100,000 edges.

import { metresPerDegree } from '#domain/geo/local-plane.ts'
import { createRandom } from '#domain/random/random.ts'
import { circlesOf } from '#domain/walk/circle.ts'
import { type Doors, metresOfDoors } from '#domain/walk/doors.ts'
import { walkField } from '#domain/walk/field.ts'
import { groundOf } from '#domain/walk/ground.ts'
import { buildNetwork, networkBytes, toLngLat, type WalkEdgeInput, type WalkNetwork, type WalkNodeInput } from '#domain/walk/network.ts'
import { metresIn, ringMinutes } from '#domain/walk/profile.ts'
import { type Hung, snapper } from '#domain/walk/snap.ts'
import { walkEdges, walkNodes } from '../../server/circles/queries.ts'
import type { Queryable } from '../../server/db/queryable.ts'
import { findPostgres, startCluster } from '../engines/cluster.ts'
import { openQuietly } from '../engines/open-quietly.ts'
import { startService } from '../process/run-service.ts'
import { type Line, median, spread } from './bench.ts'

const rounds = 15
const warming = 5
const within = metresIn(15, 'default')
const stations = 82
const doors = 5000

const timed = <T>(work: () => T): { readonly ms: number; readonly made: T } => {
  const began = performance.now()
  const made = work()
  return { ms: performance.now() - began, made }
}

/** Streets every 60 m with corners a little off, so that no two ways are of one length. */
function gridOfStreets(across: number): { nodes: WalkNodeInput[]; edges: WalkEdgeInput[] } {
  const random = createRandom('streets').next
  const scale = metresPerDegree(30.5)
  const nodes = Array.from({ length: across * across }, (_, i): WalkNodeInput => {
    const [x, y] = [(i % across) * 60 + random() * 20, Math.floor(i / across) * 60 + random() * 20]
    return { id: i + 1, lng: 108 + x / scale.lng, lat: 30.5 + y / scale.lat, heightMetres: null }
  })
  const edges: WalkEdgeInput[] = []
  const join = (from: number, to: number): void => {
    const [a, b] = [nodes[from], nodes[to]]
    if (!a || !b) return
    const metres = Math.hypot((a.lng - b.lng) * scale.lng, (a.lat - b.lat) * scale.lat)
    edges.push({ from: a.id, to: b.id, metres, steps: false, access: 'yes', line: [a.lng, a.lat, b.lng, b.lat] })
  }
  for (let i = 0; i < nodes.length; i++) {
    if (i % across < across - 1) join(i, i + 1)
    if (i + across < nodes.length) join(i, i + across)
  }
  return { nodes, edges }
}

/** Places on the network, spread by chance. */
function placesOn(network: WalkNetwork, count: number, seed: number): Hung[] {
  const random = createRandom(String(seed)).next
  return Array.from({ length: count }, () => ({
    edge: Math.min(network.edges - 1, Math.floor(random() * network.edges)),
    along: random(),
    doorMetres: random() * 40,
  }))
}

async function measureOn(db: Queryable, name: string, nodes: readonly WalkNodeInput[], edges: readonly WalkEdgeInput[]): Promise<Line[]> {
  const built = timed(() => buildNetwork(nodes, edges))
  const network = built.made
  const sources = placesOn(network, stations, 1)
  const houses = placesOn(network, doors, 2)
  await db.query('drop table if exists routed')
  await db.query(
    `create table routed as select n as id, s as source, t as target, c::float8 as cost, c::float8 as reverse_cost
     from unnest($1::int[], $2::int[], $3::int[], $4::float8[]) as u (n, s, t, c)`,
    [Array.from({ length: network.edges }, (_, i) => i), Array.from(network.from), Array.from(network.until), Array.from(network.forward)],
  )
  await db.query('analyze routed')
  const starts = sources.map(({ edge }) => network.from[edge] ?? 0)
  const theirs = () =>
    db.query(
      `select node, min(agg_cost) from pgr_drivingDistance('select id, source, target, cost, reverse_cost from routed', $1::bigint[], $2::float8,
         directed := false, equicost := false) group by node`,
      [starts, within],
    )
  // laid once for the streets; no station changes it
  const laid = timed(() => groundOf(network))
  const ground = laid.made
  const withins = ringMinutes.map((minutes) => metresIn(minutes, 'default'))
  const hung: Doors = {
    edge: Int32Array.from(houses, ({ edge }) => edge),
    along: Float64Array.from(houses, ({ along }) => along),
    doorMetres: Float64Array.from(houses, ({ doorMetres }) => doorMetres),
  }
  const covered = (metres: Float64Array) => metres.reduce((sum, one) => sum + (one <= within ? 1 : 0), 0)
  const rings = (from: readonly Hung[] = sources) => {
    const field = walkField(network, from, within + 2 * ground.cell)
    return circlesOf(network, ground, field, withins).length + covered(metresOfDoors(network, field, hung))
  }
  const nearest = metresOfDoors(network, walkField(network, sources, within), hung)
  const preview = (place: Hung) => {
    const field = walkField(network, [place], within + 2 * ground.cell)
    const metres = metresOfDoors(network, field, hung)
    const newly = metres.reduce((sum, one, i) => sum + ((nearest[i] ?? 0) > within && one <= within ? 1 : 0), 0)
    return circlesOf(network, ground, field, withins).length + newly
  }
  const [times, whole, routing]: [number[], number[], number[]] = [[], [], []]
  // a service that runs has done all of this before
  for (let round = 0; round < warming; round++) {
    walkField(network, sources, within)
    rings()
    await theirs()
  }
  for (let round = 0; round < rounds; round++) {
    times.push(timed(() => walkField(network, sources, within)).ms)
    whole.push(timed(rings).ms)
    const began = performance.now()
    await theirs()
    routing.push(performance.now() - began)
  }
  const previews = placesOn(network, 100, 3)
    .map((place) => timed(() => preview(place)).ms)
    .sort((a, b) => a - b)
  const change = timed(() => rings(sources.slice(1)))
  const ratio = (ours: readonly number[], digits: number) =>
    spread(
      routing.map((ms, i) => ms / (ours[i] ?? 1)),
      digits,
    )
  const bytes = networkBytes(network)
  const snapping = timed(() => {
    const snap = snapper(network)
    return houses.slice(0, 1000).map(({ edge }) => {
      const point = network.pointFirst[edge] ?? 0
      const [lng, lat] = toLngLat(network.plane, (network.points[2 * point] ?? 0) + 7, (network.points[2 * point + 1] ?? 0) + 5)
      return snap({ lng, lat })
    })
  })
  return [
    [
      `${name}: ${network.edges} edges, distances from ${stations} stations`,
      `${median(times).toFixed(1)} ms`,
      `${ratio(times, 0)} × faster than pgRouting (${median(routing).toFixed(0)} ms); target ≥ 60`,
    ],
    [
      `${name}: distances, rings and coverage of ${doors} doors`,
      `${median(whole).toFixed(0)} ms`,
      `${ratio(whole, 1)} × as fast as pgRouting’s distances alone; target ≥ 10`,
    ],
    [
      `${name}: a place that is tried, rings and who is newly served, p95`,
      `${(previews[94] ?? Number.NaN).toFixed(1)} ms`,
      'target ≤ 10 ms',
    ],
    [`${name}: everything after one station changed`, `${change.ms.toFixed(0)} ms`, 'target ≤ 300 ms'],
    [
      `${name}: memory of the graph`,
      `${(bytes.graph / (2 * network.edges)).toFixed(1)} bytes for each direction of an edge`,
      `target ≤ 40; lines of the edges ${(bytes.lines / (2 * network.edges)).toFixed(1)} more; built in ${built.ms.toFixed(0)} ms, ground laid in ${laid.ms.toFixed(0)} ms (${(ground.edge.length / 1000).toFixed(0)} thousand cells of 8 bytes), index and 1,000 doors in ${snapping.ms.toFixed(0)} ms`,
    ],
  ]
}

export async function measureWalk(): Promise<readonly Line[]> {
  const bin = findPostgres()
  if (bin === undefined) return [['walking', 'left out', 'needs PostgreSQL with PostGIS and pgRouting']]
  const cluster = await startCluster(bin)
  cluster.admin('create database town')
  const service = await startService({ DATABASE_URL: cluster.url('town'), DEMO: 'on' })
  await service.stop()
  const database = await openQuietly(cluster.url('town'))
  const { db } = database
  await db.query('create extension if not exists pgrouting')
  const demo = await db.query(`select subdistrict_code as code from subdistrict where source = 'demo'`)
  const code = String(demo.rows[0]?.code)
  const lines = await measureOn(db, 'demo', await walkNodes(db, code), await walkEdges(db, code))
  const { nodes, edges } = gridOfStreets(230)
  lines.push(...(await measureOn(db, 'large', nodes, edges)))
  await database.close()
  cluster.remove()
  return lines
}
