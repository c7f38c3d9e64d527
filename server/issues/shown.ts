import type { Role } from '#contract/words.ts'
import { feature } from '../http/feature.ts'
import type { IssueRow } from './queries.ts'

/** A wall is read by whoever passes: what people wrote stays off it, and so do the points of family disputes (DOMAIN e). */
export const toIssue =
  ({ role }: { readonly role: Role | null }) =>
  ({ geometry, ...row }: IssueRow) =>
    feature(row.issueId, geometry, role === 'wall' ? { ...row, description: '', address: '' } : row)
