// A route while it is drawn: what it is, and every step back. Pure: steps give new drafts; the page draws them.
import { metresPerDegree } from '#domain/geo/local-plane.ts'
import { pointSegmentDistance } from '#domain/geo/segment.ts'
import { everyWeekday, overlappingShifts, type Shift } from '#domain/patrol/shift.ts'
import type { RouteBody, RouteFeature } from '../../api/patrols.ts'

export type Place = { readonly lng: number; readonly lat: number }
export type DraftCheckpoint = Place & {
  readonly checkpointId: number | null
  readonly name: string
  readonly nameEn: string
  readonly radiusMetres: number
  /** Null: as walked. */
  readonly plannedMinute: number | null
}
export type Draft = {
  readonly patrolTeamId: number | null
  readonly name: string
  readonly nameEn: string
  readonly shifts: readonly Shift[]
  readonly line: readonly Place[]
  readonly checkpoints: readonly DraftCheckpoint[]
}
/** The draft as it is and those before it, the latest last. */
export type Drawing = { readonly now: Draft; readonly past: readonly Draft[] }

const emptyDraft: Draft = {
  patrolTeamId: null,
  name: '',
  nameEn: '',
  shifts: [{ begins: '08:30', ends: '11:30', weekdays: everyWeekday }],
  line: [],
  checkpoints: [],
}
/** Nobody takes back more than this. */
const mostSteps = 200

/** Stored coordinates are multiples of 1e-7 degree. */
const onLattice = ({ lng, lat }: Place): Place => ({ lng: Math.round(lng * 1e7) / 1e7, lat: Math.round(lat * 1e7) / 1e7 })

export function beginDrawing(feature: RouteFeature | null): Drawing {
  if (feature === null) return { now: emptyDraft, past: [] }
  const { patrolTeamId, name, nameEn, shifts, checkpoints } = feature.properties
  const line = feature.geometry.coordinates.map(([lng = 0, lat = 0]) => ({ lng, lat }))
  const drawn = checkpoints.map(({ sequence: _, ...one }) => one)
  return { now: { patrolTeamId, name, nameEn, shifts, line, checkpoints: drawn }, past: [] }
}

/** What is typed is no step of its own. */
export const fill = ({ now, past }: Drawing, fields: Partial<Omit<Draft, 'line' | 'checkpoints'>>): Drawing => ({
  now: { ...now, ...fields },
  past,
})
const step = ({ now, past }: Drawing, change: Partial<Draft>): Drawing => ({
  now: { ...now, ...change },
  past: [...past, now].slice(-mostSteps),
})
/** Takes back the last change of the line or the checkpoints; what was typed stays. */
export function undo({ now, past }: Drawing): Drawing {
  const before = past[past.length - 1]
  return before === undefined
    ? { now, past }
    : { now: { ...now, line: before.line, checkpoints: before.checkpoints }, past: past.slice(0, -1) }
}

/** Where on the line a place between two corners belongs. */
function cornerBefore(line: readonly Place[], place: Place): number {
  const scale = metresPerDegree(place.lat)
  const metres = ({ lng, lat }: Place): [number, number] => [(lng - place.lng) * scale.lng, (lat - place.lat) * scale.lat]
  let [best, away] = [line.length, Infinity]
  for (let at = 1; at < line.length; at++) {
    const [a, b] = [line[at - 1], line[at]]
    if (a === undefined || b === undefined) continue
    const metresAway = pointSegmentDistance([0, 0], metres(a), metres(b))
    if (metresAway < away) [best, away] = [at, metresAway]
  }
  return best
}

/** A corner at the end, or between two where the line itself was pressed. */
export function addCorner(drawing: Drawing, place: Place, onLine: boolean): Drawing {
  const { line } = drawing.now
  return step(drawing, { line: line.toSpliced(onLine ? cornerBefore(line, place) : line.length, 0, onLattice(place)) })
}
/** `name` of a new one, such as 必巡点 3. */
export const addCheckpoint = (drawing: Drawing, place: Place, name: string): Drawing =>
  step(drawing, {
    checkpoints: [
      ...drawing.now.checkpoints,
      { ...onLattice(place), checkpointId: null, name, nameEn: '', radiusMetres: 20, plannedMinute: null },
    ],
  })

export type Held = { readonly kind: 'corner' | 'checkpoint'; readonly index: number }
/** `begins`: the first of a drag, which is one step as a whole. */
export function move(drawing: Drawing, { kind, index }: Held, place: Place, begins: boolean): Drawing {
  const { line, checkpoints } = drawing.now
  const at = onLattice(place)
  const change =
    kind === 'corner'
      ? { line: line.map((one, k) => (k === index ? at : one)) }
      : { checkpoints: checkpoints.map((one, k) => (k === index ? { ...one, ...at } : one)) }
  return begins ? step(drawing, change) : { ...drawing, now: { ...drawing.now, ...change } }
}
export function removeHeld(drawing: Drawing, { kind, index }: Held): Drawing {
  const { line, checkpoints } = drawing.now
  return step(drawing, kind === 'corner' ? { line: line.toSpliced(index, 1) } : { checkpoints: checkpoints.toSpliced(index, 1) })
}
/** One place earlier in the order of checkpoints. */
export function earlier(drawing: Drawing, index: number): Drawing {
  const { checkpoints } = drawing.now
  const one = checkpoints[index]
  return index < 1 || one === undefined
    ? drawing
    : step(drawing, { checkpoints: checkpoints.toSpliced(index, 1).toSpliced(index - 1, 0, one) })
}
export const fillCheckpoint = (
  { now, past }: Drawing,
  index: number,
  fields: Partial<Pick<DraftCheckpoint, 'name' | 'radiusMetres' | 'plannedMinute'>>,
): Drawing => ({ now: { ...now, checkpoints: now.checkpoints.map((one, k) => (k === index ? { ...one, ...fields } : one)) }, past })

/** Everything is there but for what is wrong with the shifts. */
export const isNamed = ({ patrolTeamId, name, line, checkpoints }: Draft): boolean =>
  patrolTeamId !== null &&
  name.trim() !== '' &&
  line.length >= 2 &&
  checkpoints.length > 0 &&
  checkpoints.every((one) => one.name.trim() !== '')

/** What is sent; null while something is missing. */
export function bodyOf(whole: Draft): RouteBody | null {
  const { patrolTeamId, line, checkpoints, shifts, ...draft } = whole
  if (patrolTeamId === null || !isNamed(whole)) return null
  if (shifts.length === 0 || shifts.some(({ begins, ends, weekdays }) => begins === '' || ends === '' || weekdays.length === 0)) return null
  if (overlappingShifts(shifts) !== null) return null
  return {
    ...draft,
    patrolTeamId,
    shifts: shifts.map((shift) => ({ ...shift, weekdays: [...shift.weekdays] })),
    line: line.map(({ lng, lat }): [number, number] => [lng, lat]),
    checkpoints: checkpoints.map((one) => ({ ...one })),
  }
}
