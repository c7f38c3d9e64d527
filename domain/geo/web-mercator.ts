// The square that web tiles are cut from (EPSG:3857) and the sizes in it. Lengths here are metres of the projection:
// at latitude φ a metre on the ground is 1/cos φ of them.

/** Half the width of the square in metres: π · 6378137. */
export const mercatorHalf = Math.PI * 6_378_137

/** Units across a tile, the usual extent of vector tiles. */
export const tileExtent = 4096

/** CSS pixels across a tile as MapLibre draws it. */
const tilePixels = 512

export type TileAddress = { readonly z: number; readonly x: number; readonly y: number }
export type Box = readonly [west: number, south: number, east: number, north: number]

/** Width of a tile at zoom z in projected metres. */
export const tileMetres = (z: number) => (2 * mercatorHalf) / 2 ** z
export const tileUnitMetres = (z: number) => tileMetres(z) / tileExtent
export const pixelMetres = (z: number) => tileMetres(z) / tilePixels

/** The box of a tile in projected metres. */
export function tileBox({ z, x, y }: TileAddress): Box {
  const width = tileMetres(z)
  return [x * width - mercatorHalf, mercatorHalf - (y + 1) * width, (x + 1) * width - mercatorHalf, mercatorHalf - y * width]
}

/** Degrees to projected metres. */
export function projectMercator(longitude: number, latitude: number): readonly [x: number, y: number] {
  const sine = Math.sin((latitude * Math.PI) / 180)
  return [(longitude / 180) * mercatorHalf, (mercatorHalf / (2 * Math.PI)) * Math.log((1 + sine) / (1 - sine))]
}

/** Projected metres to degrees. */
export function unprojectMercator(x: number, y: number): readonly [longitude: number, latitude: number] {
  return [(x / mercatorHalf) * 180, (360 / Math.PI) * Math.atan(Math.exp((y / mercatorHalf) * Math.PI)) - 90]
}

/** The tile that holds a place. */
export function tileAt(longitude: number, latitude: number, z: number): TileAddress {
  const [mx, my] = projectMercator(longitude, latitude)
  const width = tileMetres(z)
  const last = 2 ** z - 1
  const index = (metres: number) => Math.min(last, Math.max(0, Math.floor(metres / width)))
  return { z, x: index(mx + mercatorHalf), y: index(mercatorHalf - my) }
}
