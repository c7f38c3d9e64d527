// The state of the map page as it stands in the address bar. Pure: text to value and back. What is not valid is left out, never an error.
//   ?at=15.2/30.66912/104.06512&layers=grids,heads&pick=grid:510123001001001&lang=en&theme=dark&period=90&class=dispute
import { issueClasses, stationKinds } from '#contract/words.ts'
import { clockTime } from '#domain/calendar/opening-hours.ts'
import { type CoverageKind, coverageKinds } from '#domain/coverage/coverage-kinds.ts'
import type { HeatMeasure } from '#domain/density/heat-scale.ts'
import { type WalkProfile, walkProfiles } from '#domain/walk/profile.ts'
import { changesText, parseChanges, type StationChange } from '#domain/walk/station-changes.ts'
import { type Language, languages } from '../i18n/language.ts'
import { type Camera, rounded } from '../map/camera.ts'
import { type CircleView, circleViews, type HeatView, heatViews } from '../map/layer.ts'
import { defaultLayers, type LayerKey, layerKeys } from '../map/layer-keys.ts'
import type { Theme } from '../map/palette.ts'
import { parseSelection, type Selection, selectionKey } from '../map/selection.ts'
import { readable } from './readable-query.ts'

export const periods = [7, 30, 90, 365] as const
export type Period = (typeof periods)[number]
export type StationKind = (typeof stationKinds)[number]
export type IssueClass = (typeof issueClasses)[number]

export type DayRange = { readonly from: string; readonly to: string }

export type TriedPlace = { readonly lng: number; readonly lat: number }

export type Address = {
  /** Null: the whole sub-district. */
  readonly camera: Camera | null
  readonly layers: readonly LayerKey[]
  readonly selection: Selection | null
  readonly language: Language
  /** Null: as the system has it. */
  readonly theme: Theme | null
  /** What the layer of coverage counts. */
  readonly coverageKind: CoverageKind
  readonly periodDays: Period
  /** Empty: all of them. */
  readonly classes: readonly IssueClass[]
  readonly per: HeatMeasure
  readonly heatView: HeatView
  /** Days chosen by hand, both included; null: the last `periodDays`. */
  readonly range: DayRange | null
  /** How fast those walk whose circles are shown. */
  readonly walk: WalkProfile
  /** Straight circles are laid over, to compare with. */
  readonly straight: boolean
  readonly circleView: CircleView
  /** Only stations of these kinds; empty: all of them. */
  readonly stationKinds: readonly StationKind[]
  /** Stations in service on this day; null: today. */
  readonly walkDay: string | null
  /** Only stations that are open at this time of the day; null: all in service. */
  readonly openAt: string | null
  /** Where a station is tried that is not there. */
  readonly tried: TriedPlace | null
  /** What is different in the plan that is thought of. */
  readonly plan: readonly StationChange[]
}

export const emptyAddress: Address = {
  camera: null,
  layers: defaultLayers,
  selection: null,
  language: 'zh-CN',
  theme: null,
  coverageKind: 'buildingHead',
  periodDays: 30,
  classes: [],
  per: 'raw',
  heatView: 'kernel',
  range: null,
  walk: 'default',
  straight: false,
  circleView: 'rings',
  stationKinds: [],
  walkDay: null,
  openAt: null,
  tried: null,
  plan: [],
}

const within = (value: number, low: number, high: number): boolean => value >= low && value <= high

function parseCamera(text: string): Camera | null {
  const parts = text.split('/')
  const [zoom = Number.NaN, lat = Number.NaN, lng = Number.NaN, bearing = 0, pitch = 0] = parts.map((part) =>
    part.trim() === '' ? Number.NaN : Number(part),
  )
  const valid =
    parts.length >= 3 &&
    parts.length <= 5 &&
    within(zoom, 0, 22) &&
    within(lat, -85, 85) &&
    within(lng, -180, 180) &&
    within(bearing, -360, 360) &&
    within(pitch, 0, 60)
  return valid ? rounded({ zoom, lat, lng, bearing, pitch }) : null
}

const isDay = (text: string): boolean =>
  /^(19|20|21)\d\d-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

const parseRange = (from: string, to: string): DayRange | null => (isDay(from) && isDay(to) && from <= to ? { from, to } : null)

function formatCamera({ zoom, lat, lng, bearing, pitch }: Camera): string {
  const turned = bearing !== 0 || pitch !== 0 ? [bearing, pitch] : []
  return [zoom, lat, lng, ...turned].join('/')
}

/** `lat/lng`, as the camera writes them. */
function parseTried(text: string): TriedPlace | null {
  const [lat = Number.NaN, lng = Number.NaN, ...rest] = text.split('/').map((part) => (part.trim() === '' ? Number.NaN : Number(part)))
  return rest.length === 0 && within(lat, -85, 85) && within(lng, -180, 180) ? { lng, lat } : null
}

const noPlan: readonly StationChange[] = []
/** What cannot be read is the stations there are. */
export const parsePlan = (text: string): readonly StationChange[] => {
  const parsed = parseChanges(text)
  return 'problem' in parsed ? noPlan : parsed
}

/** The words of a comma-separated list that are known, once each, in the order of the known. */
const known = <T extends string>(text: string, words: readonly T[]): readonly T[] => {
  const given = new Set(text.split(','))
  return words.filter((word) => given.has(word))
}

const oneOf = <T>(words: readonly T[], value: unknown): T | undefined => words.find((word) => word === value)

export function parseAddress(search: string): Address {
  const query = new URLSearchParams(search)
  const layers = query.get('layers')
  return {
    camera: parseCamera(query.get('at') ?? ''),
    layers: layers === null ? defaultLayers : known(layers, layerKeys),
    selection: parseSelection(query.get('pick') ?? ''),
    language: oneOf(languages, query.get('lang')) ?? emptyAddress.language,
    theme: oneOf(['light', 'dark'] as const, query.get('theme')) ?? null,
    coverageKind: oneOf(coverageKinds, query.get('cover')) ?? emptyAddress.coverageKind,
    periodDays: oneOf(periods, Number(query.get('period'))) ?? emptyAddress.periodDays,
    classes: known(query.get('class') ?? '', issueClasses),
    per: oneOf(['raw', 'households'] as const, query.get('per')) ?? emptyAddress.per,
    heatView: oneOf(heatViews, query.get('heat')) ?? emptyAddress.heatView,
    range: parseRange(query.get('from') ?? '', query.get('to') ?? ''),
    walk: oneOf(walkProfiles, query.get('walk')) ?? emptyAddress.walk,
    straight: query.get('straight') === 'yes',
    circleView: oneOf(circleViews, query.get('circles')) ?? emptyAddress.circleView,
    stationKinds: known(query.get('stations') ?? '', stationKinds),
    walkDay: isDay(query.get('on') ?? '') ? query.get('on') : null,
    openAt: clockTime.test(query.get('open') ?? '') ? query.get('open') : null,
    tried: parseTried(query.get('try') ?? ''),
    plan: parsePlan(query.get('plan') ?? ''),
  }
}

const sameList = (a: readonly string[], b: readonly string[]): boolean => a.join() === b.join()

/** The search part of the address, `?…` or empty. What is as by default is left out, so a plain address stays plain. */
export function formatAddress(address: Address): string {
  const parts: [string, string][] = []
  const put = (name: string, value: string, worthIt: boolean): void => {
    if (worthIt) parts.push([name, value])
  }
  put('at', address.camera ? formatCamera(address.camera) : '', address.camera !== null)
  put('layers', address.layers.join(','), !sameList(address.layers, defaultLayers))
  put('pick', selectionKey(address.selection), address.selection !== null)
  put('cover', address.coverageKind, address.coverageKind !== emptyAddress.coverageKind)
  put('period', String(address.periodDays), address.periodDays !== emptyAddress.periodDays)
  put('class', address.classes.join(','), address.classes.length > 0)
  put('per', address.per, address.per !== emptyAddress.per)
  put('heat', address.heatView, address.heatView !== emptyAddress.heatView)
  put('from', address.range?.from ?? '', address.range !== null)
  put('to', address.range?.to ?? '', address.range !== null)
  put('walk', address.walk, address.walk !== emptyAddress.walk)
  put('straight', 'yes', address.straight)
  put('circles', address.circleView, address.circleView !== emptyAddress.circleView)
  put('stations', address.stationKinds.join(','), address.stationKinds.length > 0)
  put('on', address.walkDay ?? '', address.walkDay !== null)
  put('open', address.openAt ?? '', address.openAt !== null)
  put('plan', changesText(address.plan), address.plan.length > 0)
  put('try', address.tried ? `${address.tried.lat}/${address.tried.lng}` : '', address.tried !== null)
  put('lang', address.language, address.language !== emptyAddress.language)
  put('theme', address.theme ?? '', address.theme !== null)
  return readable(parts)
}
