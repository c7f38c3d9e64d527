// Tiles that were computed once: bounded in bytes, one computation for everybody who waits for the same one,
// and each kept in the encodings that were asked for. A tile's key holds its layers' versions, so a change never serves an old one.
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { LRUCache } from 'lru-cache'

export type Encoding = 'br' | 'gzip' | 'identity'
export type StoredTile = { readonly etag: string; readonly body: Uint8Array; readonly encoding: Encoding }

const compressors = {
  br: (bytes: Uint8Array) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }),
  gzip: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: 6 }),
  identity: async (bytes: Uint8Array) => bytes,
} satisfies Record<Encoding, (bytes: Uint8Array) => Promise<Uint8Array>>

/** Below this, compression costs more than it saves. */
const worthCompressing = 512
const bookkeepingBytes = 300

export type TileStore = {
  get(key: string, encoding: Encoding): StoredTile | undefined
  /** Computes and keeps the tile unless it is there or under way. */
  load(key: string, etag: string, encoding: Encoding, compute: () => Promise<Uint8Array>): Promise<StoredTile>
  size(): { readonly tiles: number; readonly bytes: number }
}

export function tileStore(maxBytes: number): TileStore {
  const kept = new LRUCache<string, StoredTile>({
    maxSize: maxBytes,
    sizeCalculation: (tile, key) => tile.body.length + 2 * key.length + bookkeepingBytes,
  })
  const underWay = new Map<string, Promise<StoredTile>>()

  const once = (key: string, work: () => Promise<StoredTile>): Promise<StoredTile> => {
    const present = kept.get(key)
    if (present) return Promise.resolve(present)
    const waiting = underWay.get(key)
    if (waiting) return waiting
    const running = work()
      .then((tile) => {
        kept.set(key, tile)
        return tile
      })
      .finally(() => underWay.delete(key))
    underWay.set(key, running)
    return running
  }
  const keyOf = (key: string, encoding: Encoding) => `${encoding} ${key}`

  return {
    get: (key, encoding) => kept.get(keyOf(key, encoding)),
    load: (key, etag, encoding, compute) => {
      const plain = () => once(keyOf(key, 'identity'), async () => ({ etag: `"${etag}"`, body: await compute(), encoding: 'identity' }))
      if (encoding === 'identity') return plain()
      return once(keyOf(key, encoding), async () => {
        const { body } = await plain()
        if (body.length < worthCompressing) return { etag: `"${etag}"`, body, encoding: 'identity' }
        return { etag: `"${etag}-${encoding}"`, body: await compressors[encoding](body), encoding }
      })
    },
    size: () => ({ tiles: kept.size, bytes: kept.calculatedSize }),
  }
}
