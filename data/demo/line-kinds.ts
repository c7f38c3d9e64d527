/** The kinds of line that the ground is cut along, and how far a building keeps from each. */

export type RoadClass = 'primary' | 'secondary' | 'tertiary' | 'residential' | 'service' | 'pedestrian' | 'path' | 'steps'
/** 'river': river centre line · 'cut': an agreed line across a bank, nothing stands there · 'frame': the end of the drawn sheet */
export type LineKind = RoadClass | 'wall' | 'stream' | 'river' | 'boundary' | 'cut' | 'frame'

export interface PlanLine {
  readonly kind: LineKind
  readonly points: readonly (readonly [number, number])[]
  /** key of a hand-named street, '' when the namer may choose, null for a line without a name */
  readonly street: string | null
  /** parcel that the lane belongs to, when it lies inside a compound */
  readonly parcel?: number
}

const ROADS: ReadonlySet<string> = new Set(['primary', 'secondary', 'tertiary', 'residential', 'service', 'pedestrian', 'path', 'steps'])

export const isRoad = (kind: LineKind): kind is RoadClass => ROADS.has(kind)

/** Metres from the line's centre that must stay free of buildings: half the carriageway plus the footway. */
export const CLEAR_METRES: Record<LineKind, number> = {
  primary: 19,
  secondary: 15,
  tertiary: 10.5,
  residential: 6,
  service: 3.6,
  pedestrian: 5.5,
  path: 2.2,
  steps: 2,
  wall: 3,
  stream: 11,
  river: 60,
  boundary: 3,
  cut: 3,
  frame: 3,
}

/** How willingly two faces on either side are put in one grid: 1 freely, 0 never. */
export const PERMEABILITY: Record<LineKind, number> = {
  primary: 0.03,
  secondary: 0.08,
  tertiary: 0.22,
  residential: 0.5,
  service: 1,
  pedestrian: 0.6,
  path: 0.9,
  steps: 0.9,
  wall: 0.4,
  stream: 0.06,
  river: 0,
  boundary: 0,
  cut: 1,
  frame: 0,
}
