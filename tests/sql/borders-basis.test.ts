// Figures over time by grid when a plan comes in force in between: earlier days are counted on the grids of today, or say that they are not.
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { addDays } from '#domain/calendar/calendar-day.ts'
import { fromLattice, type LatticePoint } from '#domain/topology/lattice.ts'
import { neighboursOf } from '#domain/topology/rings.ts'
import type { GridId, Topology } from '#domain/topology/topology.ts'
import { inTransaction } from '../../server/db/queryable.ts'
import { recordIssue } from '../../server/db/record-issue.ts'
import { factsOf } from '../../server/plans/ground.ts'
import { demoSubdistrict as code, type Made, madeAccount } from '../engines/made-account.ts'
import { doing, planDesk, yardIn } from '../engines/plan-desk.ts'

const today = '2026-11-20'
const { opened, send, all, open, begin, write, approve, publish, emptiestGrids } = planDesk()

const parentOf = (topology: Topology, grid: GridId) => topology.grids.get(grid)?.parent ?? ''
const middleOf = ([[x0, y0] = [0, 0], , [x1, y1] = [0, 0]]: LatticePoint[]): LatticePoint => [(x0 + x1) / 2, (y0 + y1) / 2]

/** @param ago days before today, one issue for each */
async function reported(place: LatticePoint, gridCode: GridId, status: string, ago: readonly number[]): Promise<void> {
  const [lng, lat] = fromLattice(place)
  const issue = { item: 'garbage', source: 'patrol', severity: 'normal', level: 'grid', description: '', address: '' }
  await inTransaction(opened().database.pool, async (db) => {
    for (const days of ago) {
      const at = `${addDays(today, -days)}T01:00:00Z`
      const by = { role: null, accountId: null, name: '' }
      const id = await recordIssue(db, code, today, { ...issue, at, gridCode, buildingId: null, lng, lat }, by)
      await db.query('update issue set status = $3 where subdistrict_code = $1 and issue_id = $2', [code, id, status])
    }
  })
}

const Basis = z.object({ borders: z.string() })
const Counted = Basis.extend({ grids: z.array(z.object({ gridCode: z.string(), issues: z.number() })) })
const Hot = Basis.extend({ grids: z.array(z.object({ gridCode: z.string() })) })
const Wall = Basis.extend({ communities: z.array(z.object({ gridCode: z.string(), reported7Days: z.number() })) })
const ask = async <T>(schema: z.ZodType<T>, path: string, who: Made = opened().leader): Promise<T> => {
  const { status, body } = await send(who, 'GET', path)
  expect([path, status]).toEqual([path, 200])
  return schema.parse(body)
}
const countedBy = async (who?: Made) => {
  const { borders, grids } = await ask(Counted, `/issues/grids?from=${addDays(today, -90)}&to=${today}`, who)
  return { borders, of: new Map(grids.map(({ gridCode, issues }) => [gridCode, issues])) }
}
const week = async () => {
  const { borders, communities } = await ask(Wall, '/wall/figures')
  return { borders, of: new Map(communities.map(({ gridCode, reported7Days }) => [gridCode, reported7Days])) }
}
const basis = async (path: string) => (await ask(Basis, path)).borders

describe('figures over time by grid', () => {
  it('raise no false alarm and say on whose borders they stand when a plan came in force between the days', async () => {
    const id = await begin('两期之间')
    const { topology } = await open(id)
    const facts = await inTransaction(opened().database.pool, (db) => factsOf(db, code))
    const few = await emptiestGrids(topology, 150)
    const beside = (grid: GridId, fits: (n: GridId) => boolean) => [...neighboursOf(topology, grid).keys()].find(fits) ?? ''
    const used = new Set<GridId>()
    const free = (fits: (grid: GridId) => boolean): GridId => {
      const found = few.find((grid) => !used.has(grid) && fits(grid)) ?? ''
      for (const grid of [found, ...neighboursOf(topology, found).keys()]) used.add(grid)
      return found
    }
    const inCommunity = (grid: GridId) => (n: GridId) => parentOf(topology, n) === parentOf(topology, grid)
    const merged = free((grid) => beside(grid, inCommunity(grid)) !== '')
    const into = beside(merged, inCommunity(merged))
    const cut = free(() => true)
    const moved = free((grid) => beside(grid, (n) => !inCommunity(grid)(n)) !== '')
    const community = parentOf(
      topology,
      beside(moved, (n) => !inCommunity(moved)(n)),
    )
    const untouched = free(() => true)

    // ten a week for twelve weeks, all closed; twelve this week, all open: nothing out of the ordinary
    const place = middleOf(yardIn(topology, facts, merged))
    await reported(
      place,
      merged,
      'closed',
      Array.from({ length: 120 }, (_, n) => 7 + (n % 84)),
    )
    await reported(
      place,
      merged,
      'handling',
      Array.from({ length: 12 }, (_, n) => n % 7),
    )
    const yard = yardIn(topology, facts, cut)
    await reported(middleOf(yard), cut, 'closed', [1, 20, 30, 40, 50])
    await reported(middleOf(yardIn(topology, facts, moved)), moved, 'closed', [1, 2, 3])
    const before = { counted: await countedBy(), week: await week(), hot: await ask(Hot, `/issues/hot-spots?to=${today}`) }
    expect([before.counted.borders, before.week.borders, before.hot.borders]).toEqual(['unchanged', 'unchanged', 'unchanged'])
    expect(before.hot.grids.map(({ gridCode }) => gridCode)).not.toContain(merged)
    expect(before.hot.grids.map(({ gridCode }) => gridCode)).not.toContain(into)
    expect(before.counted.of.get(merged)).toBeGreaterThanOrEqual(132)
    const month = `from=${addDays(today, -19)}&to=${today}`
    expect(await basis(`/reports/period?${month}&grid=${into}`)).toBe('unchanged')
    expect(await basis(`/coverage/history?grid=${into}`)).toBe('unchanged')

    const written = await write(id, [
      doing({ kind: 'mergeGrids', into, grids: [merged] }),
      doing({
        kind: 'transferArea',
        ring: yard,
        to: 'founded-1',
        from: [cut],
        founding: { name: '新设', nameEn: 'Founded', parent: parentOf(topology, cut) },
      }),
      doing({ kind: 'setParent', grid: moved, parent: community }),
    ])
    expect(written.body).toMatchObject({ lastEntry: 3 })
    await approve(id, today)
    const { body } = await publish(id)
    const codes = new Map(
      z
        .array(z.object({ grid: z.string(), code: z.string() }))
        .parse(body.codes)
        .map(({ grid, code: given }) => [grid, given]),
    )
    const [founded = '', movedTo = ''] = ['founded-1', moved].map((grid) => codes.get(grid) ?? '')

    // by the grid that they stand in, the open ones of this week are twelve against none before
    const stands = await all(
      `select count(*) filter (where reported_at >= $3::date - 6)::int as lately, count(*)::int as ever from issue
       where subdistrict_code = $1 and grid_code = $2 and issue_item_key = 'garbage' and source = 'patrol' and description = ''`,
      [into, today],
    )
    expect(stands).toEqual([{ lately: 12, ever: 12 }])
    const hot = await ask(Hot, `/issues/hot-spots?to=${today}`)
    expect(hot.borders).toBe('recomputed')
    expect(hot.grids.map(({ gridCode }) => gridCode)).not.toContain(into)

    const was = (grid: GridId) => before.counted.of.get(grid) ?? 0
    const expected = {
      [into]: was(into) + was(merged),
      [founded]: 5,
      [cut]: was(cut) - 5,
      [movedTo]: was(moved),
      [untouched]: was(untouched),
    }
    const { borders, of } = await countedBy()
    expect(borders).toBe('recomputed')
    expect(Object.fromEntries(Object.keys(expected).map((grid) => [grid, of.get(grid)]))).toEqual(expected)
    expect(of.has(merged)).toBe(false)
    expect([...of.values()].reduce((sum, n) => sum + n, 0)).toBe([...before.counted.of.values()].reduce((sum, n) => sum + n, 0))
    // whoever sees a part counts issue by issue, to the same
    const secretary = await madeAccount(opened().database, 'secretary', [parentOf(topology, into)])
    const part = await countedBy(secretary)
    expect([part.borders, part.of.get(into)]).toEqual(['recomputed', expected[into]])

    // what was reported this week on ground that came under another community is that one's
    const now = await week()
    const lately = Number(
      (
        await all(
          `select count(*) as n from issue where subdistrict_code = $1 and grid_code = any ($2) and status not in ('rejected', 'merged')
             and reported_at >= $3::timestamptz - interval '7 days' and reported_at <= $3::timestamptz`,
          [[moved, movedTo], (await send(opened().leader, 'GET', '/wall/figures')).body.asOf],
        )
      )[0]?.n,
    )
    expect(lately).toBeGreaterThanOrEqual(3)
    expect(now.borders).toBe('recomputed')
    const home = parentOf(topology, moved)
    expect(now.of.get(community)).toBe((before.week.of.get(community) ?? 0) + lately)
    expect(now.of.get(home)).toBe((before.week.of.get(home) ?? 0) - lately)

    expect(await basis(`/reports/period?${month}&grid=${into}`)).toBe('ofTheDay')
    expect(await basis(`/reports/period?${month}&grid=${community}`)).toBe('ofTheDay')
    expect(await basis(`/reports/period?${month}&grid=${untouched}`)).toBe('unchanged')
    expect(await basis(`/reports/period?${month}`)).toBe('unchanged')
    expect(await basis(`/coverage/history?grid=${into}`)).toBe('ofTheDay')
    expect(await basis(`/coverage/history?grid=${untouched}`)).toBe('unchanged')
    expect(await basis('/coverage/history?kind=buildingHead')).toBe('unchanged')
    expect(await basis('/coverage/history?kind=gridStaffing')).toBe('ofTheDay')
  })
})
