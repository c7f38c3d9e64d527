// Puts the features together: one listener that answers every request of a database that is open and migrated.
import type { RequestListener } from 'node:http'
import type { Logger } from 'pino'
import { catalogReader } from './db/catalog.ts'
import { readinessOf } from './db/readiness.ts'
import { gridHandlers } from './grids/routes.ts'
import { createApp } from './http/create-app.ts'
import { createMetrics } from './http/metrics.ts'
import { mountRoutes, type Service } from './http/mount.ts'
import { issueHandlers } from './issues/routes.ts'
import { patrolHandlers } from './patrols/routes.ts'
import { registerHandlers } from './registers/routes.ts'
import { layerHandlers, tileService } from './tiles/routes.ts'

const usualTileMemoryBytes = 64 * 1024 * 1024

export type ServiceSettings = Pick<Service, 'database' | 'now' | 'checkAnswers'> & {
  readonly log: Logger
  readonly tileMemoryBytes?: number
}

export function createService({
  database,
  log,
  now,
  checkAnswers,
  tileMemoryBytes = usualTileMemoryBytes,
}: ServiceSettings): RequestListener {
  const service: Service = { database, catalog: catalogReader(database.db, Date.now), now, checkAnswers }
  const tiles = tileService(service, tileMemoryBytes)
  const metrics = createMetrics(tiles.size, () => database.pool.waitingCount)
  const app = createApp({
    log,
    metrics,
    readiness: readinessOf(database, Date.now),
    mount: (express) => {
      mountRoutes(express, service, { ...gridHandlers, ...registerHandlers, ...patrolHandlers, ...issueHandlers, ...layerHandlers })
      tiles.mount(express)
    },
  })
  return (request, response) => {
    if (tiles.answer(request, response, () => app(request, response))) metrics.tile(response)
    else app(request, response)
  }
}
