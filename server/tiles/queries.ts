// Reads one tile from the database, on whichever engine, and keeps it under the size that every tile promises.
import type { Geometry } from 'geojson'
import { z } from 'zod'
import { pixelMetres, type TileAddress, tileBox, tileUnitMetres } from '#domain/geo/web-mercator.ts'
import { baseLayers, type LayerId, layerIds } from '#domain/layers/layer-table.ts'
import { bandOf } from '#domain/layers/zoom-bands.ts'
import type { Capabilities } from '../db/database.ts'
import { type Queryable, rows } from '../db/queryable.ts'
import { encodeTile } from './encode-tile.ts'
import { encodedTile, plainFeatures, tileBuffer } from './tile-statement.ts'

/** No tile is larger than this before compression. */
export const largestTile = 500_000
/** A pixel, then ever larger features only, then the largest zoom factor that still means something. */
const mostAttempts = 12

/**
 * The bytes of a tile of one or several layers, empty when there is nothing in it. When it grows over the limit, small areas and lines are
 * left out first and every second point, and more of them until it fits.
 */
export async function readTile(db: Queryable, engine: Capabilities, subdistrict: string, layers: readonly LayerId[], address: TileAddress) {
  const read = engine.encodesTiles ? readEncoded : readAndEncode
  let tile = await read(db, engine, subdistrict, layers, address, 1)
  for (let attempt = 1; tile.length > largestTile && attempt < mostAttempts; attempt++) {
    tile = await read(db, engine, subdistrict, layers, address, 2 ** attempt)
  }
  return tile
}

type Read = (
  db: Queryable,
  engine: Capabilities,
  subdistrict: string,
  layers: readonly LayerId[],
  address: TileAddress,
  thinning: number,
) => Promise<Uint8Array>

function reachValues(address: TileAddress, thinning: number) {
  const [west, south, east, north] = tileBox(address)
  const reach = tileBuffer * tileUnitMetres(address.z)
  // from the exact band on nothing is too small: the same tile serves all nearer zooms
  const smallest = thinning === 1 && address.z >= 16 ? 0 : pixelMetres(address.z) * thinning
  return [west - reach, south - reach, east + reach, north + reach, smallest, thinning]
}

const readEncoded: Read = async (db, engine, subdistrict, layers, address, thinning) => {
  const values = [subdistrict, address.z, ...tileBox(address), ...reachValues(address, thinning)]
  const band = bandOf(address.z)
  const text = encodedTile(layers, band)
  // a client can join layers in thousands of ways; a connection should not remember all of them
  const isUsual = layers.length === 1 || layers.join() === baseLayers.join()
  return db.queryBytes(text, values, engine.namedStatements && isUsual ? `tile-${band}-${layers.join('-')}` : undefined)
}

const PlainRow = z.object({ id: z.number(), geometry: z.custom<Geometry>(), properties: z.record(z.string(), z.unknown()) })

const readAndEncode: Read = async (db, _engine, subdistrict, layers, address, thinning) => {
  const [west, , , north] = tileBox(address)
  const scale = 1 / tileUnitMetres(address.z)
  const values = [subdistrict, address.z, west, north, scale, -scale, ...reachValues(address, thinning)]
  const parts: Uint8Array[] = []
  for (const layer of layers) parts.push(encodeTile(layer, await rows(db, PlainRow, plainFeatures(layer, bandOf(address.z)), values)))
  return Buffer.concat(parts)
}

const CountRow = z.object({ layer: z.enum(layerIds), features: z.number() })

/** How many features of each layer there are for this connection's scope; layers without any are left out. */
export async function featuresInReach(db: Queryable, subdistrict: string): Promise<ReadonlyMap<LayerId, number>> {
  const counted = await rows(
    db,
    CountRow,
    'select layer, count(*) as features from tile_feature where subdistrict_code = $1 and band = 16 group by layer',
    [subdistrict],
  )
  return new Map(counted.map(({ layer, features }) => [layer, features]))
}
