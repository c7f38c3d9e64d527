// Street ─┬─ A ─┬─ A1 (split into A2, A3; A3 was moved to B since, where it is B1)     A4 (merged into A5)
//         │     └─ A2, A3, A5
//         └─ B ─── B1
import { describe, expect, it } from 'vitest'
import { gridTreeOf } from '../../server/db/grid-tree.ts'

const node = (code: string, level: number, parent: string | null, inForce = true) => ({
  code,
  level,
  name: code,
  nameEn: code,
  parent,
  inForce,
})
const tree = gridTreeOf(
  { code: 'street', name: '街', nameEn: 'Street' },
  [
    node('A', 2, null),
    node('B', 2, null),
    node('A1', 3, 'A', false),
    node('A2', 3, 'A'),
    node('A3', 3, 'A', false),
    node('B1', 3, 'B'),
    node('A4', 3, 'A', false),
    node('A5', 3, 'A'),
  ],
  [
    { grid: 'A1', heir: 'A2' },
    { grid: 'A1', heir: 'A3' },
    { grid: 'A3', heir: 'B1' },
    { grid: 'A4', heir: 'A5' },
  ],
)

describe('the tree of grids', () => {
  it('gives whoever holds a community what hangs there today, and what was dissolved there', () => {
    expect(tree.below(['A'])).toEqual(['A', 'A1', 'A2', 'A3', 'A4', 'A5'])
    expect(tree.below(['B'])).toEqual(['B', 'B1'])
  })

  it('gives whoever holds a grid that was split its parts, wherever they hang today', () => {
    expect(tree.below(['A1'])).toEqual(['A1', 'A2', 'A3', 'B1'])
  })

  it('gives whoever holds a grid that got another number the same grid', () => {
    expect(tree.below(['A3'])).toEqual(['A3', 'B1'])
    expect(tree.describe(['A3'])).toMatchObject([{ inForce: true }])
  })

  it('gives whoever holds a grid that was merged the one that took it in, and not the other way round', () => {
    expect(tree.below(['A4'])).toEqual(['A4', 'A5'])
    expect(tree.below(['A5'])).toEqual(['A5'])
    expect(tree.describe(['A1', 'A4'])).toMatchObject([{ inForce: true }, { inForce: true }])
  })

  it('names those above, in force today, from the top', () => {
    expect(tree.above('B1').map(({ code }) => code)).toEqual(['B'])
    expect(tree.above('A')).toEqual([])
  })

  it('knows what may be given: the whole, or a grid in force', () => {
    expect(['street', 'A', 'A1', 'elsewhere'].map((code) => tree.has(code))).toEqual([true, true, false, false])
    expect(tree.describe(['street', 'elsewhere'])).toMatchObject([
      { level: 0, name: '街', inForce: true },
      { name: 'elsewhere', inForce: false },
    ])
  })

  it('gives nothing for nothing', () => {
    expect(tree.below([])).toEqual([])
    expect(tree.below(['elsewhere'])).toEqual([])
  })
})
