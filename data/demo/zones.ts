/** What kind of town grows where, and the rules by which its ground is cut: sizes in square metres. */
import type { XY } from '#domain/geo/local-plane.ts'
import { distance } from '#domain/geo/segment.ts'
import type { LineKind } from './line-kinds.ts'

export type Zone = 'new' | 'mid' | 'old' | 'hill' | 'village' | 'industry' | 'farm' | 'wood' | 'park' | 'bank'

export interface ZoneRule {
  /** blocks larger than this are cut on */
  readonly target: number
  readonly smallest: number
  /** how far from the middle a cut may fall, and how far it may turn (radians) */
  readonly unevenness: number
  readonly turning: number
  /** street class by the size of the block that it cuts */
  readonly streets: readonly { readonly over: number; readonly kind: LineKind }[]
  readonly snapMetres: number
  /** parcels inside a block are walled off from each other down to this size; 0 = no walls */
  readonly parcel: number
}

export const ZONE_RULES: Record<Zone, ZoneRule> = {
  new: {
    target: 62_000,
    smallest: 22_000,
    unevenness: 0.08,
    turning: 0.03,
    streets: [
      { over: 130_000, kind: 'tertiary' },
      { over: 0, kind: 'residential' },
    ],
    snapMetres: 22,
    parcel: 36_000,
  },
  mid: {
    target: 34_000,
    smallest: 11_000,
    unevenness: 0.13,
    turning: 0.07,
    streets: [
      { over: 90_000, kind: 'tertiary' },
      { over: 0, kind: 'residential' },
    ],
    snapMetres: 20,
    parcel: 19_000,
  },
  old: {
    target: 5_000,
    smallest: 1_500,
    unevenness: 0.2,
    turning: 0.22,
    streets: [
      { over: 40_000, kind: 'residential' },
      { over: 9_000, kind: 'service' },
      { over: 0, kind: 'path' },
    ],
    snapMetres: 9,
    parcel: 0,
  },
  hill: {
    target: 6_000,
    smallest: 2_000,
    unevenness: 0.17,
    turning: 0.1,
    streets: [
      { over: 30_000, kind: 'service' },
      { over: 0, kind: 'path' },
    ],
    snapMetres: 9,
    parcel: 0,
  },
  village: {
    target: 17_000,
    smallest: 5_000,
    unevenness: 0.2,
    turning: 0.25,
    streets: [
      { over: 60_000, kind: 'residential' },
      { over: 0, kind: 'service' },
    ],
    snapMetres: 10,
    parcel: 0,
  },
  industry: {
    target: 40_000,
    smallest: 14_000,
    unevenness: 0.12,
    turning: 0.05,
    streets: [{ over: 0, kind: 'residential' }],
    snapMetres: 20,
    parcel: 20_000,
  },
  farm: {
    target: 70_000,
    smallest: 20_000,
    unevenness: 0.2,
    turning: 0.3,
    streets: [
      { over: 160_000, kind: 'service' },
      { over: 0, kind: 'path' },
    ],
    snapMetres: 12,
    parcel: 0,
  },
  wood: {
    target: 150_000,
    smallest: 40_000,
    unevenness: 0.2,
    turning: 0.3,
    streets: [{ over: 0, kind: 'path' }],
    snapMetres: 12,
    parcel: 0,
  },
  park: {
    target: 45_000,
    smallest: 12_000,
    unevenness: 0.2,
    turning: 0.3,
    streets: [{ over: 0, kind: 'path' }],
    snapMetres: 12,
    parcel: 0,
  },
  bank: { target: 9_000, smallest: 2_000, unevenness: 0.1, turning: 0, streets: [{ over: 0, kind: 'cut' }], snapMetres: 10, parcel: 0 },
}

/** A district takes the zone of the nearest of these marks. */
const MARKS: readonly { readonly zone: Zone; readonly at: XY }[] = [
  { zone: 'old', at: [-330, 30] },
  { zone: 'old', at: [10, 120] },
  { zone: 'old', at: [330, 30] },
  { zone: 'old', at: [-330, -330] },
  { zone: 'old', at: [150, -350] },
  { zone: 'old', at: [420, -430] },
  { zone: 'hill', at: [-180, -560] },
  { zone: 'hill', at: [-200, -655] },
  { zone: 'hill', at: [90, -640] },
  { zone: 'hill', at: [-480, -620] },
  { zone: 'hill', at: [280, -680] },
  { zone: 'hill', at: [-530, -870] },
  { zone: 'mid', at: [330, -1080] },
  { zone: 'hill', at: [-60, -750] },
  { zone: 'park', at: [-180, -940] },
  { zone: 'mid', at: [-750, -330] },
  { zone: 'mid', at: [-1050, -620] },
  { zone: 'mid', at: [-780, -800] },
  { zone: 'mid', at: [700, -420] },
  { zone: 'mid', at: [690, -690] },
  { zone: 'mid', at: [650, -980] },
  { zone: 'mid', at: [1050, -500] },
  { zone: 'mid', at: [-850, -1000] },
  { zone: 'village', at: [-1080, -900] },
  { zone: 'village', at: [-520, -1080] },
  { zone: 'village', at: [1000, -760] },
  { zone: 'mid', at: [-480, 400] },
  { zone: 'mid', at: [-200, 450] },
  { zone: 'mid', at: [-480, 620] },
  { zone: 'mid', at: [-200, 630] },
  { zone: 'mid', at: [200, 400] },
  { zone: 'mid', at: [500, 200] },
  { zone: 'mid', at: [-500, 850] },
  { zone: 'mid', at: [-200, 900] },
  { zone: 'new', at: [100, 600] },
  { zone: 'new', at: [450, 580] },
  { zone: 'new', at: [250, 790] },
  { zone: 'new', at: [250, 950] },
  { zone: 'new', at: [850, 450] },
  { zone: 'new', at: [1130, 350] },
  { zone: 'new', at: [750, 780] },
  { zone: 'new', at: [900, 50] },
  { zone: 'new', at: [1200, -80] },
  { zone: 'new', at: [-800, 420] },
  { zone: 'mid', at: [-1150, 250] },
  { zone: 'mid', at: [-800, 100] },
  { zone: 'mid', at: [-1180, -150] },
  { zone: 'new', at: [-820, 720] },
  { zone: 'mid', at: [-1100, 590] },
  { zone: 'village', at: [-870, 890] },
  { zone: 'industry', at: [1420, 330] },
  { zone: 'industry', at: [1520, 0] },
  { zone: 'industry', at: [1180, 820] },
  { zone: 'industry', at: [1480, -450] },
  { zone: 'mid', at: [1080, -900] },
  { zone: 'village', at: [600, -1290] },
  { zone: 'industry', at: [1300, -830] },
  { zone: 'village', at: [1000, -1080] },
  { zone: 'farm', at: [900, -1180] },
  { zone: 'village', at: [560, 1130] },
  { zone: 'village', at: [0, 1240] },
  { zone: 'village', at: [-1480, -650] },
  { zone: 'village', at: [-1080, 900] },
  { zone: 'village', at: [-1530, 300] },
  { zone: 'farm', at: [-1600, 100] },
  { zone: 'farm', at: [-1550, -350] },
  { zone: 'farm', at: [-600, 1200] },
  { zone: 'farm', at: [950, 1150] },
  { zone: 'wood', at: [-1250, -1080] },
  { zone: 'wood', at: [-300, -1380] },
  { zone: 'wood', at: [200, -1350] },
  { zone: 'wood', at: [-60, -1150] },
  { zone: 'wood', at: [-400, -1150] },
  { zone: 'wood', at: [-1330, 900] },
  { zone: 'wood', at: [1150, -1100] },
  { zone: 'farm', at: [-2000, 200] },
  { zone: 'farm', at: [-2000, -1400] },
  { zone: 'farm', at: [0, 1750] },
  { zone: 'wood', at: [-900, 1600] },
  { zone: 'wood', at: [2000, 1100] },
  { zone: 'farm', at: [1950, -500] },
  { zone: 'farm', at: [1900, 200] },
  { zone: 'wood', at: [-600, -1750] },
  { zone: 'farm', at: [900, -1650] },
  { zone: 'farm', at: [1200, 1600] },
  { zone: 'farm', at: [-1800, 1300] },
]

export function zoneAt(p: XY): Zone {
  let zone: Zone = 'farm'
  let nearest = Infinity
  for (const mark of MARKS) {
    const d = distance(mark.at, p)
    if (d < nearest) {
      nearest = d
      zone = mark.zone
    }
  }
  return zone
}
