// What an entry changed, field by field: changed first, then what stayed.
//   before {a: 1, b: 2}, after {a: 1, b: 3, c: 4}  →  b: 2 → 3 · c: nothing → 4 · a stayed 1
import type { AuditEntry } from '#contract/audit.ts'

type Side = AuditEntry['before']
export type Difference = { readonly field: string; readonly before: unknown; readonly after: unknown; readonly changed: boolean }

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export function differences(before: Side, after: Side): readonly Difference[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const all = fields.map((field) => {
    const [old, now] = [before?.[field], after?.[field]]
    return { field, before: old, after: now, changed: !same(old, now) }
  })
  return [...all.filter(({ changed }) => changed), ...all.filter(({ changed }) => !changed)]
}
