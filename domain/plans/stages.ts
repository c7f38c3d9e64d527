/**
 * The way of a boundary plan (DOMAIN c.1, shaped on the practice of 海口秀英区):
 *
 *      draft → selfChecked → fieldWalked → opinionHeard → approved → published
 *        ↑__________|_____________|_____________|______________|           back with comments; `withdrawn` ends a plan
 *
 * Borders are drawn in a draft only. Who drew on a plan does not approve it, and nobody but a leader does.
 */
export const planStages = ['draft', 'selfChecked', 'fieldWalked', 'opinionHeard', 'approved', 'published', 'withdrawn'] as const
export type PlanStage = (typeof planStages)[number]

/** It has not ended, one way or the other. */
export const isUnderWay = (stage: PlanStage): boolean => stage !== 'published' && stage !== 'withdrawn'

export type PlanRole = 'leader' | 'planner'

interface Way {
  readonly from: PlanStage
  readonly to: PlanStage
  readonly by: readonly PlanRole[]
  /** a word for what must be said or done with it */
  readonly needs: readonly ('comment' | 'effectiveOn' | 'notAuthor' | 'noProblems')[]
}

const back = (from: PlanStage, by: readonly PlanRole[]): Way => ({ from, to: 'draft', by, needs: ['comment'] })

export const planWays: readonly Way[] = [
  { from: 'draft', to: 'selfChecked', by: ['planner'], needs: ['noProblems'] },
  { from: 'selfChecked', to: 'fieldWalked', by: ['planner'], needs: ['comment'] },
  { from: 'fieldWalked', to: 'opinionHeard', by: ['planner'], needs: ['comment'] },
  { from: 'opinionHeard', to: 'approved', by: ['leader'], needs: ['effectiveOn', 'notAuthor', 'noProblems'] },
  { from: 'approved', to: 'published', by: ['leader', 'planner'], needs: ['noProblems'] },
  back('selfChecked', ['planner', 'leader']),
  back('fieldWalked', ['planner', 'leader']),
  back('opinionHeard', ['planner', 'leader']),
  back('approved', ['leader']),
  { from: 'draft', to: 'withdrawn', by: ['planner', 'leader'], needs: ['comment'] },
]

export const waysFrom = (stage: PlanStage, role: string): readonly Way[] =>
  planWays.filter(({ from, by }) => from === stage && by.some((one) => one === role))

export type WayRefusal = 'noSuchWay' | 'notYours' | 'commentMissing' | 'effectiveOnMissing' | 'effectiveOnPast' | 'ownWork' | 'nothingDone'

export interface WayAsked {
  readonly stage: PlanStage
  readonly to: PlanStage
  readonly role: string
  readonly username: string
  /** everybody who drew on it, the one who began it included */
  readonly authors: readonly string[]
  readonly comment: string
  readonly effectiveOn: string | null
  readonly today: string
  readonly operations: number
}

/** Why a plan cannot go this way, as far as the plan itself can tell; problems of its borders are asked elsewhere. */
export function wayRefusal({ stage, to, role, username, authors, comment, effectiveOn, today, operations }: WayAsked): WayRefusal | null {
  const ways = planWays.filter((way) => way.from === stage && way.to === to)
  const [way] = ways
  if (way === undefined) return 'noSuchWay'
  if (!way.by.some((one) => one === role)) return 'notYours'
  if (way.needs.includes('comment') && comment.trim() === '') return 'commentMissing'
  if (way.needs.includes('notAuthor') && authors.includes(username)) return 'ownWork'
  if (way.needs.includes('noProblems') && operations === 0) return 'nothingDone'
  if (!way.needs.includes('effectiveOn')) return null
  if (effectiveOn === null) return 'effectiveOnMissing'
  return effectiveOn < today ? 'effectiveOnPast' : null
}
