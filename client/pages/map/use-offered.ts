// The layers that this account is offered, as a set that stays the same while nothing about it changes.
import { useMemo } from 'react'
import { useMay } from '../../app/session.ts'
import type { LayerStates } from '../../app/use-map-data.ts'
import { type LayerKey, layerKeys } from '../../map/layer-keys.ts'
import { registry } from '../../map/registry.ts'
import { offersLayer } from './offered.ts'

export function useOffered(states: LayerStates | null): ReadonlySet<LayerKey> {
  const may = useMay()
  const keys = registry
    .filter((layer) => offersLayer(layer, states, may))
    .map(({ key }) => key)
    .join()
  return useMemo(() => new Set(layerKeys.filter((key) => keys.split(',').includes(key))), [keys])
}
