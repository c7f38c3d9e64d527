// POST /api/v1/renovations/7/consent-rounds   how the households voted; the latest round counts
// POST /api/v1/renovations/7/lift-votes       how the owners of a unit or building voted on a lift
// POST /api/v1/renovations/7/votes/withdraw   one of them counts no more
import { z } from 'zod'
import { maskFreeText } from '#domain/privacy/mask.ts'
import { consentFlaw, liftFlaw, liftOutcome } from '#domain/renovation/votes.ts'
import { maybeRow, type Queryable } from '../db/queryable.ts'
import { AppError, found, refusedAt } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { changeProject, type Project } from './project.ts'
import { roundsOf } from './queries.ts'

/** After filing the vote is closed: another one needs a step back. */
function mustBeVoting({ stage }: Project): void {
  if (stage !== 'consent')
    throw new AppError('conflict', `the households vote at the stage of consent, it is at ${stage}`, [
      { path: 'body', problem: 'notVoting' },
    ])
}

/** The latest round that is not withdrawn stands on the project itself; where there is none, nobody voted. */
async function writeConsent(system: Queryable, subdistrict: string, id: number): Promise<void> {
  const last = (await roundsOf(system, subdistrict, id)).find(({ withdrawnAt }) => withdrawnAt === null)
  await system.query(
    `update renovation_project set entitled_households = coalesce($3::int, entitled_households), voted_households = $4, consenting_households = $5
     where subdistrict_code = $1 and renovation_project_id = $2`,
    [subdistrict, id, last?.entitledHouseholds ?? null, last?.votedHouseholds ?? 0, last?.consentingHouseholds ?? 0],
  )
}

const HouseRow = z.object({ compoundId: z.number().nullable(), unit: z.boolean() })
const notAfter = (heldOn: string, today: string): void => {
  if (heldOn > today) throw refusedAt('body.heldOn', 'inFuture')
}
const partOfMore = (field: string | null): void => {
  if (field !== null) throw refusedAt(`body.${field}`, 'more than it is a part of')
}

export const voteHandlers: Pick<Handlers, 'addConsentRound' | 'addLiftVote' | 'withdrawRenovationVote'> = {
  addConsentRound: ({ params: { id }, body: { version, note: given, ...vote }, ...asked }) =>
    changeProject(asked, { id, version, wanted: vote }, async (system, project, today) => {
      const { subdistrict, now, who } = asked
      const note = maskFreeText(given)
      const { heldOn, entitledHouseholds: entitled, votedHouseholds: voted, consentingHouseholds: consenting } = vote
      notAfter(heldOn, today)
      const flaw = consentFlaw({ entitled, voted, consenting })
      partOfMore(flaw)
      mustBeVoting(project)
      await system.query(
        `insert into renovation_consent_round (subdistrict_code, renovation_project_id, held_on, entitled_households, voted_households,
           consenting_households, note, recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
        [subdistrict, id, heldOn, entitled, voted, consenting, note, now.toISOString(), who.username],
      )
      await writeConsent(system, subdistrict, id)
      const { entitledHouseholds, votedHouseholds, consentingHouseholds } = project
      const before = { entitledHouseholds, votedHouseholds, consentingHouseholds }
      return { action: 'renovationVoteAdded', change: 'consentRound', before, after: vote, reason: note }
    }),

  addLiftVote: async ({ params: { id }, body: { version, note: given, ...vote }, ...asked }) => {
    const { subdistrict, now, who, db } = asked
    const house = await maybeRow(
      db,
      HouseRow,
      `select compound_id as "compoundId", $3::int is null or exists (select from building_unit u where u.subdistrict_code = $1
         and u.building_id = b.building_id and u.unit_number = $3::int) as unit
       from building b where subdistrict_code = $1 and building_id = $2::bigint`,
      [subdistrict, vote.buildingId, vote.unitNumber],
    )
    return changeProject(asked, { id, version, wanted: {} }, async (system, project, today) => {
      const note = maskFreeText(given)
      if (house === undefined || house.compoundId !== project.compoundId)
        throw refusedAt('body.buildingId', `building ${vote.buildingId} is not one of this compound`)
      if (!house.unit) throw refusedAt('body.unitNumber', `building ${vote.buildingId} has no unit ${vote.unitNumber}`)
      notAfter(vote.heldOn, today)
      partOfMore(liftFlaw(vote))
      await system.query(
        `insert into renovation_lift_vote (subdistrict_code, renovation_project_id, building_id, unit_number, held_on, entitled_people, entitled_area,
           voted_people, voted_area, approving_people, approving_area, note, recorded_at, recorded_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
        [
          ...[subdistrict, id, vote.buildingId, vote.unitNumber, vote.heldOn, vote.entitledPeople, vote.entitledArea],
          ...[vote.votedPeople, vote.votedArea, vote.approvingPeople, vote.approvingArea, note, now.toISOString(), who.username],
        ],
      )
      const after = { ...vote, carries: liftOutcome(vote).carries }
      return { action: 'renovationVoteAdded', change: 'liftVote', before: {}, after, reason: note }
    })
  },

  withdrawRenovationVote: ({ params: { id }, body: { version, vote, id: voteId, reason: given }, ...asked }) =>
    changeProject(asked, { id, version, wanted: {} }, async (system, project) => {
      const { subdistrict, now, who } = asked
      const reason = maskFreeText(given)
      if (vote === 'consent') mustBeVoting(project)
      const [table, key] =
        vote === 'consent'
          ? ['renovation_consent_round', 'renovation_consent_round_id']
          : ['renovation_lift_vote', 'renovation_lift_vote_id']
      const gone = await maybeRow(
        system,
        z.object({ heldOn: z.string() }),
        `update ${table} set withdrawn_at = $4, withdrawn_by = $5, withdrawn_because = $6
         where subdistrict_code = $1 and renovation_project_id = $2 and ${key} = $3 and withdrawn_at is null returning held_on as "heldOn"`,
        [subdistrict, id, voteId, now.toISOString(), who.username, reason],
      )
      const { heldOn } = found(gone, `vote ${voteId} of renovation ${id} that counts`)
      if (vote === 'consent') await writeConsent(system, subdistrict, id)
      const change = vote === 'consent' ? 'consentRoundWithdrawn' : 'liftVoteWithdrawn'
      return { action: 'renovationVoteWithdrawn', change, before: { heldOn }, after: { heldOn: null }, reason }
    }),
}
