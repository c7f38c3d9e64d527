// The journal, the way from desk to desk, codes, and what the checks say.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { areaSquareMetres, insideOf, type PlanRules, problemsOf, stoppingProblems, usualRules } from '#domain/plans/checks.ts'
import { codesFor } from '#domain/plans/codes.ts'
import { loadsAfter, loadsOf, lyingIn, noLoad, type PlannedFacts, placeAgain, placeFacts } from '#domain/plans/figures.ts'
import { counting, type JournalEntry, journalRefusal, operationsOf } from '#domain/plans/journal.ts'
import { planStages, planWays, wayRefusal, waysFrom } from '#domain/plans/stages.ts'
import { createRandom } from '#domain/random/random.ts'
import { applyOperation, type Operation } from '#domain/topology/operations.ts'
import { gridPolygons, holesOf } from '#domain/topology/rings.ts'
import { sameGround } from '#domain/topology/same-ground.ts'
import { gridAt, OUTSIDE, type TopologyParent } from '#domain/topology/topology.ts'
import { at, built, drawn, mosaic } from '../topology/mosaic.ts'
import { randomOperation } from '../topology/random-edits.ts'

const rename: Operation = { kind: 'renameGrid', grid: '1', name: 'x', nameEn: 'x' }
const done = (id: string, author = 'me'): JournalEntry => ({ kind: 'do', id, operation: rename, author, at: '' })

describe('the journal', () => {
  it('counts what was done and not undone, in the order in which it was done', () => {
    const entries: JournalEntry[] = [
      done('a'),
      done('b'),
      { kind: 'undo', id: 'u', of: 'a', author: 'me', at: '' },
      done('c'),
      { kind: 'redo', id: 'r', of: 'a', author: 'me', at: '' },
    ]
    expect(counting(entries).map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    expect(counting(entries.slice(0, 4)).map(({ id }) => id)).toEqual(['b', 'c'])
  })
  it('refuses what it can tell by itself', () => {
    const entries = [done('a'), done('b', 'other')]
    expect(journalRefusal(entries, { kind: 'undo', id: 'x', of: 'none' }, 'me')).toBe('notKnown')
    expect(journalRefusal(entries, { kind: 'undo', id: 'x', of: 'b' }, 'me')).toBe('notYours')
    expect(journalRefusal(entries, { kind: 'redo', id: 'x', of: 'a' }, 'me')).toBe('notUndone')
    expect(journalRefusal(entries, { kind: 'do', id: 'a', operation: rename }, 'me')).toBe('idUsed')
    expect(journalRefusal(entries, { kind: 'undo', id: 'x', of: 'a' }, 'me')).toBeNull()
  })
  it('loses no operation, whatever is undone and redone', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom('do', 'undo', 'redo'), fc.nat(9)), { maxLength: 60 }), (steps) => {
        const entries: JournalEntry[] = []
        for (const [i, [kind, n]] of steps.entries()) {
          const step =
            kind === 'do'
              ? ({ kind, id: `o${n}`, operation: rename } as const)
              : ({ kind: kind === 'undo' ? 'undo' : 'redo', id: `s${i}`, of: `o${n}` } as const)
          if (journalRefusal(entries, step, 'me') === null) entries.push({ ...step, author: 'me', at: '' })
        }
        const did = entries.filter(({ kind }) => kind === 'do').map(({ id }) => id)
        expect(operationsOf(entries).map(({ id }) => id)).toEqual(did)
        for (const { id, undone } of operationsOf(entries)) {
          const last = entries.findLast((entry) => entry.kind !== 'do' && entry.of === id)
          expect(undone).toBe(last?.kind === 'undo')
        }
      }),
      { numRuns: 500, seed: 7 },
    )
  })
})

describe('the way of a plan', () => {
  const asked = {
    stage: 'draft',
    to: 'selfChecked',
    role: 'planner',
    username: 'a',
    authors: ['a'],
    comment: 'x',
    effectiveOn: '2027-01-01',
    today: '2026-11-26',
    operations: 1,
  } as const
  it('is what the table says for every stage, role and end', () => {
    for (const stage of planStages) {
      for (const to of planStages) {
        for (const role of ['leader', 'planner', 'secretary', 'wall']) {
          const way = planWays.find((one) => one.from === stage && one.to === to)
          const refusal = wayRefusal({ ...asked, stage, to, role, username: 'leader', authors: ['a'] })
          if (way === undefined) expect(refusal).toBe('noSuchWay')
          else expect(refusal === null).toBe(way.by.some((one) => one === role))
          expect(waysFrom(stage, role).some((one) => one.to === to)).toBe(way?.by.some((one) => one === role) ?? false)
        }
      }
    }
  })
  it('asks for what it needs, and nobody approves their own work', () => {
    expect(wayRefusal({ ...asked, operations: 0 })).toBe('nothingDone')
    const approving = { ...asked, stage: 'opinionHeard', to: 'approved', role: 'leader', username: 'b' } as const
    expect(wayRefusal(approving)).toBeNull()
    expect(wayRefusal({ ...approving, username: 'a' })).toBe('ownWork')
    expect(wayRefusal({ ...approving, effectiveOn: null })).toBe('effectiveOnMissing')
    expect(wayRefusal({ ...approving, effectiveOn: '2026-11-25' })).toBe('effectiveOnPast')
    expect(wayRefusal({ ...asked, stage: 'selfChecked', to: 'fieldWalked', comment: ' ' })).toBe('commentMissing')
  })
  it('reaches every stage, and every stage but the last two leads on', () => {
    const reached = new Set<string>(['draft'])
    for (let n = 0; n < planStages.length; n++) for (const { from, to } of planWays) if (reached.has(from)) reached.add(to)
    expect([...reached].sort()).toEqual([...planStages].sort())
    for (const stage of planStages) expect(planWays.some(({ from }) => from === stage)).toBe(stage !== 'published' && stage !== 'withdrawn')
  })
})

describe('codes', () => {
  const community = '990100001001'
  const parents = new Map<string, TopologyParent>([
    ['990100001000001', { name: 's', nameEn: 's', level: 1, parent: null }],
    [`${community}000`, { name: 'c', nameEn: 'c', level: 2, parent: '990100001000001' }],
    ['990100001002000', { name: 'd', nameEn: 'd', level: 2, parent: '990100001000001' }],
  ])
  const outlines = mosaic('codes', 3, 1).map((outline, i) => ({
    ...outline,
    id: i === 1 ? `${community}007` : `new-${i}`,
    parent: `${community}000`,
  }))
  it('go to new grids from west to east after the highest number ever used', () => {
    const codes = codesFor(built(outlines, parents), [`${community}000`, `${community}007`, `${community}012`])
    expect(codes).toEqual({
      ok: true,
      given: [
        { grid: 'new-0', code: `${community}013`, reason: 'newGrid' },
        { grid: 'new-2', code: `${community}014`, reason: 'newGrid' },
      ],
    })
  })
  it('change with the community, and run out with a word', () => {
    const moved = built(
      outlines.slice(1, 2).map((outline) => ({ ...outline, parent: '990100001002000' })),
      parents,
    )
    expect(codesFor(moved, ['990100001002004'])).toMatchObject({ given: [{ code: '990100001002005', reason: 'otherCommunity' }] })
    expect(codesFor(moved, ['990100001002999'])).toEqual({ ok: false, reason: 'communityFull', community: '990100001002' })
  })
})

describe('figures and checks', () => {
  const two = built(
    drawn({ A: [0, 0], B: [30000, 0], C: [30000, 30000], D: [0, 30000], E: [60000, 0], F: [60000, 30000] }, { 1: 'ABCD', 2: 'BEFC' }),
  )
  const house = (id: number, x: number, y: number, half = 700) => ({
    id,
    point: at(x, y),
    households: 10,
    residents60Plus: 3,
    walls: [[at(x - half, y - half), at(x + half, y - half), at(x + half, y + half), at(x - half, y + half)]],
  })
  const facts: PlannedFacts = {
    buildings: [house(1, 5000, 5000), house(2, 27000, 15000), house(3, 40000, 15000)],
    openIssues: [at(5000, 9000)],
  }
  const before = placeFacts(two, facts)
  const check = (topology = two) => {
    const placed = placeFacts(topology, facts)
    return problemsOf({
      base: two,
      topology,
      facts,
      placed,
      before,
      loads: loadsOf(facts, placed),
      rules: usualRules,
      grids: new Set(topology.grids.keys()),
      dedicated: new Set(),
      headed: new Set(['1', '2']),
    }).map(({ kind, grid }) => `${kind} ${grid}`)
  }
  const done = (operation: Operation) => {
    const result = applyOperation(two, operation)
    if (!result.ok) throw new Error(result.reason)
    return result.topology
  }
  it('find a border through a building, and none along its wall', () => {
    const through = done({
      kind: 'replacePath',
      before: [at(30000, 0), at(30000, 30000)],
      after: [at(30000, 0), at(27000, 15000), at(30000, 30000)],
    })
    expect(check(through)).toContain('throughBuilding 1')
    const along = done({
      kind: 'replacePath',
      before: [at(30000, 0), at(30000, 30000)],
      after: [at(30000, 0), at(27700, 14300), at(27700, 15700), at(30000, 30000)],
    })
    expect(check(along).some((problem) => problem.startsWith('throughBuilding'))).toBe(false)
  })
  it('find ground of nobody in the middle, with its place, and none in a dent of the outer edge', () => {
    const given = (x: number, to = '') =>
      done({ kind: 'transferArea', ring: [at(x, 20000), at(x + 4000, 20000), at(x + 4000, 24000), at(x, 24000)], to, from: ['1', '2'] })
    expect(check(two)).not.toContain('hole ')
    expect(check(given(10000))).toContain('hole ')
    // across the border between two it lies in neither
    expect(check(given(28000))).toContain('hole ')
    expect(check(given(-2000))).not.toContain('hole ')
    const holed = given(10000)
    const [hole] = problemsOf({
      ...{ base: two, topology: holed, facts, placed: before, before, loads: new Map(), rules: usualRules },
      ...{ grids: new Set(), dedicated: new Set(), headed: new Set() },
    })
    expect(hole).toMatchObject({ kind: 'hole', value: Math.round(areaSquareMetres([holesOf(holed)[0] ?? []].map((ring) => [ring]))) })
    expect(gridAt(holed, hole?.at ?? [0, 0])).toBe(OUTSIDE)
    expect(stoppingProblems.has('hole')).toBe(true)
  })
  it('find ground that goes to another community with a border, and none where a grid was hung there', () => {
    const apart = built(
      drawn({ A: [0, 0], B: [30000, 0], C: [30000, 30000], D: [0, 30000], E: [60000, 0], F: [60000, 30000] }, { 1: 'ABCD', 2: 'BEFC' }).map(
        (outline) => ({ ...outline, parent: outline.id === '1' ? 'C1' : 'C2' }),
      ),
    )
    const across = (...operations: Operation[]) => {
      let topology = apart
      for (const operation of operations) {
        const result = applyOperation(topology, operation)
        if (!result.ok) throw new Error(result.reason)
        topology = result.topology
      }
      return problemsOf({
        ...{ base: apart, topology, facts, placed: before, before, loads: new Map(), rules: usualRules },
        ...{ grids: new Set(topology.grids.keys()), dedicated: new Set(), headed: new Set() },
      }).filter(({ kind }) => kind === 'otherCommunity')
    }
    const moved = (x: number): Operation => ({
      kind: 'movePoints',
      moves: [
        { from: at(30000, 0), to: at(x, 0) },
        { from: at(30000, 30000), to: at(x, 30000) },
      ],
    })
    const strip = [at(30000, 0), at(40000, 0), at(40000, 30000), at(30000, 30000), at(30000, 0)]
    const [taken, ...more] = across(moved(40000))
    expect(more).toEqual([])
    expect(taken).toMatchObject({ grid: '1', from: 'C2', value: Math.round(areaSquareMetres([[strip]])) })
    expect(gridAt(apart, taken?.at ?? [0, 0])).toBe('2')
    expect(across({ kind: 'mergeGrids', into: '1', grids: ['2'] })).toMatchObject([{ grid: '1', from: 'C2' }])
    const ring = [at(26000, 10000), at(32000, 10000), at(32000, 20000), at(26000, 20000)]
    expect(across({ kind: 'transferArea', ring, to: '2', from: ['1'] })).toMatchObject([{ grid: '2', from: 'C1' }])
    // hung there by hand, and a border that moves by less than a decimetre
    expect(across({ kind: 'setParent', grid: '2', parent: 'C1' }, moved(40000))).toEqual([])
    expect(across(moved(30008))).toEqual([])
    const split: Operation = {
      kind: 'splitGrid',
      grid: '2',
      line: [at(29900, 15000), at(60100, 15000)],
      newGrids: [{ id: 'n', name: 'n', nameEn: 'n' }],
    }
    expect(across(split, { kind: 'setParent', grid: 'n', parent: 'C1' })).toEqual([])
  })
  it('have a range of households for each level, and warn about those above a grid that was drawn on', () => {
    const level = (at: 1 | 2, parent: string | null): TopologyParent => ({ name: 'n', nameEn: 'n', level: at, parent })
    const town = built(
      drawn({ A: [0, 0], B: [30000, 0], C: [30000, 30000], D: [0, 30000], E: [60000, 0], F: [60000, 30000] }, { 1: 'ABCD', 2: 'BEFC' }).map(
        (outline) => ({ ...outline, parent: outline.id === '1' ? 'C1' : 'C2' }),
      ),
      new Map([
        ['S', level(1, null)],
        ['C1', level(2, 'S')],
        ['C2', level(2, 'S')],
      ]),
    )
    const none = { fewest: null, most: null }
    const sizes = (households: PlanRules['households'], topology = town, grids = ['1']) =>
      problemsOf({
        ...{ base: town, topology, facts, placed: before, before, loads: loadsOf(facts, placeFacts(topology, facts)) },
        ...{ rules: { ...usualRules, households }, grids: new Set(grids), dedicated: new Set(), headed: new Set() },
      }).flatMap(({ kind, grid, value, at: place }) =>
        kind === 'tooSmall' || kind === 'tooLarge' ? [{ kind, grid, value, in: gridAt(topology, place) }] : [],
      )
    // two houses of ten households lie in 1, one in 2
    expect(sizes({ 1: none, 2: none, 3: none })).toEqual([])
    expect(sizes({ 1: none, 2: { fewest: 21, most: null }, 3: { fewest: null, most: 19 } })).toEqual([
      { kind: 'tooSmall', grid: 'C1', value: 20, in: '1' },
      { kind: 'tooLarge', grid: '1', value: 20, in: '1' },
    ])
    expect(sizes({ 1: { fewest: 31, most: null }, 2: { fewest: 20, most: 20 }, 3: none })).toMatchObject([
      { kind: 'tooSmall', grid: 'S', value: 30 },
    ])
    // a community that lost its only grid is none; the one that took it in is looked at
    const merged = applyOperation(town, { kind: 'mergeGrids', into: '1', grids: ['2'] })
    if (!merged.ok) throw new Error(merged.reason)
    expect(sizes({ 1: none, 2: { fewest: null, most: 29 }, 3: none }, merged.topology)).toMatchObject([
      { kind: 'tooLarge', grid: 'C1', value: 30 },
    ])
    const hung = applyOperation(town, { kind: 'setParent', grid: '2', parent: 'C1' })
    if (!hung.ok) throw new Error(hung.reason)
    expect(sizes({ 1: none, 2: { fewest: 31, most: null }, 3: none }, hung.topology, ['2'])).toMatchObject([{ grid: 'C1', value: 30 }])
  })
  it('find a building left outside, parts, size and missing heads', () => {
    const less = done({ kind: 'transferArea', ring: [at(-100, -100), at(9000, -100), at(9000, 9000), at(-100, 9000)], to: '', from: ['1'] })
    expect(check(less)).toContain('buildingOutside ')
    const parts = done({
      kind: 'transferArea',
      ring: [at(50000, 100), at(55000, 100), at(55000, 5000), at(50000, 5000)],
      to: '1',
      from: ['2'],
    })
    expect(check(parts)).toEqual(expect.arrayContaining(['severalParts 1', 'tooSmall 1', 'tooSmall 2']))
    const split = done({
      kind: 'splitGrid',
      grid: '1',
      line: [at(-100, 20000), at(30100, 20000)],
      newGrids: [{ id: 'n', name: 'n', nameEn: 'n' }],
    })
    expect(check(split)).toContain('headMissing n')
  })
  it('follow edits to the same figures as counting anew', () => {
    const base = built(mosaic('figures', 4, 3))
    const random = createRandom('figures')
    const many: PlannedFacts = {
      buildings: Array.from({ length: 200 }, (_, i) => house(i, random.whole(-5000, 85000), random.whole(-5000, 65000), 300)),
      openIssues: Array.from({ length: 100 }, () => at(random.whole(-5000, 85000), random.whole(-5000, 65000))),
    }
    let topology = base
    let placed = placeFacts(base, many)
    let steps = 0
    for (let k = 0; k < 300; k++) {
      const result = applyOperation(topology, randomOperation(random, topology, `n${k}`, 20_000))
      if (!result.ok) continue
      // told while it is drawn, from what lies in the grids touched; and afterwards, from everything
      const told = loadsAfter(topology, result.topology, many, lyingIn(placed), result.touched)
      placed = placeAgain(topology, result.topology, many, placed, result.touched)
      const all = loadsOf(many, placed)
      for (const grid of result.touched.grids) expect(told.get(grid)).toEqual(all.get(grid) ?? noLoad)
      topology = result.topology
      steps += 1
      expect(placed).toEqual(placeFacts(topology, many))
    }
    expect(steps).toBeGreaterThan(150)
  })
  it('know a grid that only got a point from one that moved', () => {
    const split = done({
      kind: 'splitGrid',
      grid: '1',
      line: [at(-100, 20000), at(30100, 20000)],
      newGrids: [{ id: 'n', name: 'n', nameEn: 'n' }],
    })
    expect(gridPolygons(split, '2')).not.toEqual(gridPolygons(two, '2'))
    expect(sameGround(two, split, '2')).toBe(true)
    expect(sameGround(two, split, '1')).toBe(false)
  })
  it('label every grid inside of it', () => {
    const base = built(mosaic('labels', 5, 4, 20_000, 6))
    for (const grid of base.grids.keys()) expect(gridAt(base, insideOf(gridPolygons(base, grid)))).toBe(grid)
  })
})
