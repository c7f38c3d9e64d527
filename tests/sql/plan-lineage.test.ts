// Which grid comes from which when a plan is in force, by the ground and not by what was drawn; who holds what was dissolved; where open cases go.
import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { fromLattice, type LatticePoint } from '#domain/topology/lattice.ts'
import { neighboursOf } from '#domain/topology/rings.ts'
import type { GridId, Topology } from '#domain/topology/topology.ts'
import { verifyCounts } from '../../server/db/fold-counts.ts'
import { inTransaction } from '../../server/db/queryable.ts'
import { gridAt, recordIssue } from '../../server/db/record-issue.ts'
import { factsOf } from '../../server/plans/ground.ts'
import { demoSubdistrict as code, madeAccount } from '../engines/made-account.ts'
import { doing, planDesk, yardIn } from '../engines/plan-desk.ts'

const today = '2026-11-20'
const { opened, send, all, open, begin, write, approve, publish, emptiestGrids } = planDesk()

const parentOf = (topology: Topology, grid: GridId) => topology.grids.get(grid)?.parent ?? ''
const beside = (topology: Topology, grid: GridId, fits: (neighbour: GridId) => boolean) =>
  [...neighboursOf(topology, grid).keys()].find(fits)

/** Grids that do not touch each other, with few buildings. */
function apart(topology: Topology, grids: readonly GridId[]): GridId[] {
  const chosen: GridId[] = []
  const near = new Set<GridId>()
  for (const grid of grids) {
    if (near.has(grid)) continue
    chosen.push(grid)
    for (const one of [grid, ...neighboursOf(topology, grid).keys()]) for (const n of neighboursOf(topology, one).keys()) near.add(n)
  }
  return chosen
}

const middleOf = ([[x0, y0] = [0, 0], , [x1, y1] = [0, 0]]: LatticePoint[]): LatticePoint => [(x0 + x1) / 2, (y0 + y1) / 2]
const nobody = { role: null, accountId: null, name: '' }
const newIssue = ([lng, lat]: readonly [number, number], gridCode: GridId, item: string) => ({
  ...{ item, source: 'patrol', severity: 'normal', level: 'grid', description: '', address: '', at: `${today}T01:00:00Z` },
  ...{ gridCode, buildingId: null, reportedBy: null, lng, lat },
})
async function reported(place: LatticePoint, gridCode: GridId, status = 'reported', item = 'garbage'): Promise<number> {
  const [lng, lat] = fromLattice(place)
  const { pool } = opened().database
  return inTransaction(pool, async (db) => {
    const id = await recordIssue(db, code, today, newIssue([lng, lat], gridCode, item), nobody)
    await db.query('update issue set status = $3 where subdistrict_code = $1 and issue_id = $2', [code, id, status])
    return id
  })
}

describe('lineage', () => {
  it('is the ground that grids have in common, whoever was named while it was drawn', async () => {
    const id = await begin('沿革')
    const { topology } = await open(id)
    const facts = await inTransaction(opened().database.pool, (db) => factsOf(db, code))
    const few = apart(topology, await emptiestGrids(topology, 150))
    const [cut = '', merged = '', given = ''] = few
    const moved = few.slice(3).find((grid) => beside(topology, grid, (n) => parentOf(topology, n) !== parentOf(topology, grid))) ?? ''
    const community = parentOf(topology, beside(topology, moved, (n) => parentOf(topology, n) !== parentOf(topology, moved)) ?? '')
    const into = beside(topology, merged, (n) => parentOf(topology, n) === parentOf(topology, merged)) ?? ''
    const taker = beside(topology, given, () => true) ?? ''
    const third = beside(topology, merged, (n) => n !== into) ?? ''

    const { leader } = opened()
    const worker = await madeAccount(opened().database, 'gridWorker', [merged, moved])
    const inReach = async () => {
      const { body } = await send(worker, 'GET', '/grids?level=3')
      return (body.features as { id: string }[]).map(({ id: grid }) => grid).sort()
    }
    expect(await inReach()).toEqual([merged, moved].sort())
    const yard = yardIn(topology, facts, given)
    const [middle, corner] = [middleOf(yardIn(topology, facts, merged)), middleOf(yard)]
    const cases = {
      inYard: await reported(corner, given),
      closed: await reported(corner, given, 'closed'),
      dispute: await reported(middle, merged, 'handling', 'neighbourDispute'),
      elsewhere: await reported(middleOf(yardIn(topology, facts, moved)), moved, 'verifying'),
    }

    const founded = { name: '新设', nameEn: 'Founded' }
    const written = await write(id, [
      // a grid on ground of one, with all its neighbours named as well, as an import does
      doing({
        kind: 'transferArea',
        ring: yardIn(topology, facts, cut),
        to: 'founded-1',
        from: [cut, ...neighboursOf(topology, cut).keys()],
        founding: { ...founded, parent: parentOf(topology, cut) },
      }),
      doing({
        kind: 'transferArea',
        ring: yard,
        to: taker,
        from: [given, ...neighboursOf(topology, given).keys()],
      }),
      // most of the dissolved grid goes to one, a yard of it to another
      doing({ kind: 'mergeGrids', into, grids: [merged] }),
      doing({ kind: 'transferArea', ring: yardIn(topology, facts, merged), to: third, from: [into] }),
      doing({ kind: 'setParent', grid: moved, parent: community }),
      doing({ kind: 'renameGrid', grid: community, name: '新名社区', nameEn: 'Renamed community' }),
    ])
    expect(written.body).toMatchObject({ lastEntry: 6 })
    const impact = await send(leader, 'GET', `/plans/${id}/impact`)
    expect(impact.body.moves).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ from: given, to: taker, openIssues: 1 }),
        // the dispute is counted too, and lies in the yard that a third one gets
        expect.objectContaining({ from: merged, to: third, openIssues: 1 }),
      ]),
    )
    // nobody's way to a station changes with a border: what one grid loses another has
    type Told = { households: number; residents60Plus: number; within15: { numerator: number; denominator: number } }
    const lines = impact.body.grids as { before: Told | null; after: Told | null }[]
    const sum = (side: 'before' | 'after', of: (load: Told) => number) =>
      lines.reduce((all, line) => all + (line[side] === null ? 0 : of(line[side])), 0)
    for (const of of [
      ({ households }: Told) => households,
      (t: Told) => t.residents60Plus,
      (t: Told) => t.within15.numerator,
      (t: Told) => t.within15.denominator,
    ])
      expect(sum('after', of)).toBe(sum('before', of))
    expect(sum('before', ({ within15 }) => within15.numerator)).toBeGreaterThan(0)
    expect(impact.body.upper).toEqual([expect.objectContaining({ grid: community, name: '新名社区' })])
    await approve(id, today)
    // one that is being reported while the borders change: its grid was found before, its row comes after
    let publishing: ReturnType<typeof publish> | undefined
    const late = await inTransaction(opened().database.pool, async (db) => {
      const [lng, lat] = fromLattice(middle)
      const here = await gridAt(db, code, lng, lat, today)
      expect(here?.gridCode).toBe(merged)
      publishing = publish(id)
      await setTimeout(2500)
      return recordIssue(db, code, today, newIssue([lng, lat], merged, 'garbage'), nobody)
    })
    const { body } = (await publishing) ?? {}
    if (body === undefined) throw new Error('nothing was published')
    const codeOf = new Map((body.codes as { grid: string; code: string }[]).map((one) => [one.grid, one.code]))
    const [newCode = '', movedTo = ''] = ['founded-1', moved].map((grid) => codeOf.get(grid) ?? '')

    const steps = await all(
      `select ancestor_code as a, descendant_code as d, change_kind as kind, takes_over as heir from grid_lineage
       where subdistrict_code = $1 and effective_on = $2 order by 1, 2`,
      [today],
    )
    const expected = [
      { a: cut, d: newCode, kind: 'split', heir: false },
      { a: given, d: taker, kind: 'transfer', heir: false },
      { a: merged, d: into, kind: 'merge', heir: true },
      { a: merged, d: third, kind: 'merge', heir: false },
      { a: moved, d: movedTo, kind: 'renumber', heir: true },
    ]
    expect(steps).toEqual(expected.sort((p, q) => (p.a + p.d < q.a + q.d ? -1 : 1)))

    // whoever held the dissolved one holds what took it over, and nothing of whom a yard went to
    expect(await inReach()).toEqual([into, movedTo].sort())
    const { body: account } = await send(worker, 'GET', '/session')
    expect(JSON.stringify(account)).not.toContain('"inForce":false')

    // what is open came to the grid that it lies in, which its history tells; what is closed stays with its day; the counts follow
    const gridOf = async (issue: number) =>
      (await all('select grid_code from issue where subdistrict_code = $1 and issue_id = $2', [issue]))[0]?.grid_code
    expect(await Promise.all([...Object.values(cases), late].map(gridOf))).toEqual([taker, given, third, movedTo, third])
    const told = await all(
      `select from_status, to_status, reason, actor_name from issue_event where subdistrict_code = $1 and issue_id = $2 and action = 'moved'`,
      [cases.elsewhere],
    )
    expect(told).toEqual([
      { from_status: 'verifying', to_status: 'verifying', reason: `${moved} → ${movedTo}`, actor_name: leader.username },
    ])
    const lost = await all(
      `select count(*) as n from issue i where subdistrict_code = $1 and status not in ('closed', 'evaluated', 'rejected', 'merged') and not exists (
         select from grid_boundary b where b.subdistrict_code = $1 and b.grid_code = i.grid_code and b.valid_to is null)`,
    )
    expect(Number(lost[0]?.n)).toBe(0)
    expect(await verifyCounts(opened().database.pool, code)).toMatchObject({ wrong: [] })
    const [audit] = await all(`select after from audit_entry where subdistrict_code = $1 and action = 'planPublished'`)
    expect(JSON.stringify(audit?.after)).toMatch(/casesMoved\W+[1-9]/)

    // ground that neighbours passed to each other is told, but is no generation
    const { body: history } = await send(leader, 'GET', `/grids/${taker}/history`)
    expect(history.lineage).toEqual([{ ancestorCode: given, descendantCode: taker, changeKind: 'transfer', effectiveOn: today }])
    expect(await all('select 1 from grid where subdistrict_code = $1 and grid_code = $2', [newCode])).toHaveLength(1)

    // and back: a plan from the borders before, by the same way, under new numbers
    const { body: listed } = await send(leader, 'GET', '/coverage-versions')
    const [latest, first] = listed.versions as { coverageVersionId: number }[]
    const { planner } = opened()
    expect((await send(planner, 'POST', '/plans', { title: '不变', backTo: latest?.coverageVersionId })).status).toBe(409)
    expect((await send(planner, 'POST', '/plans', { title: '没有', backTo: 99_999 })).status).toBe(404)
    const back = await send(planner, 'POST', '/plans', { title: '恢复', backTo: first?.coverageVersionId })
    expect(back.body).toMatchObject({ left: [] })
    await approve(Number(back.body.planId), '2026-12-01')
    expect((await publish(Number(back.body.planId))).status).toBe(200)
    const [differing] = await all(
      `select count(*) as n from grid_boundary w join grid g using (subdistrict_code, grid_code)
       where w.subdistrict_code = $1 and g.level = 3 and w.valid_to = $2 and not exists (
         select from grid_boundary b where b.subdistrict_code = $1 and b.valid_to is null and b.geom && w.geom
           and ST_Area(ST_SymDifference(b.geom, w.geom)::geography) < 1)`,
      [today],
    )
    expect(Number(differing?.n)).toBe(0)
  })
})
