// The layers of vector tiles, in drawing order, with the zooms they exist at and their legend. A colour means one thing everywhere:
// map, list, legend and print read it here. Colours follow LOOK: quiet for what is in order, warm for what needs somebody.

export const layerIds = [
  'green',
  'water',
  'roads',
  'buildings',
  'compounds',
  'renovations',
  'grids',
  'gridLabels',
  'patrolRoutes',
  'checkpoints',
  'stations',
  'issues',
] as const
export type LayerId = (typeof layerIds)[number]

/** What a map asks for in one tile before it asks for anything else. */
export const baseLayers: readonly LayerId[] = ['green', 'water', 'roads', 'buildings']

export type LegendEntry = {
  readonly key: string
  readonly shape: 'fill' | 'line' | 'circle' | 'ramp'
  readonly light: string
  readonly dark: string
}

export type Layer = {
  readonly id: LayerId
  readonly minZoom: number
  readonly maxZoom: number
  readonly legend: readonly LegendEntry[]
}

const entry = (shape: LegendEntry['shape'], key: string, light: string, dark: string): LegendEntry => ({ key, shape, light, dark })

export const layerTable: readonly Layer[] = [
  { id: 'green', minZoom: 10, maxZoom: 16, legend: [] },
  { id: 'water', minZoom: 8, maxZoom: 16, legend: [] },
  { id: 'roads', minZoom: 8, maxZoom: 16, legend: [] },
  {
    id: 'buildings',
    minZoom: 13,
    maxZoom: 16,
    legend: [
      entry('fill', 'present', '#BFCBD0', '#33434F'),
      entry('fill', 'missing', '#D97706', '#F59E0B'),
      entry('fill', 'notNeeded', '#DADFDA', '#212C35'),
    ],
  },
  {
    id: 'compounds',
    minZoom: 11,
    maxZoom: 16,
    legend: [
      entry('fill', 'compound', '#56B4E9', '#56B4E9'),
      entry('fill', 'courtyard', '#CC79A7', '#CC79A7'),
      entry('fill', 'scattered', '#8A6FBF', '#A48FD6'),
    ],
  },
  {
    id: 'renovations',
    minZoom: 11,
    maxZoom: 16,
    legend: [
      entry('fill', 'preparing', '#C9B37A', '#8F7F4F'),
      entry('fill', 'underConstruction', '#C8553D', '#E07A5F'),
      entry('fill', 'done', '#4B7F52', '#7FB58A'),
    ],
  },
  {
    id: 'grids',
    minZoom: 8,
    maxZoom: 16,
    legend: [
      entry('line', 'level1', '#0B4F6C', '#8CCBE6'),
      entry('line', 'level2', '#3A7F9C', '#5FA9C9'),
      entry('line', 'level3', '#8FB5C5', '#3C6E85'),
    ],
  },
  { id: 'gridLabels', minZoom: 10, maxZoom: 16, legend: [] },
  { id: 'patrolRoutes', minZoom: 11, maxZoom: 16, legend: [entry('line', 'route', '#6D5BD0', '#A99BF0')] },
  { id: 'checkpoints', minZoom: 13, maxZoom: 16, legend: [entry('circle', 'checkpoint', '#6D5BD0', '#A99BF0')] },
  {
    id: 'stations',
    minZoom: 10,
    maxZoom: 16,
    legend: [
      entry('circle', 'streetCenter', '#A3243B', '#F0788C'),
      entry('circle', 'communityCenter', '#C2475C', '#F0788C'),
      entry('circle', 'station', '#C2475C', '#F0788C'),
      entry('circle', 'closed', '#8A9299', '#6B7680'),
    ],
  },
  { id: 'issues', minZoom: 12, maxZoom: 16, legend: [] },
]
