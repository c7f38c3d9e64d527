// GET /api/v1/tiles/roads,water/14/13107/6720.mvt?subdistrict=990100001
// GET /api/v1/layers
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Express, Request } from 'express'
import { mayCall, mayRead } from '#contract/access.ts'
import { routes } from '#contract/routes.ts'
import type { TileAddress } from '#domain/geo/web-mercator.ts'
import { type LayerId, layerIds, layerTable } from '#domain/layers/layer-table.ts'
import type { Catalog } from '../db/catalog.ts'
import { type Scope, withinScope } from '../db/scope.ts'
import { AppError } from '../http/app-error.ts'
import type { Handlers } from '../http/handler.ts'
import { admit, refuse } from '../http/mount.ts'
import { chooseSubdistrict, parseRequest } from '../http/parse-request.ts'
import { type Principal, tokenOf } from '../http/principal.ts'
import type { Service } from '../http/service.ts'
import { featuresInReach, readTile } from './queries.ts'
import { type Encoding, type StoredTile, type TileStore, tileStore } from './tile-store.ts'

/** Raised whenever the bytes made from the same data change, so that no cache anywhere mixes two ways of encoding. */
const tileFormat = 1

export const layerHandlers: Pick<Handlers, 'layers'> = {
  layers: async ({ db, catalog, subdistrict, who }) => {
    // what stands in the whole sub-district is nobody's business whose reach is less
    const counted = who.scope.whole ? undefined : await featuresInReach(db, subdistrict)
    return {
      layers: layerTable.flatMap((layer, order) => {
        if (!mayRead(who, layer.id)) return []
        const { version, dataTime, features } = catalog.layer(subdistrict, layer.id)
        return [
          { ...layer, legend: [...layer.legend], order, version, dataTime, features: counted ? (counted.get(layer.id) ?? 0) : features },
        ]
      }),
    }
  },
}

type Wanted = { readonly who: Principal; readonly layers: readonly LayerId[]; readonly address: TileAddress }

export type TileService = {
  /**
   * Answers a well-formed request for a tile without going through the framework, whose dozen layers cost more than a tile at hand.
   * False when the request is something else; then nothing was written. When it fails before writing, `otherwise` takes over.
   */
  answer(request: IncomingMessage, response: ServerResponse, otherwise: () => void): boolean
  /** The same operation as a route of the framework: it refuses what is malformed and says what failed. */
  mount(app: Express): void
  size: TileStore['size']
}

export function tileService(service: Service, maxBytes: number): TileService {
  const store = tileStore(maxBytes)

  const load = (wanted: Wanted, catalog: Catalog, encoding: Encoding): Promise<StoredTile> | StoredTile => {
    const key = keyOf(wanted, catalog)
    const present = store.get(key, encoding)
    if (present) return present
    const etag = createHash('sha256').update(key).digest('base64url').slice(0, 22)
    return store.load(key, etag, encoding, async () => {
      const visible = wanted.layers.filter((layer) => isVisible(layer, wanted.address.z))
      if (visible.length === 0) return new Uint8Array()
      const engine = await service.database.capabilities()
      const { scope } = wanted.who
      return withinScope(service.database.pool, scope, 'read only', (db) =>
        readTile(db, engine, scope.subdistrict, visible, wanted.address),
      )
    })
  }

  return {
    size: store.size,

    answer(request, response, otherwise) {
      const asked = request.method === 'GET' ? readAddress(request.url ?? '') : undefined
      if (asked === undefined) return false
      const encoding = wantedEncoding(request)
      const { subdistrict, layers } = asked
      const go = async () => {
        const now = service.now()
        const who = await service.principals.resolve(tokenOf(request, service.settings.secureCookies), now, false)
        // whatever stands in the way is said by the framework's route, which also writes it into the audit
        const may =
          who !== undefined &&
          !who.mustChangePassword &&
          (subdistrict === undefined || subdistrict === who.subdistrict) &&
          mayCall(who, routes.tile) &&
          layers.every((layer) => mayRead(who, layer))
        if (!may) return otherwise()
        const catalog = service.catalog.fresh() ?? (await service.catalog.read())
        const tile = load({ who, layers, address: asked.address }, catalog, encoding)
        writeTile(request, response, tile instanceof Promise ? await tile : tile)
      }
      go().catch(() => (response.headersSent ? response.destroy() : otherwise()))
      return true
    },

    mount(app) {
      app.get(routes.tile.path, async (request, response) => {
        const who = await admit(service, routes.tile, request, service.now())
        // the route is not for anyone, so somebody is there
        if (who === undefined) throw new AppError('not_signed_in', 'sign in first')
        const wanted = wantedTile(request, who)
        const refused = wanted.layers.find((layer) => !mayRead(who, layer))
        if (refused !== undefined) return refuse(service, request, who, `layer:${refused}`)
        writeTile(request, response, await load(wanted, await service.catalog.read(), wantedEncoding(request)))
      })
    },
  }
}

const addressPattern =
  /^\/api\/v1\/tiles\/([A-Za-z,]+)\/(\d{1,2})\/(\d{1,7})\/(\d{1,7})\.mvt(?:\?(?:subdistrict=(\d{9}))?(?:&?v=[\w.:%,-]{0,80})?)?$/
const knownLayers = new Set<string>(layerIds)

/** A tile's address in its usual form, or undefined: the route of the framework tells people what is wrong with the others. */
function readAddress(url: string): (Omit<Wanted, 'who'> & { readonly subdistrict: string | undefined }) | undefined {
  const match = addressPattern.exec(url)
  if (match === null) return undefined
  const [, names = '', zText, xText, yText, subdistrict] = match
  const [z, x, y] = [Number(zText), Number(xText), Number(yText)]
  const layers = names.split(',')
  if (z > 20 || x >= 2 ** z || y >= 2 ** z || !layers.every((name): name is LayerId => knownLayers.has(name))) return undefined
  return { layers: [...new Set(layers)], address: { z, x, y }, subdistrict }
}

function wantedTile(request: Request, who: Principal): Wanted {
  const { params, query } = parseRequest(routes.tile, request)
  const { z, x, y } = params
  const last = 2 ** z - 1
  const outside = (['x', 'y'] as const).filter((axis) => params[axis] > last)
  if (outside.length > 0) {
    const details = outside.map((axis) => ({ path: `path.${axis}`, problem: `zoom ${z} has tiles 0 to ${last}` }))
    throw new AppError('invalid_request', `path.${outside[0]}: zoom ${z} has tiles 0 to ${last}`, details)
  }
  chooseSubdistrict(who, query.subdistrict)
  return { who, layers: [...new Set(params.layers)], address: { z, x, y } }
}

function isVisible(id: LayerId, zoom: number): boolean {
  const layer = layerTable.find((one) => one.id === id)
  return layer !== undefined && zoom >= layer.minZoom
}

const keyOf = ({ who: { scope }, layers, address }: Wanted, catalog: Catalog) =>
  [
    tileFormat,
    scope.subdistrict,
    reachOf(scope),
    ...layers.map((layer) => versionOf(catalog, scope.subdistrict, layer)),
    address.z,
    address.x,
    address.y,
  ].join('/')

/** Those who see the same share a tile. */
const reachOf = ({ whole, grids }: Scope) => (whole ? 'whole' : createHash('sha256').update(grids.join()).digest('base64url').slice(0, 22))

/** The version's number alone would repeat in a database made anew; with its time it does not. */
function versionOf(catalog: Catalog, subdistrict: string, layer: LayerId): string {
  const { version, dataTime } = catalog.layer(subdistrict, layer)
  return `${layer}:${version}:${dataTime}`
}

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
