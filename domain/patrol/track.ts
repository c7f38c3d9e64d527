// A track: fixes with their times, in order. Between two fixes the way is taken as straight, unless so long nothing was heard that nobody can say
// where it went; then only the fixes themselves count.
import type { XY } from '../geo/local-plane.ts'
import { distance, footOnSegment, pointSegmentDistance } from '../geo/segment.ts'
import type { Plane } from './metric-line.ts'

/** Degrees, and milliseconds since 1970. `breaks`: a new piece of the file begins here, not joined to the fix before. */
export type Fix = { readonly lng: number; readonly lat: number; readonly at: number; readonly breaks?: boolean }
export type Track = readonly Fix[]

/** Longer silence is a hole: on foot it is some 100 m, about a block. */
export const longestJoinSeconds = 120
/** At each end of a track, so that it does not tell where somebody lives (DOMAIN g.6). */
export const trimMetres = 100
/** Before a planned visit or after it that still is on time, and before and after the planned window that still is duty (DOMAIN d). */
export const toleranceMinutes = 10

/** A way between two fixes, in the metres of a plane. A fix that is joined to none is a way from itself to itself. */
export type Leg = { readonly a: XY; readonly b: XY; readonly from: number; readonly to: number }

export const isJoined = (before: Fix, fix: Fix): boolean => fix.breaks !== true && fix.at - before.at <= longestJoinSeconds * 1000

export function legsOf(track: Track, plane: Plane): Leg[] {
  const legs: Leg[] = []
  for (const [index, fix] of track.entries()) {
    const here = plane([fix.lng, fix.lat])
    const next = track[index + 1]
    const before = track[index - 1]
    if (next !== undefined && isJoined(fix, next)) legs.push({ a: here, b: plane([next.lng, next.lat]), from: fix.at, to: next.at })
    else if (before === undefined || !isJoined(before, fix)) legs.push({ a: here, b: here, from: fix.at, to: fix.at })
  }
  return legs
}

/** Milliseconds; both ends belong to it. */
export type Window = { readonly from: number; readonly to: number }

/** Planned begin and end, wider by the tolerance on both sides. */
export const dutyWindow = ({ from, to }: Window): Window => ({ from: from - toleranceMinutes * 60_000, to: to + toleranceMinutes * 60_000 })

/** What was recorded while on duty; the rest is nobody's business and is thrown away before anything else is done. */
export function onDuty(track: Track, { from, to }: Window): Track {
  const kept: Fix[] = []
  let left = false
  for (const fix of track) {
    if (fix.at < from || fix.at > to) {
      left = true
      continue
    }
    kept.push(left || kept.length === 0 ? { ...fix, breaks: true } : fix)
    left = false
  }
  return kept
}

/**
 * Without what lies before the track first leaves the circle of `metres` around its first fix, and after it last entered the one around its last
 * fix. A circle, not a length of way: somebody who waits at home walks far without going anywhere, because fixes jitter. What is left has at least
 * `metres` of way less at both ends; nothing is left of a track that never leaves.
 */
export function trimmed(track: Track, plane: Plane, metres = trimMetres): Track {
  const first = track[0]
  const last = track[track.length - 1]
  if (first === undefined || last === undefined) return []
  const away = (from: Fix) => {
    const centre = plane([from.lng, from.lat])
    return ({ lng, lat }: Fix) => distance(centre, plane([lng, lat])) > metres
  }
  const begin = track.findIndex(away(first))
  const end = track.findLastIndex(away(last))
  if (begin < 0 || end < begin) return []
  return track.slice(begin, end + 1).map((fix, at) => (at === 0 ? { ...fix, breaks: true } : fix))
}

export type TrackStatistics = {
  readonly fixes: number
  readonly lengthMetres: number
  readonly seconds: number
  /** The longest time between two fixes. */
  readonly longestSilenceSeconds: number
}

export function trackStatistics(track: Track, plane: Plane): TrackStatistics {
  const legs = legsOf(track, plane)
  const silences = track.slice(1).map(({ at }, index) => at - (track[index]?.at ?? at))
  return {
    fixes: track.length,
    lengthMetres: legs.reduce((sum, { a, b }) => sum + distance(a, b), 0),
    seconds: ((track[track.length - 1]?.at ?? 0) - (track[0]?.at ?? 0)) / 1000,
    longestSilenceSeconds: silences.reduce((most, one) => Math.max(most, one), 0) / 1000,
  }
}

/** When a track is nearest to a point, and how near; the first time of several. */
export function nearestTime(legs: readonly Leg[], point: XY): { readonly at: number; readonly metres: number } | null {
  let best: { at: number; metres: number } | null = null
  for (const { a, b, from, to } of legs) {
    const metres = pointSegmentDistance(point, a, b)
    if (best === null || metres < best.metres - 1e-9) best = { at: from + footOnSegment(point, a, b) * (to - from), metres }
  }
  return best
}
