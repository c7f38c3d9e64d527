// Prometheus metrics: how many requests, how long they took, by route pattern, never by raw path.
import type { ServerResponse } from 'node:http'
import type { Request, Response } from 'express'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  observe(request: Request, response: Response): void
  /** A tile, answered without the framework. */
  tile(response: ServerResponse): void
  text(): Promise<string>
}

/** What stands in memory at the moment. */
export type Standing = {
  tileStore(): { readonly tiles: number; readonly bytes: number }
  poolWaiting(): number
  liveStreams(): number
}

export function createMetrics({ tileStore, poolWaiting, liveStreams }: Standing): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  const duration = new Histogram({
    name: 'fangyuan_http_request_seconds',
    help: 'Duration of requests',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const tiles = new Histogram({
    name: 'fangyuan_tile_seconds',
    help: 'Duration of tiles',
    buckets: [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1],
    registers,
  })
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read())
      },
    })
  gauge('fangyuan_tile_store_bytes', 'Bytes of tiles held in memory', () => tileStore().bytes)
  gauge('fangyuan_tile_store_tiles', 'Tiles held in memory', () => tileStore().tiles)
  gauge('fangyuan_pool_waiting', 'Requests waiting for a database connection', poolWaiting)
  gauge('fangyuan_live_streams', 'Live streams that are open', liveStreams)
  return {
    observe(request, response) {
      const stop = duration.startTimer({ method: request.method })
      response.once('close', () => stop({ route: request.route?.path ?? 'other', status: response.statusCode }))
    },
    tile: (response) => {
      const stop = tiles.startTimer()
      response.once('close', stop)
    },
    text: () => registry.metrics(),
  }
}
