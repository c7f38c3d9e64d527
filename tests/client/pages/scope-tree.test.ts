import { describe, expect, it } from 'vitest'
import { ancestorsOf, isIncluded, scopeTree, toggleNode } from '../../../client/pages/admin/scope/scope-tree.ts'

//   S ─┬─ A ─┬─ A1
//      │     └─ A2
//      └─ B
const grid = (gridCode: string, level: number, parentCode: string | null) =>
  ({ properties: { gridCode, level, name: gridCode, nameEn: '', parentCode } }) as unknown as Parameters<typeof scopeTree>[1][number]
const tree = scopeTree({ subdistrictCode: 'S', name: 'S', nameEn: '' }, [
  grid('B', 1, null),
  grid('A2', 2, 'A'),
  grid('A', 1, null),
  grid('A1', 2, 'A'),
])
const toggled = (chosen: string[], code: string): string[] => [...toggleNode(tree, new Set(chosen), code)].sort()

describe('a scope', () => {
  it('hangs grids under their parents, by code, and the rest under the sub-district', () => {
    expect(tree.children.get('S')).toEqual(['A', 'B'])
    expect(tree.children.get('A')).toEqual(['A1', 'A2'])
    expect(ancestorsOf(tree, 'A1')).toEqual(['A', 'S'])
  })
  it('includes what is below a chosen node', () => {
    expect(isIncluded(tree, new Set(['A']), 'A1')).toBe(true)
    expect(isIncluded(tree, new Set(['A']), 'A')).toBe(false)
  })
  it('lets a chosen node take the place of those below it', () => {
    expect(toggled(['A1', 'B'], 'A')).toEqual(['A', 'B'])
    expect(toggled(['A1', 'B'], 'S')).toEqual(['S'])
  })
  it('changes nothing where a node is included already, and gives up a chosen one', () => {
    expect(toggled(['A'], 'A1')).toEqual(['A'])
    expect(toggled(['A', 'B'], 'A')).toEqual(['B'])
  })
})
