// GET /api/v1/tiles/roads,water/14/13107/6720.mvt?subdistrict=990100001
// GET /api/v1/layers
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Express, Request } from 'express'
import { routes } from '#contract/routes.ts'
import type { TileAddress } from '#domain/geo/web-mercator.ts'
import { type LayerId, layerTable } from '#domain/layers/layer-table.ts'
import type { Catalog } from '../db/catalog.ts'
import { AppError } from '../http/app-error.ts'
import { chooseSubdistrict, type Handlers, parseRequest, type Service } from '../http/mount.ts'
import { readTile } from './queries.ts'
import { type Encoding, type StoredTile, type TileStore, tileStore } from './tile-store.ts'

/** Raised whenever the bytes made from the same data change, so that no cache anywhere mixes two ways of encoding. */
const tileFormat = 1

export const layerHandlers: Pick<Handlers, 'layers'> = {
  layers: async ({ catalog, subdistrict }) => ({
    layers: layerTable.map((layer, order) => ({
      ...layer,
      legend: [...layer.legend],
      order,
      version: catalog.layer(subdistrict, layer.id).version,
      dataTime: catalog.layer(subdistrict, layer.id).dataTime,
      features: catalog.layer(subdistrict, layer.id).features,
    })),
  }),
}

type Wanted = { readonly subdistrict: string; readonly layers: readonly LayerId[]; readonly address: TileAddress }

export type TileService = {
  /** Answers a tile that is at hand without going through the framework; false when it is not, and nothing was written. */
  answerWarm(request: IncomingMessage, response: ServerResponse): boolean
  mount(app: Express): void
  size: TileStore['size']
}

export function tileService(service: Service, maxBytes: number): TileService {
  const store = tileStore(maxBytes)
  // addresses as they came in, to the key of the tile they mean in one state of the catalog
  const warmKeys = new Map<string, string>()
  let warmCatalog: Catalog | undefined

  return {
    size: store.size,

    answerWarm(request, response) {
      const catalog = service.catalog.fresh()
      if (request.method !== 'GET' || catalog === undefined || catalog !== warmCatalog) return false
      const key = warmKeys.get(request.url ?? '')
      const tile = key === undefined ? undefined : store.get(key, wantedEncoding(request))
      if (tile === undefined) return false
      writeTile(request, response, tile)
      return true
    },

    mount(app) {
      app.get(routes.tile.path, async (request, response) => {
        const catalog = await service.catalog.read()
        const wanted = wantedTile(request, catalog)
        const key = keyOf(wanted, catalog)
        const etag = createHash('sha256').update(key).digest('base64url').slice(0, 22)
        const visible = wanted.layers.filter((layer) => isVisible(layer, wanted.address.z))
        const tile = await store.load(key, etag, wantedEncoding(request), async () => {
          if (visible.length === 0) return new Uint8Array()
          const engine = await service.database.capabilities()
          return readTile(service.database.db, engine, wanted.subdistrict, visible, wanted.address)
        })
        if (warmCatalog !== catalog || warmKeys.size >= 20_000) {
          if (!sameVersions(warmCatalog, catalog) || warmKeys.size >= 20_000) warmKeys.clear()
          warmCatalog = catalog
        }
        warmKeys.set(request.originalUrl, key)
        writeTile(request, response, tile)
      })
    },
  }
}

function wantedTile(request: Request, catalog: Catalog): Wanted {
  const { params, query } = parseRequest(routes.tile, request)
  const { z, x, y } = params
  const last = 2 ** z - 1
  const outside = (['x', 'y'] as const).filter((axis) => params[axis] > last)
  if (outside.length > 0) {
    const details = outside.map((axis) => ({ path: `path.${axis}`, problem: `zoom ${z} has tiles 0 to ${last}` }))
    throw new AppError('invalid_request', `path.${outside[0]}: zoom ${z} has tiles 0 to ${last}`, details)
  }
  return { subdistrict: chooseSubdistrict(catalog, query.subdistrict), layers: [...new Set(params.layers)], address: { z, x, y } }
}

function isVisible(id: LayerId, zoom: number): boolean {
  const layer = layerTable.find((one) => one.id === id)
  return layer !== undefined && zoom >= layer.minZoom
}

const keyOf = ({ subdistrict, layers, address }: Wanted, catalog: Catalog) =>
  [tileFormat, subdistrict, ...layers.map((layer) => versionOf(catalog, subdistrict, layer)), address.z, address.x, address.y].join('/')

/** The version's number alone would repeat in a database made anew; with its time it does not. */
function versionOf(catalog: Catalog, subdistrict: string, layer: LayerId): string {
  const { version, dataTime } = catalog.layer(subdistrict, layer)
  return `${layer}:${version}:${dataTime}`
}

const sameVersions = (before: Catalog | undefined, after: Catalog) =>
  before !== undefined &&
  before.subdistricts[0]?.subdistrictCode === after.subdistricts[0]?.subdistrictCode &&
  after.subdistricts.every(({ subdistrictCode }) =>
    layerTable.every(({ id }) => versionOf(before, subdistrictCode, id) === versionOf(after, subdistrictCode, id)),
  )

/** The best encoding that the request takes: `br;q=0` refuses one. */
function wantedEncoding({ headers }: IncomingMessage): Encoding {
  const accepted = headers['accept-encoding']
  if (typeof accepted !== 'string') return 'identity'
  const taken = new Set<string>()
  for (const part of accepted.split(',')) {
    const [name = '', ...parameters] = part.split(';').map((word) => word.trim().toLowerCase())
    if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) taken.add(name)
  }
  return taken.has('br') ? 'br' : taken.has('gzip') ? 'gzip' : 'identity'
}

/** 304 when the client has it, 204 when there is nothing in it, otherwise the bytes. */
function writeTile(request: IncomingMessage, response: ServerResponse, tile: StoredTile): void {
  const headers = { ETag: tile.etag, 'Cache-Control': 'private, no-cache', Vary: 'Accept-Encoding', 'X-Content-Type-Options': 'nosniff' }
  const known = request.headers['if-none-match']
  if (known !== undefined && (known === '*' || known.split(',').some((one) => one.trim().replace(/^W\//, '') === tile.etag))) {
    response.writeHead(304, headers).end()
  } else if (tile.body.length === 0) {
    response.writeHead(204, headers).end()
  } else {
    response.writeHead(200, {
      ...headers,
      'Content-Type': 'application/vnd.mapbox-vector-tile',
      'Content-Length': tile.body.length,
      ...(tile.encoding !== 'identity' && { 'Content-Encoding': tile.encoding }),
    })
    response.end(tile.body)
  }
}
