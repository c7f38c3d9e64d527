import type { Role } from '#contract/words.ts'
import type { Queryable } from '../db/queryable.ts'
import { feature } from '../http/feature.ts'
import { type IssueRow, issuesByNumber } from './queries.ts'

/** A wall is read by whoever passes: what people wrote stays off it, and so do the points of family disputes (DOMAIN e). */
export const toIssue =
  ({ role }: { readonly role: Role | null }) =>
  ({ geometry, ...row }: IssueRow) =>
    feature(row.issueId, geometry, role === 'wall' ? { ...row, description: '', address: '' } : row)

/** Issues by number as they are now, as a list would show them to people or on a wall; what may not be on a wall is missing there. */
export const describeIssues =
  (now: () => Date) => async (db: Queryable, subdistrict: string, issueIds: readonly number[], onWall: boolean) => {
    const at = now()
    const ask = (asWall: boolean) => issuesByNumber(db, subdistrict, at, issueIds, asWall)
    const shown = await ask(onWall)
    const forAll = onWall ? shown : await ask(true)
    const onMap = new Set(forAll.map(({ issueId }) => issueId))
    const show = toIssue({ role: onWall ? 'wall' : null })
    return new Map(shown.map((row) => [row.issueId, { issue: show(row), onMap: onMap.has(row.issueId) }]))
  }
