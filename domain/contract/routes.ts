// The one table of routes. The server mounts it, the client calls it, OpenAPI prints it.
import { issue, issueDensity, issues } from './issues.ts'
import { layers, tile } from './map.ts'
import {
  building,
  buildings,
  compound,
  compounds,
  coverage,
  grid,
  gridHistory,
  grids,
  patrolRoutes,
  renovations,
  search,
  stations,
  subdistricts,
} from './registers.ts'

export const routes = {
  subdistricts,
  layers,
  tile,
  grids,
  grid,
  gridHistory,
  coverage,
  search,
  buildings,
  building,
  compounds,
  compound,
  renovations,
  stations,
  patrolRoutes,
  issueDensity,
  issues,
  issue,
} as const

export type RouteTable = typeof routes
export type RouteId = keyof RouteTable
