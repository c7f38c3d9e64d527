// Where the selected thing is, and for a grid its level: from the same answers the details panel shows.
import { type UseQueryOptions, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { boxOfCells } from '#domain/density/density-cell.ts'
import {
  buildingQuery,
  compoundQuery,
  gridQuery,
  issueQuery,
  patrolRoutesQuery,
  type Scope,
  searchQuery,
  stationsQuery,
} from '../../api/queries.ts'
import { type Box, boxOf } from '../../map/camera.ts'
import type { Selection } from '../../map/selection.ts'

export type Selected = {
  readonly box: Box | null
  readonly geometry: GeoJSON.Geometry | null
  readonly level: number | null
  readonly maxZoom: number
}

const closest: Readonly<Record<Selection['kind'], number>> = {
  grid: 17,
  building: 17.5,
  compound: 17,
  station: 16.5,
  patrol: 16.5,
  issue: 17,
  road: 16.5,
  counted: 17,
}

const nowhere: Scope = { subdistrict: '', version: 0 }

function useAnswer<T, E, D, K extends readonly unknown[]>(options: UseQueryOptions<T, E, D, K>, enabled: boolean): D | undefined {
  const { data } = useQuery({ ...options, enabled })
  return enabled ? data : undefined
}

/** The grid that is selected, itself or for what is counted in it. */
const gridOf = (selection: Selection | null): string =>
  selection?.kind === 'grid' ? selection.code : selection?.kind === 'counted' && selection.by.kind === 'grid' ? selection.by.code : ''

/** A map cell as a shape. */
function cellOf(selection: Selection | null): { readonly box: Box; readonly geometry: GeoJSON.Polygon } | null {
  if (selection?.kind !== 'counted' || selection.by.kind !== 'cell') return null
  const { cellZoom, x, y } = selection.by
  const box = boxOfCells({ cellZoom, x0: x, y0: y, across: 1, down: 1 })
  const [west, south, east, north] = box
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { box, geometry: { type: 'Polygon', coordinates: [ring] } }
}

export function useSelected(scope: Scope | null, selection: Selection | null): Selected {
  const at = scope ?? nowhere
  const is = (kind: Selection['kind']): boolean => scope !== null && selection?.kind === kind
  const id = selection !== null && 'id' in selection ? selection.id : 0
  const code = gridOf(selection)
  const grid = useAnswer(gridQuery(at, code), scope !== null && code !== '')
  const building = useAnswer(buildingQuery(at, id), is('building'))
  const compound = useAnswer(compoundQuery(at, id), is('compound'))
  const stations = useAnswer(stationsQuery(at), is('station'))
  const routes = useAnswer(patrolRoutesQuery(at), is('patrol'))
  const issue = useAnswer(issueQuery(at, id), is('issue'))
  const roads = useAnswer(searchQuery(at.subdistrict, selection?.kind === 'road' ? selection.name : ''), is('road'))
  return useMemo(() => {
    const maxZoom = selection ? closest[selection.kind] : 17
    const feature =
      grid ??
      building ??
      compound ??
      stations?.features.find(({ properties }) => properties.serviceStationId === id) ??
      routes?.features.find(({ properties }) => properties.patrolRouteId === id) ??
      issue
    const cell = cellOf(selection)
    if (cell) return { ...cell, level: null, maxZoom }
    const road = selection?.kind === 'road' ? roads?.hits.find((hit) => hit.kind === 'road' && hit.name === selection.name) : undefined
    const box = feature ? boxOf([feature.geometry.coordinates]) : (road?.bbox ?? null)
    const geometry = feature ? (feature.geometry as GeoJSON.Geometry) : null
    return { box, geometry, level: grid?.properties.level ?? null, maxZoom }
  }, [grid, building, compound, stations, routes, issue, roads, selection, id])
}
