// All layers. Menu, legend, number keys, address bar and the map itself come from here.
import type { BuildProps, LayerDescriptor, SlottedLayer, TileSourceId } from './layer.ts'
import { type LayerKey, layerKeys } from './layer-keys.ts'
import { buildBaseArea } from './layers/base-area.ts'
import { buildBaseLabel } from './layers/base-label.ts'
import { buildBaseRoad } from './layers/base-road.ts'
import { circlesLayer } from './layers/circles.ts'
import { compoundsLayer, renovationsLayer } from './layers/compounds.ts'
import { coverageLayer } from './layers/coverage.ts'
import { buildFrame } from './layers/frame.ts'
import { gridsLayer } from './layers/grids.ts'
import { buildSelectedBuilding, headsLayer } from './layers/heads.ts'
import { heatLayer } from './layers/heat.ts'
import { patrolsLayer } from './layers/patrols.ts'
import { buildPicked } from './layers/picked.ts'
import { stationsLayer } from './layers/stations.ts'
import { scaleLayers } from './scale-layers.ts'
import { slots } from './slots.ts'

const byKey = {
  grids: gridsLayer,
  coverage: coverageLayer,
  heads: headsLayer,
  compounds: compoundsLayer,
  renovations: renovationsLayer,
  stations: stationsLayer,
  patrols: patrolsLayer,
  heat: heatLayer,
  circles: circlesLayer,
} as const satisfies Record<LayerKey, LayerDescriptor>

export const registry: readonly LayerDescriptor[] = layerKeys.map((key) => byKey[key])

/** Tile sources that the layers switched on need; the base map is always there. */
export const sourcesFor = (on: ReadonlySet<LayerKey>): readonly TileSourceId[] => [
  'base',
  ...new Set(registry.filter((layer) => on.has(layer.key)).flatMap((layer) => layer.sources)),
]

/** Every layer of the map, bottom to top. Pure: the same props give the same layers. */
export function buildLayers(props: BuildProps): readonly SlottedLayer[] {
  const layers = [
    ...buildBaseArea(props),
    ...buildBaseRoad(props),
    ...buildFrame(props),
    // Labels placed later win; names of the base map give way to those of the layers.
    ...buildBaseLabel(props),
    ...registry.filter((layer) => props.on.has(layer.key)).flatMap((layer) => layer.build(props)),
    ...buildSelectedBuilding(props),
    ...buildPicked(props),
  ]
  const sized = scaleLayers(layers, props.scale ?? 1)
  return slots.flatMap((slot) => sized.filter((layer) => layer.slot === slot))
}
