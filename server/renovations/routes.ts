// GET /api/v1/renovations?stage=consent&class=basic&q=…   the register of renovation projects; /summary its figures, /7 one of them
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { nextStage, renovationStages, stepRefusal } from '#domain/renovation/stages.ts'
import { isOfThisList, liftOutcome } from '#domain/renovation/votes.ts'
import { found } from '../http/app-error.ts'
import { feature, page, rate } from '../http/feature.ts'
import type { Handlers } from '../http/handler.ts'
import { afterNumbers } from '../http/keyset.ts'
import { fileHandlers } from './file.ts'
import { pairsOf, photoHandlers } from './photo-routes.ts'
import { factsOf, projectOf, writtenSteps } from './project.ts'
import { projectHandlers } from './project-routes.ts'
import { costsOf, housesOf, liftVotesOf, type RenovationRow, renovationList, roundsOf, ruleOf, stageCounts, stepsOf } from './queries.ts'
import { voteHandlers } from './vote-routes.ts'

function toProperties({ geometry: _, liftVotes: __, liftVotesCarried: ___, ...row }: RenovationRow, now: Date) {
  const { entitledHouseholds, votedHouseholds, consentingHouseholds, ...said } = row
  return { ...said, consent: rate(consentingHouseholds, entitledHouseholds, now), turnout: rate(votedHouseholds, entitledHouseholds, now) }
}

type VoteRow = { readonly withdrawnAt: string | null; readonly withdrawnBy: string | null; readonly withdrawnBecause: string | null }
const toVote = <R extends VoteRow>({ withdrawnAt, withdrawnBy, withdrawnBecause, ...row }: R) => ({
  ...row,
  withdrawn: withdrawnAt === null ? null : { at: withdrawnAt, by: withdrawnBy ?? '', reason: withdrawnBecause ?? '' },
})

/** The steps with whether they count. */
function toSteps(steps: Awaited<ReturnType<typeof stepsOf>>) {
  const counting = new Set(writtenSteps(steps).map(({ id }) => id))
  return steps.map((step) => ({ ...step, counts: counting.has(step.id) }))
}

export const renovationHandlers: Pick<
  Handlers,
  | 'renovations'
  | 'renovationSummary'
  | 'renovation'
  | keyof typeof projectHandlers
  | keyof typeof voteHandlers
  | keyof typeof photoHandlers
  | keyof typeof fileHandlers
> = {
  ...projectHandlers,
  ...voteHandlers,
  ...photoHandlers,
  ...fileHandlers,

  renovations: async ({ db, subdistrict, query, now }) => {
    const [after] = afterNumbers(query.after, 1) ?? []
    const fetched = await renovationList(db, subdistrict, { ...query, limit: query.limit + 1, after })
    const toFeature = (row: RenovationRow) => feature(row.renovationProjectId, row.geometry, toProperties(row, now))
    return page(fetched, query.limit, now, (row) => String(row.renovationProjectId), toFeature)
  },

  renovationSummary: async ({ db, subdistrict, query, now }) => {
    const counted = new Map((await stageCounts(db, subdistrict, query)).map(({ stage, projects }) => [stage, projects]))
    return {
      asOf: now.toISOString(),
      stages: renovationStages.map((stage) => ({ stage, projects: counted.get(stage) ?? 0 })),
      rule: await ruleOf(db, subdistrict),
    }
  },

  renovation: async ({ db, subdistrict, params: { id }, now }) => {
    const project = found(await projectOf(db, subdistrict, id), `renovation ${id}`)
    const [row] = await renovationList(db, subdistrict, { limit: 1, project: id })
    const steps = await stepsOf(db, subdistrict, id)
    const { consentPercent } = await ruleOf(db, subdistrict)
    const [next, today] = [nextStage(project.stage), calendarDay(now)]
    const wanted = next && { to: next, onDay: today, reason: '' }
    const entries = [{ from: null, to: project.stage, onDay: project.stageSince }]
    return {
      asOf: now.toISOString(),
      project: toProperties(found(row, `renovation ${id}`), now),
      consentPercent,
      next: wanted ? { stage: wanted.to, refusal: stepRefusal(entries, await factsOf(db, subdistrict, id, project), wanted, today) } : null,
      steps: toSteps(steps),
      rounds: (await roundsOf(db, subdistrict, id)).map((round) => ({
        ...toVote(round),
        ofThisList: isOfThisList(round, writtenSteps(steps), project.wishListAt),
      })),
      liftVotes: (await liftVotesOf(db, subdistrict, id)).map((vote) => ({ ...toVote(vote), carries: liftOutcome(vote).carries })),
      costs: await costsOf(db, subdistrict, id),
      pairs: await pairsOf(db, subdistrict, id),
      houses: await housesOf(db, subdistrict, project.compoundId),
    }
  },
}
