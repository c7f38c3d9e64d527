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

/** Keeps what differs; nothing is written where nothing does, unless the step itself is what happened. */
export async function recordRegisterEvents(db: Queryable, subdistrict: string, changes: readonly RegisterChange[]): Promise<void> {
  const events = changes.flatMap(({ kind, id, change, reason = '', at, by, ...fields }) => {
    const { before, after } = differing(fields.before, fields.after)
    return change === 'changed' && Object.keys(after).length === 0
      ? []
      : [{ kind, id, change, before, after, reason, at: at.toISOString(), by }]
  })
  if (events.length === 0) return
  await db.query(
    `insert into register_event (subdistrict_code, record_kind, record_id, change_kind, before, after, reason, recorded_at, recorded_by)
     select $1, kind, id, change, before, after, reason, at, by
     from rows from (jsonb_to_recordset($2::jsonb) as (kind text, id bigint, change text, before jsonb, after jsonb, reason text, at timestamptz, by text))
       with ordinality as s(kind, id, change, before, after, reason, at, by, place) order by place`,
    [subdistrict, JSON.stringify(events)],
  )
}

export const recordRegisterEvent = (db: Queryable, subdistrict: string, change: RegisterChange): Promise<void> =>
  recordRegisterEvents(db, subdistrict, [change])
