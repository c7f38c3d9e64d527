/** Codes and names of the grids, and which grid each cell belongs to. Codes: see DOMAIN c.1 (12 digits community + 3 digits sequence). */
import { distance } from '#domain/geo/segment.ts'
import type { Bank, GridArea } from './grids.ts'
import type { Cell } from './ground.ts'
import { COMMUNITY_NAMES, type Name } from './names.ts'

export const SUBDISTRICT = '990100001'
export const SUBDISTRICT_NAME: Name = { zh: '砚溪街道', en: 'Yanxi Sub-district' }

export interface CodedGrid {
  readonly code: string
  readonly level: 1 | 2 | 3
  readonly kind: 'general' | 'dedicated'
  readonly communityCode: string | null
  readonly parentCode: string | null
  readonly name: Name
  readonly area: GridArea
  readonly households: number
}

export interface GridRegister {
  readonly grids: readonly CodedGrid[]
  readonly gridOf: (cell: Cell) => CodedGrid
  readonly communities: readonly {
    readonly code: string
    readonly name: Name
    readonly grid: CodedGrid
    readonly grids: readonly CodedGrid[]
  }[]
}

const three = (n: number) => String(n).padStart(3, '0')

export function registerGrids(banks: readonly Bank[]): GridRegister {
  const northFirst = [...banks].sort((a, b) => b.label[1] - a.label[1])
  const names = namesOf(northFirst.flatMap(({ communities }) => communities))
  const grids: CodedGrid[] = []
  const communities: { code: string; name: Name; grid: CodedGrid; grids: CodedGrid[] }[] = []
  const byCell = new Map<number, CodedGrid>()
  for (const [b, bank] of northFirst.entries()) {
    const code = `${SUBDISTRICT}000${three(b + 1)}`
    const name: Name = b === 0 ? { zh: '江北一级网格', en: 'North Bank Grid' } : { zh: '江南一级网格', en: 'South Bank Grid' }
    const households = bank.communities.flatMap((c) => c.grids).reduce((sum, g) => sum + g.households, 0)
    grids.push({ code, level: 1, kind: 'general', communityCode: null, parentCode: null, name, area: bank, households })
    for (const community of bank.communities) {
      const communityCode = `${SUBDISTRICT}${three(communities.length + 1)}`
      const stem = names.get(community) ?? { zh: '', en: '' }
      const own: CodedGrid[] = []
      const grid: CodedGrid = {
        code: `${communityCode}000`,
        level: 2,
        kind: 'general',
        communityCode,
        parentCode: code,
        name: { zh: `${stem.zh}社区`, en: `${stem.en} Community` },
        area: community,
        households: community.grids.reduce((sum, g) => sum + g.households, 0),
      }
      grids.push(grid)
      for (const [i, small] of community.grids.entries()) {
        const coded: CodedGrid = {
          code: `${communityCode}${three(i + 1)}`,
          level: 3,
          kind: small.dedicated ? 'dedicated' : 'general',
          communityCode,
          parentCode: grid.code,
          name: { zh: `${stem.zh}社区第${i + 1}网格`, en: `${stem.en} Grid ${i + 1}` },
          area: small,
          households: small.households,
        }
        own.push(coded)
        for (const cell of small.cells) byCell.set(cell.id, coded)
      }
      grids.push(...own)
      communities.push({ code: communityCode, name: stem, grid, grids: own })
    }
  }
  return {
    grids,
    communities,
    gridOf: (cell) => {
      const grid = byCell.get(cell.id)
      if (grid === undefined) throw new Error(`cell ${cell.id} is in no grid`)
      return grid
    },
  }
}

/** Each community takes the free name that was meant for the nearest place. */
function namesOf<T extends GridArea>(communities: readonly T[]): Map<T, Name> {
  const pairs = communities.flatMap((community) =>
    COMMUNITY_NAMES.map((name) => ({ community, name, metres: distance(community.label, name.at) })),
  )
  const names = new Map<T, Name>()
  const taken = new Set<string>()
  for (const { community, name } of pairs.sort((a, b) => a.metres - b.metres)) {
    if (names.has(community) || taken.has(name.zh)) continue
    names.set(community, name)
    taken.add(name.zh)
  }
  return names
}
