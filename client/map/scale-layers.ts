// The same layers for a screen that is looked at from afar: type, symbols, points and lines so many times as large. Where a size depends on the zoom
// its expression must stay outermost, so what is scaled are the sizes in it.
import type { LayerSpecification } from 'maplibre-gl'
import type { SlottedLayer } from './layer.ts'

const sizes = {
  symbol: { layout: ['text-size', 'icon-size'], paint: ['text-halo-width'] },
  circle: { layout: [], paint: ['circle-radius', 'circle-stroke-width'] },
  line: { layout: [], paint: ['line-width'] },
} as const

/** A number or an expression for one, times a factor. */
export function scaled(size: unknown, factor: number): unknown {
  if (typeof size === 'number') return size * factor
  if (!Array.isArray(size)) return size
  const [name] = size
  // ['interpolate', how, input, at, size, at, size …] and ['step', input, size, at, size …]
  if (name === 'interpolate') return size.map((part, at) => (at >= 4 && at % 2 === 0 ? scaled(part, factor) : part))
  if (name === 'step') return size.map((part, at) => (at >= 2 && at % 2 === 0 ? scaled(part, factor) : part))
  return ['*', factor, size]
}

type Properties = Readonly<Record<string, unknown>> | undefined
const scaledAmong = (properties: Properties, names: readonly string[], factor: number): Properties =>
  properties &&
  Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, names.includes(name) ? scaled(value, factor) : value]))

const hasSizes = (type: string): type is keyof typeof sizes => Object.hasOwn(sizes, type)

export function scaleLayers(layers: readonly SlottedLayer[], factor: number): readonly SlottedLayer[] {
  if (factor === 1) return layers
  return layers.map(({ slot, spec }) => {
    if (!hasSizes(spec.type)) return { slot, spec }
    const { layout, paint } = sizes[spec.type]
    const known: { layout?: Properties; paint?: Properties } = spec
    const made = {
      ...spec,
      ...(known.layout && { layout: scaledAmong(known.layout, layout, factor) }),
      ...(known.paint && { paint: scaledAmong(known.paint, paint, factor) }),
    }
    return { slot, spec: made as LayerSpecification }
  })
}
