// One case as its reader is shown it.
import { clockOf } from '#domain/issues/case-clock.ts'
import { photoKindNow } from '#domain/issues/photo-rules.ts'
import { levelsFor } from '#domain/issues/workflow.ts'
import type { Queryable } from '../db/queryable.ts'
import { found } from '../http/app-error.ts'
import type { Principal } from '../http/principal.ts'
import { caseOf } from './case-queries.ts'
import { photosOf } from './photo-queries.ts'
import { issuesByNumber, issueTimeline } from './queries.ts'
import { toListed } from './shown.ts'

export type Reader = { readonly db: Queryable; readonly subdistrict: string; readonly now: Date; readonly who: Principal }

export async function caseAnswer({ db, subdistrict, now, who }: Reader, issueId: number) {
  const [row] = await issuesByNumber(db, subdistrict, { now, issueIds: [issueId], onWall: who.role === 'wall', person: who })
  const shown = toListed(who)(found(row, `issue ${issueId}`))
  const facts = found(await caseOf(db, subdistrict, issueId), `issue ${issueId}`)
  const timeline = await issueTimeline(db, subdistrict, issueId)
  const { parkedMinutes, waitingMinutes } = clockOf(
    timeline.map(({ happenedAt, to }) => ({ at: new Date(happenedAt), to })),
    now,
  )
  const { extendedUntil, reviewOn, masterIssueId, handlerName } = facts
  return {
    ...shown,
    extendedUntil,
    reviewOn,
    masterIssueId,
    handlerName,
    levels: [...levelsFor(facts)],
    parkedMinutes,
    waitingMinutes,
    photos: await photosOf(db, subdistrict, issueId),
    photoKind: photoKindNow(who, facts),
    timeline,
  }
}
