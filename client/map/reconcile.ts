// Brings a live map from the layers it has to the layers it should have: add, remove, and otherwise only what changed.
import type { FilterSpecification, LayerSpecification, Map as MapLibreMap } from 'maplibre-gl'
import type { SlottedLayer } from './layer.ts'
import { anchorOf, slots } from './slots.ts'

export type Applied = ReadonlyMap<string, SlottedLayer>

type Loose = Record<string, unknown>
const part = (spec: LayerSpecification, name: 'paint' | 'layout'): Loose =>
  ((spec as { paint?: Loose; layout?: Loose })[name] ?? {}) as Loose
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const filterOf = (spec: LayerSpecification): FilterSpecification | null => ('filter' in spec ? (spec.filter ?? null) : null)

/** The invisible layers that hold the slots, added once, bottom to top. */
export function addAnchors(map: MapLibreMap): void {
  for (const slot of slots) map.addLayer({ id: anchorOf(slot), type: 'background', layout: { visibility: 'none' } })
}

function update(map: MapLibreMap, before: LayerSpecification, after: LayerSpecification): void {
  const id = after.id
  for (const name of ['paint', 'layout'] as const) {
    const old = part(before, name)
    const now = part(after, name)
    for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
      if (same(old[key], now[key])) continue
      if (name === 'paint') map.setPaintProperty(id, key as never, (now[key] ?? null) as never)
      else map.setLayoutProperty(id, key as never, (now[key] ?? null) as never)
    }
  }
  if (!same(filterOf(before), filterOf(after))) map.setFilter(id, filterOf(after))
  if (before.minzoom !== after.minzoom || before.maxzoom !== after.maxzoom)
    map.setLayerZoomRange(id, after.minzoom ?? 0, after.maxzoom ?? 24)
}

/** Applies the wanted layers (bottom to top) and returns them as what is there now. */
export function reconcileLayers(map: MapLibreMap, applied: Applied, wanted: readonly SlottedLayer[]): Applied {
  const next = new Map(wanted.map((layer) => [layer.spec.id, layer]))
  for (const id of applied.keys()) if (!next.has(id)) map.removeLayer(id)
  // From the top down: each layer goes below the one above it in its slot, or below the slot's anchor.
  let above: SlottedLayer | null = null
  for (const layer of [...wanted].reverse()) {
    const before = applied.get(layer.spec.id)
    if (before) update(map, before.spec, layer.spec)
    else map.addLayer(layer.spec, above?.slot === layer.slot ? above.spec.id : anchorOf(layer.slot))
    above = layer
  }
  return next
}
