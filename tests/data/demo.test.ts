import Flatbush from 'flatbush'
import { beforeAll, describe, expect, test } from 'vitest'
import { foldsOver } from '#domain/geo/inset-ring.ts'
import { lineLengthMetres, localPlane, type XY } from '#domain/geo/local-plane.ts'
import { boxOf, forEachEdge, insideRing, type Ring, ringDistance } from '#domain/geo/ring.ts'
import { generateDemo } from '../../data/demo/generate.ts'
import type { DemoTables } from '../../data/demo/tables.ts'
import { issueItems } from '../../data/dictionaries/issue-items.ts'
import { renovationItems } from '../../data/dictionaries/renovation-items.ts'

const TODAY = '2026-11-22'
let demo: DemoTables
let text: string
beforeAll(() => {
  demo = generateDemo({ today: TODAY })
  text = JSON.stringify(demo)
}, 60_000)

type Position = readonly number[]
const plane = localPlane(108.0362, 30.5174)
const origin = plane.toLngLat([0, 0])
const scale = [plane.toLngLat([1000, 0])[0] - origin[0], plane.toLngLat([0, 1000])[1] - origin[1]] as const
const metres = ([lng = 0, lat = 0]: Position): XY => [((lng - origin[0]) / scale[0]) * 1000, ((lat - origin[1]) / scale[1]) * 1000]
const ringOf = (ring: readonly Position[]): Ring => ring.slice(0, -1).map(metres)
const tally = (values: readonly string[]) => {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}
const isActive = ({ term_start, term_end, ended_on }: { term_start: string; term_end: string; ended_on: string | null }) =>
  term_start <= TODAY && TODAY < (ended_on ?? term_end)
const level = (n: 1 | 2 | 3) => {
  const codes = new Set(demo.grid.filter((grid) => grid.level === n).map(({ grid_code }) => grid_code))
  return demo.grid_boundary.filter(({ grid_code }) => codes.has(grid_code))
}
const inMulti = (p: XY, polygons: readonly (readonly Ring[])[]) =>
  polygons.some(([outer = [], ...holes]) => insideRing(p, outer) && !holes.some((hole) => insideRing(p, hole)))

describe('counts', () => {
  test('there are 2 banks, 26 communities and 325 grids', () => {
    expect([level(1).length, level(2).length, level(3).length]).toEqual([2, 26, 325])
  })

  test('compounds, stations, teams and renovations come in the numbers of the reports', () => {
    expect(demo.compound).toHaveLength(216)
    expect(tally(demo.service_station.map(({ station_kind }) => station_kind))).toEqual({
      streetCenter: 1,
      communityCenter: 26,
      station: 82,
    })
    expect(demo.patrol_team).toHaveLength(21)
    expect(demo.renovation_project.filter(({ stage }) => stage === 'accepted' || stage === 'afterCare')).toHaveLength(65)
    expect(new Set(demo.renovation_project.map(({ stage }) => stage)).size).toBe(8)
    const closed = demo.service_station.filter(({ status }) => status === 'closed')
    expect(closed.length).toBeGreaterThanOrEqual(4)
    expect(closed.every(({ status_reason }) => status_reason !== '')).toBe(true)
  })

  test('about 44,000 households live in 4,000 to 6,000 buildings', () => {
    const households = demo.building.reduce((sum, b) => sum + b.households, 0)
    expect(Math.abs(households - 44_000)).toBeLessThan(1_320)
    expect(demo.building.length).toBeGreaterThan(4_000)
    expect(demo.building.length).toBeLessThan(6_000)
    expect(demo.building.filter(({ compound_id }) => compound_id !== null).length).toBeGreaterThan(1_950)
  })

  test('units add up to the households of their building', () => {
    const sums = new Map<number, number>()
    for (const { building_id, households } of demo.building_unit) sums.set(building_id, (sums.get(building_id) ?? 0) + households)
    for (const b of demo.building) if (sums.has(b.building_id)) expect(sums.get(b.building_id)).toBe(b.households)
  })

  test('the dictionaries hold five classes of eleven items, and every renovation quantity has a kind', () => {
    expect(issueItems).toHaveLength(11)
    expect(new Set(issueItems.map(({ issue_class_key }) => issue_class_key)).size).toBe(5)
    expect(issueItems.filter(({ on_wall }) => !on_wall).map(({ issue_item_key }) => issue_item_key)).toEqual(['neighbourDispute'])
    const kinds = new Set(renovationItems.map(({ renovation_item_key }) => renovation_item_key))
    expect(demo.renovation_item.every(({ renovation_item_key }) => kinds.has(renovation_item_key))).toBe(true)
  })
})

describe('grids', () => {
  test.each([1, 2, 3] as const)('level %i tiles the ground: inner edges are walked once each way, the others are the outer border', (n) => {
    const arcs = new Set<string>()
    for (const { geom } of level(n)) {
      for (const ring of geom.coordinates.flat()) {
        for (let i = 1; i < ring.length; i++) {
          const key = `${ring[i - 1]}>${ring[i]}`
          expect(arcs.has(key)).toBe(false)
          arcs.add(key)
        }
      }
    }
    const outer = [...arcs].filter((arc) => !arcs.has(arc.split('>').reverse().join('>')))
    // What is left is one closed ring, the same at every level.
    const next = new Map(outer.map((arc) => arc.split('>') as [string, string]))
    const start = outer[0]?.split('>')[0] ?? ''
    let length = 0
    for (let here = next.get(start); here !== undefined && length < outer.length; here = next.get(here)) {
      length++
      if (here === start) break
    }
    expect(length).toBe(outer.length)
    const sum = level(n).reduce((total, { area_m2 }) => total + area_m2, 0)
    expect(sum / 1e6).toBeGreaterThan(7)
    expect(Math.abs(sum - level(1).reduce((total, { area_m2 }) => total + area_m2, 0)) / sum).toBeLessThan(1e-5)
  })

  test('outer rings run counter-clockwise, and every grid is one polygon', () => {
    for (const { geom } of demo.grid_boundary) {
      expect(geom.coordinates).toHaveLength(1)
      const [outer = []] = geom.coordinates[0] ?? []
      let twice = 0
      forEachEdge(ringOf(outer), (a, b) => {
        twice += a[0] * b[1] - b[0] * a[1]
      })
      expect(twice).toBeGreaterThan(0)
    }
  })

  test('codes follow the levels and the parents', () => {
    for (const { grid_code, parent_code } of level(3)) expect(parent_code).toBe(`${grid_code.slice(0, 12)}000`)
    for (const { parent_code } of level(2)) expect(parent_code).toMatch(/^990100001000\d{3}$/)
    expect(new Set(demo.grid.map(({ grid_code }) => grid_code)).size).toBe(353)
  })

  test('most grids are of ordinary size, a few are too small or too large', () => {
    const sums = new Map<string, number>()
    for (const { grid_code, households } of demo.building) sums.set(grid_code, (sums.get(grid_code) ?? 0) + households)
    const general = demo.grid.filter(({ level: n, kind }) => n === 3 && kind === 'general').map(({ grid_code }) => sums.get(grid_code) ?? 0)
    expect(general.filter((n) => n >= 95 && n <= 175).length / general.length).toBeGreaterThan(0.7)
    expect(general.some((n) => n < 70)).toBe(true)
    expect(general.some((n) => n > 200)).toBe(true)
  })
})

describe('buildings', () => {
  test('every footprint lies in its grid and crosses no border', () => {
    const grids = new Map(level(3).map(({ grid_code, geom }) => [grid_code, geom.coordinates.map((rings) => rings.map(ringOf))]))
    for (const b of demo.building) {
      const polygons = grids.get(b.grid_code) ?? []
      const footprint = ringOf(b.geom.coordinates[0]?.[0] ?? [])
      expect(footprint.every((p) => inMulti(p, polygons))).toBe(true)
      const [x0, y0, x1, y1] = boxOf(footprint)
      for (const ring of polygons.flat()) {
        // A border that comes into the box of a footprint must still stay off it.
        const near = ring.some(([x, y], i) => {
          const [u, v] = ring[(i + 1) % ring.length] ?? [x, y]
          return Math.max(x, u) > x0 && Math.min(x, u) < x1 && Math.max(y, v) > y0 && Math.min(y, v) < y1
        })
        if (near) forEachEdge(ring, (p, q) => expect(ringDistance([p, q, q], footprint)).toBeGreaterThan(0))
      }
    }
  })

  test('no two buildings overlap', () => {
    const rings = demo.building.map((b) => ringOf(b.geom.coordinates[0]?.[0] ?? []))
    const index = new Flatbush(rings.length)
    for (const ring of rings) index.add(...boxOf(ring))
    index.finish()
    for (const [i, ring] of rings.entries()) {
      for (const j of index.search(...boxOf(ring), (k) => k > i)) expect(ringDistance(ring, rings[j] ?? [])).toBeGreaterThan(0)
    }
  })

  test('a compound holds its buildings and lies in one community', () => {
    const compounds = new Map(demo.compound.map((c) => [c.compound_id, c]))
    for (const b of demo.building) {
      if (b.compound_id === null) continue
      const compound = compounds.get(b.compound_id)
      expect(compound?.community_code).toBe(b.grid_code.slice(0, 12))
      const ring = ringOf(compound?.geom.coordinates[0]?.[0] ?? [])
      expect(ringOf(b.geom.coordinates[0]?.[0] ?? []).every((p) => insideRing(p, ring))).toBe(true)
    }
  })

  test('compounds do not overlap', () => {
    const rings = demo.compound.map((c) => ringOf(c.geom.coordinates[0]?.[0] ?? []))
    const index = new Flatbush(rings.length)
    for (const ring of rings) index.add(...boxOf(ring))
    index.finish()
    for (const [i, ring] of rings.entries()) {
      for (const j of index.search(...boxOf(ring), (k) => k > i)) expect(ringDistance(ring, rings[j] ?? [])).toBeGreaterThan(0)
    }
  })

  test('outlines of compounds, buildings, water and green do not fold over', () => {
    const areas = [...demo.compound, ...demo.building, ...demo.water, ...demo.green].map(({ geom }) => geom)
    for (const geom of areas) {
      if (geom.type === 'LineString') continue
      for (const ring of geom.coordinates.flat()) expect(foldsOver(ringOf(ring)) ? ring : null).toBeNull()
    }
  })

  test('no building stands in the water', () => {
    const water = demo.water.flatMap(({ geom }) =>
      geom.type === 'MultiPolygon' ? geom.coordinates.map(([ring = []]) => ringOf(ring)) : [],
    )
    for (const b of demo.building) {
      const footprint = ringOf(b.geom.coordinates[0]?.[0] ?? [])
      for (const ring of water) expect(footprint.some((p) => insideRing(p, ring))).toBe(false)
    }
  })
})

describe('walking network', () => {
  test('it is one connected piece, even with the private gates closed', () => {
    const parent = new Map(demo.walk_node.map(({ walk_node_id }) => [walk_node_id, walk_node_id]))
    const root = (id: number): number => {
      let here = id
      for (let up = parent.get(here) ?? here; up !== here; up = parent.get(here) ?? here) here = up
      return here
    }
    for (const { from_node_id, to_node_id, foot_access } of demo.walk_edge)
      if (foot_access === 'yes') parent.set(root(from_node_id), root(to_node_id))
    expect(new Set(demo.walk_node.map(({ walk_node_id }) => root(walk_node_id))).size).toBe(1)
  })

  test('edges begin and end at their nodes, and are as long as they are drawn', () => {
    const nodes = new Map(demo.walk_node.map(({ walk_node_id, geom }) => [walk_node_id, geom.coordinates]))
    for (const edge of demo.walk_edge) {
      const line = edge.geom.coordinates
      expect(line[0]).toEqual(nodes.get(edge.from_node_id))
      expect(line[line.length - 1]).toEqual(nodes.get(edge.to_node_id))
      expect(Math.abs(edge.length_metres - lineLengthMetres(line.map(([x = 0, y = 0]) => [x, y] as const)))).toBeLessThan(0.02)
    }
    expect(demo.walk_edge.some(({ steps }) => steps)).toBe(true)
    expect(demo.walk_edge.some(({ foot_access }) => foot_access === 'private')).toBe(true)
  })
})

describe('heads', () => {
  test('all 325 grids have exactly one active head', () => {
    const heads = demo.appointment.filter((a) => a.head_role === 'gridHead' && isActive(a)).map(({ grid_code }) => grid_code)
    expect(heads).toHaveLength(325)
    expect(new Set(heads).size).toBe(325)
  })

  test('about two residential buildings in three have a head, nobody more than three of them', () => {
    const active = demo.appointment.filter((a) => a.head_role === 'buildingHead' && isActive(a))
    const residential = demo.building.filter(({ building_use }) => building_use === 'residential').length
    expect(new Set(active.map(({ building_id }) => building_id)).size).toBe(active.length)
    expect(active.length / residential).toBeGreaterThan(0.6)
    expect(active.length / residential).toBeLessThan(0.72)
    const load = new Map<number, number>()
    for (const { person_id } of active) load.set(person_id, (load.get(person_id) ?? 0) + 1)
    expect([...load.values()].filter((n) => n > 3).length / load.size).toBeLessThan(0.02)
  })

  test('nearly half of the units have a head, and unit posts point at units that exist', () => {
    const units = new Set(demo.building_unit.map(({ building_id, unit_number }) => `${building_id}/${unit_number}`))
    const posts = demo.appointment.filter(({ head_role }) => head_role === 'unitHead')
    expect(posts.every(({ building_id, unit_number }) => units.has(`${building_id}/${unit_number}`))).toBe(true)
    const share = posts.filter(isActive).length / units.size
    expect(share).toBeGreaterThan(0.38)
    expect(share).toBeLessThan(0.52)
  })

  test('terms are ordered, and vacancies are recent, long ago and since ever', () => {
    for (const { term_start, term_end, ended_on } of demo.appointment) {
      expect(term_start < term_end).toBe(true)
      if (ended_on !== null) expect(term_start <= ended_on && ended_on <= term_end).toBe(true)
    }
    const ever = new Map<number, string>()
    for (const a of demo.appointment)
      if (a.head_role === 'buildingHead' && a.building_id !== null)
        ever.set(a.building_id, [ever.get(a.building_id) ?? '', a.ended_on ?? '9999'].sort().reverse()[0] ?? '')
    const vacant = demo.building.filter(
      ({ building_use, building_id }) => building_use === 'residential' && ever.get(building_id) !== '9999',
    )
    expect(vacant.filter(({ building_id }) => !ever.has(building_id)).length).toBeGreaterThan(200)
    expect(vacant.filter(({ building_id }) => (ever.get(building_id) ?? '9') < '2025-10-18').length).toBeGreaterThan(100)
  })

  test('telephone numbers cannot exist', () => {
    for (const { phone } of demo.person) expect(phone).toMatch(/^100\d{8}$/)
    expect(new Set(demo.person.map(({ phone }) => phone)).size).toBe(demo.person.length)
  })
})

describe('renovation and patrols', () => {
  test('nothing is filed under 80 % consent of the entitled households', () => {
    for (const p of demo.renovation_project) {
      expect(p.consenting_households <= p.voted_households && p.voted_households <= p.entitled_households).toBe(true)
      if (['filed', 'underConstruction', 'accepted', 'afterCare'].includes(p.stage))
        expect(p.consenting_households / p.entitled_households).toBeGreaterThanOrEqual(0.8)
      if (p.accepted_on !== null) expect(p.started_on !== null && p.started_on < p.accepted_on && p.accepted_on <= TODAY).toBe(true)
    }
  })

  test('routes are loops of 1.2 to 3 km with 6 to 12 checkpoints', () => {
    for (const route of demo.patrol_route) {
      const line = route.geom.coordinates
      expect(line[0]).toEqual(line[line.length - 1])
      expect(route.length_metres).toBeGreaterThan(1_200)
      expect(route.length_metres).toBeLessThan(3_000)
      const points = demo.checkpoint.filter(({ patrol_route_id }) => patrol_route_id === route.patrol_route_id)
      expect(points.length).toBeGreaterThanOrEqual(6)
      expect(points.length).toBeLessThanOrEqual(12)
    }
  })

  test('runs end after they begin; some were never begun, some checkpoints were missed', () => {
    for (const run of demo.patrol_run) if (run.started_at !== null) expect((run.finished_at ?? '') > run.started_at).toBe(true)
    expect(demo.patrol_run.some(({ started_at }) => started_at === null)).toBe(true)
    expect(demo.checkpoint_visit.some(({ visited_at, missed_reason }) => visited_at === null && missed_reason !== '')).toBe(true)
  })
})

describe('issues', () => {
  test('timelines begin with the report, go on from status to status in time, and end in the status of the issue', () => {
    const timelines = new Map<number, (typeof demo.issue_event)[number][]>()
    for (const event of demo.issue_event) {
      const list = timelines.get(event.issue_id)
      if (list === undefined) timelines.set(event.issue_id, [event])
      else list.push(event)
    }
    for (const issue of demo.issue) {
      const events = timelines.get(issue.issue_id) ?? []
      const broken = events.some((event, i) => {
        const before = events[i - 1]
        return before === undefined
          ? event.from_status !== null || event.to_status !== 'reported'
          : event.from_status !== before.to_status || event.happened_at <= before.happened_at
      })
      const last = events[events.length - 1]
      const wrong =
        broken ||
        last?.to_status !== issue.status ||
        events[0]?.happened_at !== issue.reported_at ||
        (last?.happened_at ?? '') > `${TODAY}T00:00:00`
      if (wrong) expect({ issue, events }).toBe('a consistent timeline')
      expect((issue.closed_at !== null) === (issue.status === 'closed' || issue.status === 'evaluated')).toBe(true)
      expect((issue.filed_at === null) === (issue.due_at === null)).toBe(true)
    }
  })

  test('about 18,000, a third from the hotline, one in twenty-five urgent', () => {
    expect(demo.issue.length).toBeGreaterThan(17_000)
    expect(demo.issue.filter(({ source }) => source === 'hotline12345').length / demo.issue.length).toBeCloseTo(0.35, 1)
    expect(demo.issue.filter(({ severity }) => severity === 'urgent').length / demo.issue.length).toBeCloseTo(0.04, 1.5)
  })

  test('every issue lies in the grid it names', () => {
    const grids = new Map(level(3).map(({ grid_code, geom }) => [grid_code, geom.coordinates.map((rings) => rings.map(ringOf))]))
    for (const { grid_code, geom } of demo.issue) expect(inMulti(metres(geom.coordinates), grids.get(grid_code) ?? [])).toBe(true)
  })

  test('texts hold no telephone, identity or door numbers', () => {
    for (const { description, address } of demo.issue) expect(`${description}${address}`).not.toMatch(/\d{5}|室|单元\d/)
  })
})

describe('determinism', () => {
  test('the same date gives the same bytes', () => {
    expect(JSON.stringify(generateDemo({ today: TODAY })) === text).toBe(true)
  })

  test('another date keeps the ground, the registers and the network', () => {
    const other = generateDemo({ today: '2027-03-01' })
    for (const table of [
      'compound',
      'building',
      'building_unit',
      'road',
      'water',
      'green',
      'walk_node',
      'walk_edge',
      'patrol_route',
      'checkpoint',
    ] as const) {
      expect(JSON.stringify(other[table]) === JSON.stringify(demo[table])).toBe(true)
    }
    expect(other.grid_boundary.map(({ geom }) => geom)).toEqual(demo.grid_boundary.map(({ geom }) => geom))
  })
})
