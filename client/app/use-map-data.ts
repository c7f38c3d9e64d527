// What the map needs from the service: tile addresses by version, patrol routes, issues that changed.
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { endedStatuses } from '#domain/issues/workflow.ts'
import type { LayerId } from '#domain/layers/layer-table.ts'
import { refreshIssues, useLiveIssues, useLiveState } from '../api/live.ts'
import { layersQuery, patrolRoutesQuery, type Scope } from '../api/queries.ts'
import { tileAddress } from '../api/tile-address.ts'
import type { PatrolRoute } from '../map/deck/patrol-overlay.ts'
import { type NewIssue, type TileSourceId, tileSources } from '../map/layer.ts'
import { sourcesFor } from '../map/registry.ts'

export type LayerState = {
  readonly id: LayerId
  readonly version: number
  readonly dataTime: string | null
  readonly features: number
}

export type LayerStates = ReadonlyMap<LayerId, LayerState>

/** While the stream tells of changes, the layers are asked for now and then; without it, often. */
const toldEverySeconds = 300
const untoldEverySeconds = 15

/** The layers of a sub-district, watched; and the scope that register calls need, null until known. */
export function useLayerStates(subdistrict: string) {
  const client = useQueryClient()
  const isTold = useLiveState().phase === 'open'
  const query = useQuery(layersQuery(subdistrict, isTold ? toldEverySeconds : untoldEverySeconds))
  const { data, isError } = query
  const states: LayerStates | null = useMemo(() => (data ? new Map(data.layers.map((layer) => [layer.id, layer])) : null), [data])
  const version = data ? data.layers.reduce((sum, layer) => (layer.id === 'issues' ? sum : sum + layer.version), 0) : isError ? 0 : null
  const scope: Scope | null = useMemo(() => (version === null ? null : { subdistrict, version }), [subdistrict, version])
  const issuesVersion = states?.get('issues')?.version
  const known = useRef(issuesVersion)
  useEffect(() => {
    if (known.current !== undefined && known.current !== issuesVersion && !isTold) refreshIssues(client)
    known.current = issuesVersion
  }, [client, issuesVersion, isTold])
  return { query, states, scope }
}

/** The version of the issues' tiles that the map shows: while changes are told one by one, the tiles stay what they are. */
function useIssueTiles(states: LayerStates | null): number | undefined {
  const isTold = useLiveState().phase === 'open'
  const { base } = useLiveIssues()
  const version = states?.get('issues')?.version
  const [held, setHeld] = useState({ base, version })
  if (held.version === version && held.base === base) return version
  if (isTold && held.base === base && held.version !== undefined) return held.version
  setHeld({ base, version })
  return version
}

/** Tile addresses of the sources that the switched-on layers need; a source without data is left out. */
export function useTiles(
  states: LayerStates | null,
  subdistrict: string,
  on: Parameters<typeof sourcesFor>[0],
): Readonly<Partial<Record<TileSourceId, string>>> {
  const issueTiles = useIssueTiles(states)
  return useMemo(() => {
    const addresses = sourcesFor(on).flatMap((source): [TileSourceId, string][] => {
      const layers: readonly LayerId[] = tileSources[source]
      const found = layers.flatMap((id) => states?.get(id) ?? [])
      if (found.every((layer) => layer.features === 0)) return []
      const version = found.map((layer) => (layer.id === 'issues' ? issueTiles : layer.version)).join('.')
      // Only what the service lists for this account: it refuses a tile that names more.
      const names = found.map((layer) => layer.id)
      return [[source, tileAddress(window.location.origin, names, subdistrict, version)]]
    })
    return Object.fromEntries(addresses)
  }, [states, subdistrict, on, issueTiles])
}

const none: readonly PatrolRoute[] = []

export function usePatrols(scope: Scope | null, on: boolean, nameOf: (thing: { name: string; nameEn: string }) => string) {
  const query = useQuery({ ...patrolRoutesQuery(scope ?? { subdistrict: '', version: 0 }), enabled: on && scope !== null })
  const { data } = query
  return useMemo(
    () =>
      data?.features.map(
        ({ geometry, properties }): PatrolRoute => ({
          id: properties.patrolRouteId,
          name: nameOf(properties),
          line: geometry.coordinates.map(([lng = 0, lat = 0]) => [lng, lat] as const),
          checkpoints: properties.checkpoints,
        }),
      ) ?? none,
    [data, nameOf],
  )
}

/** Issues that changed since the tiles were made, as the map needs them. */
export function useNewIssues(): readonly NewIssue[] {
  const { issues } = useLiveIssues()
  return useMemo(
    () =>
      issues.flatMap(({ issue: { geometry, properties }, onMap }): NewIssue[] => {
        const [lng = 0, lat = 0] = geometry.coordinates
        const { issueId, severity, status } = properties
        return [{ id: issueId, lng, lat, class: properties.class, severity, open: onMap && !endedStatuses.some((one) => one === status) }]
      }),
    [issues],
  )
}
