// The tree of grids of a sub-district: what lies below a node, what above. Read when boundaries or the day change, held in memory.
import { z } from 'zod'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import type { Catalog } from './catalog.ts'
import { type Queryable, rows } from './queryable.ts'

const NodeRow = z.object({
  code: z.string(),
  level: z.number().int(),
  name: z.string(),
  nameEn: z.string(),
  parent: z.string().nullable(),
  inForce: z.boolean(),
})
type Node = z.infer<typeof NodeRow>
export type NamedGrid = Pick<Node, 'code' | 'level' | 'name' | 'nameEn' | 'inForce'>

export type GridTree = {
  /** The names of nodes; the sub-district itself has level 0. A code that is not known stands for itself and is not in force. */
  describe(nodes: readonly string[]): NamedGrid[]
  /** The sub-district, or a grid of it in force today. */
  has(code: string): boolean
  /** The grids above one, from the top down. */
  above(code: string): NamedGrid[]
  /** The nodes that are grids and all grids below them, dissolved ones included: what happened in them stays in reach. */
  below(nodes: readonly string[]): string[]
}

/** A grid hangs under its parent of today; a dissolved one under its last parent, one to come under its first. */
const text = `
  with placed as (
    select distinct on (b.grid_code) b.grid_code, b.parent_code, daterange(b.valid_from, b.valid_to) @> $2::date as in_force
    from grid_boundary b where b.subdistrict_code = $1
    order by b.grid_code, daterange(b.valid_from, b.valid_to) @> $2::date desc, b.valid_from > $2::date,
      case when b.valid_from > $2::date then b.valid_from - $2::date else $2::date - b.valid_from end
  )
  select g.grid_code as code, g.level, g.name, g.name_en as "nameEn", p.parent_code as parent, coalesce(p.in_force, false) as "inForce"
  from grid g left join placed p using (grid_code)
  where g.subdistrict_code = $1`

const HeirRow = z.object({ grid: z.string(), heir: z.string() })
export type Heir = z.infer<typeof HeirRow>

const heirsText = `
  select l.ancestor_code as grid, l.descendant_code as heir
  from grid_lineage l join grid a on a.subdistrict_code = $1 and a.grid_code = l.ancestor_code
  where l.subdistrict_code = $1 and l.takes_over and l.effective_on <= $2::date and a.retired_on <= $2::date
  order by 1, 2`

/**
 * Answers from rows. Whoever holds a grid that is dissolved holds those that took it over: its parts, the grid that it was merged into, itself under
 * another number. Whoever holds a grid above it holds what hangs there today and no more: a grid that was moved to another parent since is that one's.
 */
export function gridTreeOf(
  subdistrict: { readonly code: string; readonly name: string; readonly nameEn: string },
  nodes: readonly Node[],
  heirs: readonly Heir[],
): GridTree {
  const byCode = new Map(nodes.map((node) => [node.code, node]))
  const children = grouped(nodes.flatMap(({ code, parent }) => (parent === null ? [] : [[parent, code] as const])))
  const heirsOf = grouped(heirs.map(({ grid, heir }) => [grid, heir] as const))
  const describeOne = (code: string): NamedGrid => {
    if (code === subdistrict.code) return { code, level: 0, name: subdistrict.name, nameEn: subdistrict.nameEn, inForce: true }
    const node = byCode.get(code)
    return node
      ? { code, level: node.level, name: node.name, nameEn: node.nameEn, inForce: node.inForce || (heirsOf.get(code) ?? []).length > 0 }
      : { code, level: 3, name: code, nameEn: code, inForce: false }
  }
  return {
    describe: (codes) => codes.map(describeOne),
    has: (code) => code === subdistrict.code || byCode.get(code)?.inForce === true,
    above(code) {
      const path: NamedGrid[] = []
      const seen = new Set([code])
      for (let at = byCode.get(code)?.parent ?? null; at !== null && !seen.has(at); at = byCode.get(at)?.parent ?? null) {
        seen.add(at)
        if (byCode.get(at)?.inForce) path.unshift(describeOne(at))
      }
      return path
    },
    below(codes) {
      const found = new Set<string>()
      const descend = (code: string) => {
        if (found.has(code) || !byCode.has(code)) return
        found.add(code)
        for (const child of children.get(code) ?? []) descend(child)
      }
      const held = new Set<string>()
      const hold = (code: string) => {
        if (held.has(code)) return
        held.add(code)
        descend(code)
        for (const heir of heirsOf.get(code) ?? []) hold(heir)
      }
      for (const code of codes) hold(code)
      return [...found].sort()
    },
  }
}

function grouped(pairs: readonly (readonly [string, string])[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>()
  for (const [key, value] of pairs) {
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}

/** `db`: where to read from if it must be read; inside a transaction, that one. */
export type GridTreeReader = (subdistrict: string, now: Date, catalog: Catalog, db: Queryable) => Promise<GridTree>

export function gridTreeReader(): GridTreeReader {
  const held = new Map<string, { readonly key: string; readonly tree: GridTree }>()
  return async (code, now, catalog, db) => {
    const day = calendarDay(now)
    const { version, dataTime } = catalog.layer(code, 'grids')
    const key = `${version}/${dataTime}/${day}`
    const present = held.get(code)
    if (present?.key === key) return present.tree
    const subdistrict = catalog.subdistricts.find(({ subdistrictCode }) => subdistrictCode === code)
    const nodes = await rows(db, NodeRow, text, [code, day])
    const heirs = await rows(db, HeirRow, heirsText, [code, day])
    const tree = gridTreeOf({ code, name: subdistrict?.name ?? code, nameEn: subdistrict?.nameEn ?? code }, nodes, heirs)
    held.set(code, { key, tree })
    return tree
  }
}
