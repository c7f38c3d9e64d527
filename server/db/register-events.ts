// What a record of a register said before and says since. Every register writes here, in the transaction of its change.
import type { RegisterKind } from '#contract/words.ts'
import type { Queryable } from './queryable.ts'

type Fields = Readonly<Record<string, unknown>>
export type RegisterChange = {
  readonly kind: RegisterKind
  readonly id: number
  /** What was done, such as `changed`, `created`, `retired`. */
  readonly change: string
  readonly before: Fields
  readonly after: Fields
  readonly reason?: string
  readonly at: Date
  /** The username. */
  readonly by: string
}

/** The fields of `after` that are not as in `before`, of both. Values are compared as JSON. */
export function differing(before: Fields, after: Fields): { readonly before: Fields; readonly after: Fields } {
  const names = Object.keys(after).filter((name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null))
  const of = (fields: Fields) => Object.fromEntries(names.map((name) => [name, fields[name] ?? null]))
  return { before: of(before), after: of(after) }
}

/** Keeps what differs; nothing is written where nothing does, unless the step itself is what happened. Returns whether something was. */
export async function recordRegisterEvent(
  db: Queryable,
  subdistrict: string,
  { kind, id, change, before, after, reason = '', at, by }: RegisterChange,
): Promise<boolean> {
  const fields = differing(before, after)
  if (change === 'changed' && Object.keys(fields.after).length === 0) return false
  await db.query(
    `insert into register_event (subdistrict_code, record_kind, record_id, change_kind, before, after, reason, recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [subdistrict, kind, id, change, JSON.stringify(fields.before), JSON.stringify(fields.after), reason, at.toISOString(), by],
  )
  return true
}
