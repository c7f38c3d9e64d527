// What a layer of the map is: a descriptor whose `build` is pure. The menu, the legend, the address bar and the map are made from descriptors.
import type { FilterSpecification, LayerSpecification } from 'maplibre-gl'
import type { CoverageKind } from '#domain/coverage/coverage-kinds.ts'
import type { HeatMeasure } from '#domain/density/heat-scale.ts'
import { type LayerId, type LegendEntry, layerTable } from '#domain/layers/layer-table.ts'
import type { Language } from '../i18n/language.ts'
import type { LayerKey } from './layer-keys.ts'
import { palettes, type Theme } from './palette.ts'
import type { Selection } from './selection.ts'
import type { Slot } from './slots.ts'

export const sourceIds = [
  'base',
  'grids',
  'compounds',
  'renovations',
  'stations',
  'issues',
  'newIssues',
  'heat',
  'circles',
  'frame',
  'picked',
] as const
export type SourceId = (typeof sourceIds)[number]
/** Sources that are vector tiles, each with the tile layers in it. */
export const tileSources = {
  base: ['green', 'water', 'roads', 'buildings'],
  grids: ['grids', 'gridLabels'],
  compounds: ['compounds'],
  renovations: ['renovations'],
  stations: ['stations'],
  issues: ['issues'],
} as const satisfies Record<Exclude<SourceId, 'newIssues' | 'heat' | 'circles' | 'frame' | 'picked'>, readonly LayerId[]>
export type TileSourceId = keyof typeof tileSources

/** kernel: a smooth surface; cells: squares with their numbers; grids: each grid one colour. */
export const heatViews = ['kernel', 'cells', 'grids'] as const
export type HeatView = (typeof heatViews)[number]

/** rings: 5, 10 and 15 minutes of all stations together; each: 15 minutes of every station by itself; surface: every minute. */
export const circleViews = ['rings', 'each', 'surface'] as const
export type CircleView = (typeof circleViews)[number]

/** The issue density, as it came from the service. */
export type HeatData = {
  readonly view: HeatView
  readonly per: HeatMeasure
  readonly days: number
  readonly cellMetres: number
  readonly cellZoom: number
  /** How far an issue is spread; as usual where not given. Cells that are coarse want a wider kernel, whose colours mean the same. */
  readonly kernelMetres?: number
  readonly cells: readonly (readonly [number, number, number])[]
  /** Squares with numbers are cells of this zoom: coarser ones from afar. */
  readonly squareZoom: number
  /** What the view by grid shows. */
  readonly grids: readonly CountedGrid[]
  readonly classes: readonly string[]
}

export type CountedGrid = {
  readonly gridCode: string
  readonly issues: number | '<3'
  readonly households: number
  readonly areaM2: number
}

/** Coverage of one kind by grid code, grids of every level, as it came from the service. */
export type CoverageData = {
  readonly kind: CoverageKind
  readonly figures: ReadonlyMap<string, { readonly numerator: number; readonly denominator: number }>
}

/** Walking circles: rings of all stations together, straight circles to compare with, buildings beyond, and the way from one of them. */
export type CirclesData = {
  readonly view: CircleView
  readonly rings: readonly { readonly minutes: number; readonly geometry: GeoJSON.MultiPolygon }[]
  readonly straight: readonly GeoJSON.MultiPolygon[]
  readonly beyond: readonly number[]
  readonly way: GeoJSON.LineString | null
  /** A station that is tried: where, and what it would reach. */
  readonly tried: {
    readonly place: readonly [number, number]
    readonly rings: readonly { readonly minutes: number; readonly geometry: GeoJSON.MultiPolygon }[]
  } | null
  /** Places where a plan opens a station, numbered as in the plan. */
  readonly opened: readonly { readonly number: number; readonly place: readonly [number, number] }[]
}

/** An issue that changed since the tiles were made: it stands beside them, and what they hold of it is left out. */
export type NewIssue = {
  readonly id: number
  readonly lng: number
  readonly lat: number
  readonly class: string
  readonly severity: string
  readonly open: boolean
}

export type BuildProps = {
  readonly theme: Theme
  readonly language: Language
  readonly on: ReadonlySet<LayerKey>
  readonly selection: Selection | null
  /** Level of the selected grid, once known. */
  readonly selectedLevel: number | null
  /** Shape of the selected thing where no layer draws it as selected; null otherwise. */
  readonly picked: GeoJSON.Geometry | null
  readonly coverage: CoverageData | null
  readonly heat: HeatData | null
  readonly newIssues: readonly NewIssue[]
  readonly circles: CirclesData | null
  /** Latitude of the middle of the sub-district: metres become pixels there. */
  readonly latitude: number
  /** Type, symbols and lines so many times as large, for a screen that is looked at from afar. */
  readonly scale?: number
  /** How the issues themselves are shown, where not as usual: from which zoom on, and whether those of the tiles or only those given beside them. */
  readonly dots?: { readonly fromZoom: number; readonly onlyGiven: boolean; readonly ring: boolean }
}

export type SlottedLayer = { readonly slot: Slot; readonly spec: LayerSpecification }

export type LayerDescriptor = {
  readonly key: LayerKey
  readonly group: 'area' | 'register' | 'issue'
  /** Tile sources it draws from. */
  readonly sources: readonly TileSourceId[]
  /** The layer whose data time and number of features stand in the menu. */
  readonly dataOf: LayerId
  /** Below this zoom nothing of it is drawn. */
  readonly minZoom: number
  readonly build: (props: BuildProps) => readonly SlottedLayer[]
}

export const legendOf = (id: LayerId): readonly LegendEntry[] => layerTable.find((layer) => layer.id === id)?.legend ?? []

export const legendColour = (id: LayerId, key: string, theme: Theme): string =>
  legendOf(id).find((entry) => entry.key === key)?.[theme] ?? '#888888'

export type PatrolState = 'finished' | 'running' | 'missed' | 'planned' | 'none'
/** What became of a route today, in colours that differ in lightness too. */
export function patrolColour(state: PatrolState | undefined, theme: Theme): string {
  const { accent, warm, muted } = palettes[theme]
  if (state === 'missed') return warm
  if (state === 'running') return accent
  return state === 'planned' || state === 'none' ? muted : legendColour('patrolRoutes', 'route', theme)
}

export const fonts = { regular: ['Regular'], medium: ['Medium'], bold: ['Bold'] }

export const nameField = (language: Language, name = 'name', nameEn = 'nameEn') =>
  language === 'en'
    ? (['case', ['to-boolean', ['get', nameEn]], ['get', nameEn], ['coalesce', ['get', name], '']] as const)
    : (['coalesce', ['get', name], ''] as const)

export const nothing: FilterSpecification = ['==', ['literal', 1], 2]

export const selectedCode = (selection: Selection | null): string => (selection?.kind === 'grid' ? selection.code : '')
export const selectedId = (selection: Selection | null, kind: Selection['kind']): number =>
  selection !== null && selection.kind === kind && 'id' in selection ? selection.id : -1
