import type { Role } from '#contract/words.ts'
import { choicesOf, type Person } from '#domain/issues/workflow.ts'
import type { Queryable } from '../db/queryable.ts'
import { feature } from '../http/feature.ts'
import { type IssueRow, issuesByNumber } from './queries.ts'

/** A wall is read by whoever passes: what people wrote stays off it, and so do the points of family disputes (DOMAIN e). */
export const toIssue =
  ({ role }: { readonly role: Role | null }) =>
  ({ geometry, ...row }: IssueRow) =>
    feature(row.issueId, geometry, {
      issueId: row.issueId,
      class: row.class,
      item: row.item,
      source: row.source,
      severity: row.severity,
      status: row.status,
      handlerLevel: row.handlerLevel,
      description: role === 'wall' ? '' : row.description,
      address: role === 'wall' ? '' : row.address,
      reportedAt: row.reportedAt,
      filedAt: row.filedAt,
      dueAt: row.dueAt,
      closedAt: row.closedAt,
      overdue: row.overdue,
      gridCode: row.gridCode,
      buildingId: row.buildingId,
    })

/** An issue as a queue shows it to a person. */
export const toListed = (who: Person & { readonly role: Role | null }) => (row: IssueRow) => ({
  ...toIssue(who)(row),
  itemName: row.itemName,
  itemNameEn: row.itemNameEn,
  version: row.version,
  amberAt: row.amberAt,
  lamp: row.lamp,
  choices: [...choicesOf(who, row)],
  mine: row.mine,
  photos: row.photos,
})

const nobody: Person = { accountId: 0, role: null }

/** Issues by number as they are now, as a list would show them to people or on a wall; what may not be on a wall is missing there. */
export const describeIssues =
  (now: () => Date) => async (db: Queryable, subdistrict: string, issueIds: readonly number[], onWall: boolean) => {
    const at = now()
    const ask = (asWall: boolean) => issuesByNumber(db, subdistrict, { now: at, issueIds, onWall: asWall, person: nobody })
    const shown = await ask(onWall)
    const forAll = onWall ? shown : await ask(true)
    const onMap = new Set(forAll.map(({ issueId }) => issueId))
    const show = toIssue({ role: onWall ? 'wall' : null })
    return new Map(shown.map((row) => [row.issueId, { issue: show(row), onMap: onMap.has(row.issueId) }]))
  }
