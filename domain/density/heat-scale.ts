// The scale of the issue heat map: which density gets which colour. Map and legend both read it, so they cannot differ.
//
// Definition. Every issue spreads a Gaussian of standard deviation σ metres over the ground; the density at a place is the sum of them, in issues
// per km² in 30 days. A colour stands for one density, at every zoom and for every filter and period.
//
// MapLibre's heatmap layer sums, per point, weight · intensity · G · exp(−½ (3 d / r)²), where d is the distance in pixels, r the radius in pixels
// and G = 1/√(2π) (heatmap.fragment.glsl). So σ = r / 3. A normalised Gaussian is exp(−½ (d/σ)²) / (2πσ²) per m², hence
//   sum = density[1/m²] · 2πσ² · G · intensity
// and the intensity that maps `topDensity` to 1, the top of the colour ramp, is 1 / (topDensity · 2πσ² · G) with topDensity in 1/m².
// Example: σ = 50 m, topDensity = 1200 per km² → 1 / (1.2e-3 · 15708 · 0.39894) = 0.133.

/** G in MapLibre's heatmap shader, maplibre-gl 6: src/shaders/glsl/heatmap.fragment.glsl. */
export const gaussCoefficient = 0.3989422804014327

/** The circle within which an issue is felt; MapLibre's radius is 3 σ. */
export const kernelRadiusMetres = 150

/** Counts of a period are brought to this many days before they become a density. */
export const referenceDays = 30

const sigmaMetres = (radiusMetres: number): number => radiusMetres / 3
const squareMetresPerSquareKilometre = 1e6
/** Earth's circumference in Web Mercator (EPSG:3857), metres. */
const equatorMetres = 40_075_016.685_578_5
/** MapLibre's zoom counts 512-pixel tiles. */
const tilePixels = 512

export type HeatMeasure = 'raw' | 'households'

type ScaleClass = { readonly from: number; readonly light: string; readonly dark: string }
export type HeatScale = {
  /** Where the ramp ends. */
  readonly top: number
  /** Below this nothing is drawn. */
  readonly bottom: number
  /** Five classes, weakest first; `from` is the lower end. */
  readonly classes: readonly [ScaleClass, ScaleClass, ScaleClass, ScaleClass, ScaleClass]
}

// Magma (matplotlib, CC0) sampled in five steps; in the dark strong is bright, in the light strong is deep.
const magma = ['#5B2A86', '#9F2F7F', '#DE4968', '#FE9F6D', '#FCF0B4'] as const
const magmaReversed = ['#FBD5A5', '#FC9F6F', '#DE4968', '#8C2981', '#3B0F70'] as const

const scaleOf = (breaks: readonly [number, number, number, number, number], top: number): HeatScale => {
  const at = (index: 0 | 1 | 2 | 3 | 4): ScaleClass => ({ from: breaks[index], light: magmaReversed[index], dark: magma[index] })
  return { top, bottom: breaks[0], classes: [at(0), at(1), at(2), at(3), at(4)] }
}

/** Issues per km² in 30 days. In the demo sub-district the median place with issues has 320, one in a hundred more than 1000. */
export const densityScale: HeatScale = scaleOf([50, 150, 300, 600, 1000], 1200)
/** Issues per 100 households in 30 days. In the demo the median cell has 5, one in ten 20. */
export const householdScale: HeatScale = scaleOf([1, 2, 5, 10, 20], 25)

export const heatScales = { raw: densityScale, households: householdScale } as const satisfies Record<HeatMeasure, HeatScale>

/** Intensity for MapLibre's `heatmap-intensity`: see the derivation above. `topPerKm2` in issues per km² in 30 days. */
export const heatIntensity = (topPerKm2: number, radiusMetres: number): number => {
  const sigma = sigmaMetres(radiusMetres)
  return 1 / ((topPerKm2 / squareMetresPerSquareKilometre) * 2 * Math.PI * sigma * sigma * gaussCoefficient)
}

/** Weight of a count made over `days`, so that periods of different length compare. */
export const heatWeight = (count: number, days: number): number => (count * referenceDays) / days

/** Screen pixels of a length on the ground at a latitude and zoom. */
export const pixelsOf = (metres: number, latitude: number, zoom: number): number =>
  (metres * tilePixels * 2 ** zoom) / (equatorMetres * Math.cos((latitude * Math.PI) / 180))

/** What the ramp reads (0…1) at a place: `points` are [distance in metres, weight]. The same at every zoom; the test proves it in pixels. */
export const heatValue = (points: readonly (readonly [number, number])[], topPerKm2: number, radiusMetres: number): number => {
  const intensity = heatIntensity(topPerKm2, radiusMetres)
  return points.reduce(
    (sum, [distance, weight]) => sum + weight * intensity * gaussCoefficient * Math.exp(-0.5 * ((3 * distance) / radiusMetres) ** 2),
    0,
  )
}

/** Stops of a colour ramp over 0…1: transparent below the first class, each class colour from its lower end, blended in between. */
export function heatRamp(scale: HeatScale, theme: 'light' | 'dark'): readonly (readonly [number, string])[] {
  const first = scale.classes[0]
  return [
    [0, transparent(first[theme])],
    [(scale.bottom / scale.top) * 0.5, transparent(first[theme])],
    ...scale.classes.map((one): readonly [number, string] => [one.from / scale.top, one[theme]]),
  ]
}

const transparent = (hex: string): string => {
  const part = (start: number): number => Number.parseInt(hex.slice(start, start + 2), 16)
  return `rgba(${part(1)},${part(3)},${part(5)},0)`
}
