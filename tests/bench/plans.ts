// A plan of the demo's 325 grids put in force, and borders suggested for a community of about 13 grids.
import { randomUUID } from 'node:crypto'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { placeFacts } from '#domain/plans/figures.ts'
import { suggestBorders } from '#domain/plans/suggest.ts'
import type { Operation } from '#domain/topology/operations.ts'
import type { PackedTopology } from '#domain/topology/pack.ts'
import { unpackTopology } from '#domain/topology/pack.ts'
import type { PlanFactsSent } from '../../client/api/plans.ts'
import { compoundsIn, factsIn, guidesIn } from '../../client/pages/planner/use-figures.ts'
import { findPostgres, startCluster } from '../engines/cluster.ts'
import { openQuietly } from '../engines/open-quietly.ts'
import { signInAs, type Visitor } from '../engines/sign-in.ts'
import { startService } from '../process/run-service.ts'
import { type Line, median, spread } from './bench.ts'

const rounds = 3
const grids = 13
const candidates = 4

type Opened = { readonly plan: { readonly version: number }; readonly dedicated: readonly string[] }
async function sent(who: Visitor, method: string, path: string, body: unknown): Promise<unknown> {
  const answer = await who.send(method, `/api/v1${path}`, body)
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return answer.json()
}

async function begun(planner: Visitor): Promise<{ id: number; opened: Opened & { base: PackedTopology } }> {
  const { planId: id } = (await sent(planner, 'POST', '/plans', { title: 'bench' })) as { planId: number }
  const [opened, base] = await Promise.all([
    planner.json<Opened>(`/api/v1/plans/${id}`),
    planner.json<PackedTopology>(`/api/v1/plans/${id}/base`),
  ])
  return { id, opened: { ...opened, base } }
}

/** Milliseconds of putting a plan in force that gives grids another parent and other names. */
async function published(planner: Visitor, leader: Visitor): Promise<number> {
  const { id, opened } = await begun(planner)
  const topology = unpackTopology(opened.base)
  const communities = [...topology.parents].filter(([, { level }]) => level === 2).map(([community]) => community)
  const moved = [...topology.grids.keys()].filter((grid) => !opened.dedicated.includes(grid)).slice(0, 4)
  const operations = moved.flatMap((grid, i): Operation[] => [
    { kind: 'setParent', grid, parent: communities.find((one) => one !== topology.grids.get(grid)?.parent) ?? '' },
    { kind: 'renameGrid', grid, name: `基准${i}`, nameEn: `Bench ${i}` },
  ])
  await sent(planner, 'POST', `/plans/${id}/entries`, {
    after: 0,
    entries: operations.map((operation) => ({ kind: 'do', id: randomUUID(), operation })),
  })
  const version = async () => (await planner.json<Opened>(`/api/v1/plans/${id}`)).plan.version
  for (const to of ['selfChecked', 'fieldWalked', 'opinionHeard'])
    await sent(planner, 'POST', `/plans/${id}/steps`, { to, version: await version(), note: 'bench' })
  await sent(leader, 'POST', `/plans/${id}/steps`, {
    ...{ to: 'approved', version: await version(), note: 'bench' },
    effectiveOn: calendarDay(new Date()),
  })
  const last = await version()
  const from = performance.now()
  await sent(leader, 'POST', `/plans/${id}/publish`, { version: last })
  return performance.now() - from
}

async function suggested(planner: Visitor): Promise<{ ms: number[]; deviation: number; of: number; placing: number[] }> {
  const { id, opened } = await begun(planner)
  const sentFacts = await planner.json<PlanFactsSent>(`/api/v1/plans/${id}/facts`)
  const topology = unpackTopology(opened.base)
  const facts = factsIn(sentFacts)
  const dedicated = new Set(opened.dedicated)
  const communities = new Map<string, string[]>()
  for (const [grid, { parent }] of topology.grids)
    if (!dedicated.has(grid)) communities.set(parent, [...(communities.get(parent) ?? []), grid])
  const [community = []] = [...communities.values()].sort((a, b) => Math.abs(a.length - grids) - Math.abs(b.length - grids))
  const among = new Set(community)
  const [ms, placing]: [number[], number[]] = [[], []]
  let deviation = Number.NaN
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    const placed = placeFacts(topology, facts)
    placing.push(performance.now() - start)
    const from = performance.now()
    const found = suggestBorders({
      ...{ topology, grids: [...among], parts: among.size, candidates, seed: `bench ${round}` },
      points: facts.buildings.flatMap(({ point, households, walls }, i) =>
        among.has(placed.gridOfBuilding[i] ?? '') ? [{ point, walls, weight: households }] : [],
      ),
      guides: guidesIn(sentFacts).flatMap(({ kind, line }) => (kind === 'wall' ? [] : [line])),
      compounds: compoundsIn(sentFacts),
      nameOf: (n) => ({ id: `s${n}`, name: `s${n}`, nameEn: `s${n}` }),
    })
    ms.push(performance.now() - from)
    deviation = found[0]?.deviation ?? Number.NaN
  }
  return { ms, deviation, of: among.size, placing }
}

export async function measurePlans(): Promise<readonly Line[]> {
  const bin = findPostgres()
  if (bin === undefined) return [['a plan put in force', 'left out', 'no PostgreSQL with PostGIS here']]
  const cluster = await startCluster(bin)
  try {
    cluster.admin('create database town')
    await (await startService({ DATABASE_URL: cluster.url('town'), DEMO: 'on' })).stop()
    const [publishing, proving]: [number[], number[]] = [[], []]
    let suggestion: Awaited<ReturnType<typeof suggested>> | undefined
    for (let round = 0; round < rounds; round++) {
      cluster.admin(`create database town${round} template town`)
      const service = await startService({ DATABASE_URL: cluster.url(`town${round}`), DEMO: 'on' })
      const [planner, leader] = [await signInAs(service.base, 'planner'), await signInAs(service.base, 'leader')]
      suggestion ??= await suggested(planner)
      publishing.push(await published(planner, leader))
      const database = await openQuietly(cluster.url(`town${round}`))
      const from = performance.now()
      await database.db.query(
        `select ST_Area(ST_Union(b.geom)) from grid_boundary b join grid g using (subdistrict_code, grid_code) where g.level = 3 and b.valid_to is null`,
      )
      proving.push(performance.now() - from)
      await database.close()
      await service.stop()
    }
    if (suggestion === undefined) return []
    return [
      [
        'a plan of 325 grids put in force, from request to answer: proof, versions, lineage, codes, buildings, cases, posts',
        `${spread(publishing, 0)} ms`,
        `target ≤ 2 s; uniting the same grids in PostGIS alone ${spread(proving, 0)} ms, ${(median(publishing) / median(proving)).toFixed(1)} × as long`,
      ],
      [
        `borders suggested for a community of ${suggestion.of} grids, ${candidates} candidates`,
        `${spread(suggestion.ms, 0)} ms`,
        `target ≤ 2 s; the evenest is off by ${(suggestion.deviation * 100).toFixed(1)} % (target ≤ 5 %); finding the grid of each building of the sub-district ${spread(suggestion.placing, 0)} ms`,
      ],
    ]
  } finally {
    cluster.remove()
  }
}
