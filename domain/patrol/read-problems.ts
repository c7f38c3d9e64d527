// Why a file with a track is refused, and what is looked at in its fixes.
import type { Track } from './track.ts'

export const trackProblems = [
  'notXml',
  'documentType',
  'notGpx',
  'tooManyFixes',
  'noFixes',
  'badPlace',
  'noTime',
  'timeBackwards',
  'outside',
  'notOnDuty',
] as const
export type TrackProblem = (typeof trackProblems)[number]

/** Eleven hours of a fix each second. */
export const mostFixes = 40_000

export type NumberedFix = Track[number] & { readonly line: number }
export type TrackRefusal = { readonly problem: TrackProblem; readonly line: number }

/** The first fix whose time is before that of the one before it. */
export function backwards(fixes: readonly NumberedFix[]): TrackRefusal | null {
  const at = fixes.findIndex((fix, index) => index > 0 && fix.at < (fixes[index - 1]?.at ?? fix.at))
  const fix = fixes[at]
  return fix === undefined ? null : { problem: 'timeBackwards', line: fix.line }
}
