// The order of everything on the map, bottom to top: base below data below labels. One constant; no component chooses a z-order.
// Each slot is held by an invisible anchor layer; a layer goes below the anchor of its slot.
export const slots = [
  'ground',
  'baseArea',
  'baseRoad',
  'frame',
  'dataArea',
  'buildings',
  'heat',
  'dim',
  'gridLines',
  'dataLine',
  'dataPoint',
  'selection',
  'labels',
  'gridNames',
] as const
export type Slot = (typeof slots)[number]

export const anchorOf = (slot: Slot): string => `anchor-${slot}`
