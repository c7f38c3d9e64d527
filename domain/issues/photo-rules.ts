// Which photos belong to a case, and when: of the report before work begins, of the result while there is work, of the check while it is checked.
import { type CaseFacts, type IssueStatus, type Person, partiesOf } from './workflow.ts'

export const photoKinds = ['report', 'result', 'check'] as const
export type PhotoKind = (typeof photoKinds)[number]

/** Of each kind. */
export const mostPhotos = 4
/** The longer side of what is kept, in pixels: enough to read a licence plate no, a crack in a wall yes. */
export const photoPixels = 1600
export const thumbnailPixels = 320

const kindOfStatus: Readonly<Partial<Record<IssueStatus, PhotoKind>>> = {
  reported: 'report',
  accepted: 'report',
  filed: 'report',
  dispatched: 'report',
  returned: 'report',
  escalated: 'report',
  handling: 'result',
  extensionRequested: 'result',
  rework: 'result',
  feedback: 'result',
  verifying: 'check',
}

/**
 * What a photo shows that this person adds to a case now; null: they may add none. Results come from whoever handles the case, or from the desk
 * for them; checks from somebody who did not handle it; except that whoever solved a case on the spot shows how.
 */
export function photoKindNow(person: Person, facts: CaseFacts): PhotoKind | null {
  const kind = kindOfStatus[facts.status]
  const parties = partiesOf(person, facts)
  if (kind === undefined || parties.size === 0) return null
  if (kind === 'result') return parties.has('handler') || parties.has('desk') || facts.handledBy.includes(person.accountId) ? kind : null
  if (kind === 'check') return parties.has('verifier') ? kind : 'result'
  return kind
}

/** The longer side becomes `longest` at most; nothing is made larger. */
export function photoSize(width: number, height: number, longest: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}
