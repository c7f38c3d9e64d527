// The layers a person can switch, in the order of the menu and of the number keys 1–9.
export const layerKeys = ['grids', 'coverage', 'heads', 'compounds', 'renovations', 'stations', 'patrols', 'heat', 'circles'] as const
export type LayerKey = (typeof layerKeys)[number]

export const defaultLayers: readonly LayerKey[] = ['grids', 'heads', 'stations']
