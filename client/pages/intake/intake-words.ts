// Words and tones that several parts of the page share.
import type { IntakeRefusal, RowStatus } from '#domain/intake/intake-words.ts'
import { intakeRefusals } from '#domain/intake/intake-words.ts'
import { CallError } from '../../api/errors.ts'
import type { Say } from '../../i18n/text.ts'

/** As the contract has it; importing that would bring its schemas. */
export const mostMegabytes = 20

/** Why a file was refused at once, when that is what an error says. */
export function refusalIn(error: unknown): IntakeRefusal | null {
  if (!(error instanceof CallError)) return null
  return intakeRefusals.find((refusal) => error.details.some(({ path, problem }) => path === 'body' && problem === refusal)) ?? null
}

export const refusalWords = (refusal: IntakeRefusal, at: string, say: Say): string =>
  say(`intakeRefusal.${refusal}`, { at: at === '' ? '—' : at })

/** How a status is coloured: what is loud needs somebody. */
export const toneOf: Readonly<Record<RowStatus, 'plain' | 'needs' | 'urgent' | 'done' | 'quiet'>> = {
  ready: 'plain',
  duplicate: 'quiet',
  confirmPlace: 'needs',
  noPlace: 'needs',
  outside: 'quiet',
  unknownItem: 'needs',
  trouble: 'urgent',
  imported: 'done',
}
