// The tree of grids that a scope is chosen from. A scope is a set of nodes; a node stands for everything under it.
//
//   S ─┬─ A ─┬─ A1     chosen {A}: A1 and A2 are included, and are not sent
//      │     └─ A2     toggling A2 then changes nothing; toggling S leaves only S
//      └─ B
import type { GridFeature } from '#contract/registers.ts'

export type ScopeNode = {
  readonly code: string
  /** 0: the whole sub-district. */
  readonly level: number
  readonly name: string
  readonly nameEn: string
  readonly parent: string | null
}

export type ScopeTree = {
  readonly root: string
  readonly nodes: ReadonlyMap<string, ScopeNode>
  readonly children: ReadonlyMap<string, readonly string[]>
}

type Street = { readonly subdistrictCode: string; readonly name: string; readonly nameEn: string }

export function scopeTree(street: Street, grids: readonly Pick<GridFeature, 'properties'>[]): ScopeTree {
  const root = street.subdistrictCode
  const nodes = new Map<string, ScopeNode>([[root, { code: root, level: 0, name: street.name, nameEn: street.nameEn, parent: null }]])
  for (const { properties } of grids) {
    const { gridCode, level, name, nameEn, parentCode } = properties
    nodes.set(gridCode, { code: gridCode, level, name, nameEn, parent: parentCode })
  }
  const children = new Map<string, string[]>()
  for (const node of nodes.values()) {
    if (node.code === root) continue
    // A grid whose parent is not in the answer hangs directly under the sub-district.
    const parent = node.parent !== null && nodes.has(node.parent) ? node.parent : root
    const siblings = children.get(parent)
    if (siblings) siblings.push(node.code)
    else children.set(parent, [node.code])
  }
  for (const codes of children.values()) codes.sort()
  return { root, nodes, children }
}

/** Nodes above a node, nearest first; the sub-district last. */
export function ancestorsOf(tree: ScopeTree, code: string): readonly string[] {
  if (code === tree.root) return []
  const found: string[] = []
  for (let at = tree.nodes.get(code)?.parent ?? null; at !== null && at !== tree.root; at = tree.nodes.get(at)?.parent ?? null)
    found.push(at)
  return [...found, tree.root]
}

/** Whether a chosen node above makes this one superfluous. */
export const isIncluded = (tree: ScopeTree, chosen: ReadonlySet<string>, code: string): boolean =>
  ancestorsOf(tree, code).some((ancestor) => chosen.has(ancestor))

/** Chosen becomes not chosen; not chosen becomes chosen and takes the place of what is below it; included stays as it is. */
export function toggleNode(tree: ScopeTree, chosen: ReadonlySet<string>, code: string): ReadonlySet<string> {
  if (isIncluded(tree, chosen, code)) return chosen
  if (chosen.has(code)) return new Set([...chosen].filter((one) => one !== code))
  return new Set([...[...chosen].filter((one) => !ancestorsOf(tree, one).includes(code)), code])
}
