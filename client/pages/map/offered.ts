// What of the map this account is offered: layers that the service lists for it and operations it may call. The rest is not shown and not asked.
import type { CallId } from '../../api/operations.ts'
import type { LayerStates } from '../../app/use-map-data.ts'
import type { LayerDescriptor } from '../../map/layer.ts'
import type { LayerKey } from '../../map/layer-keys.ts'
import type { Selection } from '../../map/selection.ts'

type May = (id: CallId) => boolean

/** Layers whose figures come from an operation, whatever tiles they are drawn with. */
const asked: Readonly<Partial<Record<LayerKey, CallId>>> = {
  coverage: 'coverage',
  patrols: 'patrolRoutes',
  heat: 'issueDensity',
  circles: 'circles',
}

/** A heat map is made of cells: it needs no tiles of issues, which only its dots come from. */
const withoutTiles: readonly LayerKey[] = ['heat']

export function offersLayer({ key, dataOf }: LayerDescriptor, states: LayerStates | null, may: May): boolean {
  const operation = asked[key]
  return (operation === undefined || may(operation)) && (states === null || withoutTiles.includes(key) || states.has(dataOf))
}

const detailsOf: Readonly<Record<Selection['kind'], CallId>> = {
  grid: 'grid',
  building: 'building',
  compound: 'compound',
  station: 'stations',
  patrol: 'patrolRoutes',
  issue: 'issue',
  road: 'search',
  counted: 'issues',
}

export const offersDetails = ({ kind }: Selection, may: May): boolean => may(detailsOf[kind])
