// The selected thing where no layer marks it: a compound, station, issue, or a grid or route whose layer is off. Outline, line or ring.
import type { BuildProps, SlottedLayer } from '../layer.ts'
import { palettes } from '../palette.ts'

export function buildPicked({ theme }: BuildProps): readonly SlottedLayer[] {
  const { accent, halo } = palettes[theme]
  const layout = { 'line-join': 'round' as const, 'line-cap': 'round' as const }
  return [
    {
      slot: 'selection',
      spec: {
        id: 'picked-casing',
        type: 'line',
        source: 'picked',
        layout,
        paint: { 'line-color': halo, 'line-width': 7, 'line-opacity': 0.8 },
      },
    },
    {
      slot: 'selection',
      spec: { id: 'picked-line', type: 'line', source: 'picked', layout, paint: { 'line-color': accent, 'line-width': 3.5 } },
    },
    {
      slot: 'selection',
      spec: {
        id: 'picked-point',
        type: 'circle',
        source: 'picked',
        filter: ['==', ['geometry-type'], 'Point'],
        paint: { 'circle-radius': 17, 'circle-color': 'rgba(0,0,0,0)', 'circle-stroke-color': accent, 'circle-stroke-width': 3.5 },
      },
    },
  ]
}
