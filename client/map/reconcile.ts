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

/** A heat map that is removed leaves its textures on the graphics card until somebody collects them (MapLibre 6.17): it is hidden instead. */
function retire(map: MapLibreMap, layer: SlottedLayer): SlottedLayer | null {
  const { spec } = layer
  if (spec.type !== 'heatmap') {
    map.removeLayer(spec.id)
    return null
  }
  if (spec.layout?.visibility === 'none') return layer
  map.setLayoutProperty(spec.id, 'visibility', 'none')
  return { ...layer, spec: { ...spec, layout: { ...spec.layout, visibility: 'none' } } }
}

/** Applies the wanted layers (bottom to top) and returns what is there now: they, and what is merely hidden. */
export function reconcileLayers(map: MapLibreMap, applied: Applied, wanted: readonly SlottedLayer[]): Applied {
  const next = new Map(wanted.map((layer) => [layer.spec.id, layer]))
  for (const [id, layer] of applied) {
    if (next.has(id)) continue
    const hidden = retire(map, layer)
    if (hidden) next.set(id, hidden)
  }
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
