// A density cell is a square of the map projection. Issues are counted per cell so that a heat map reads cells, not issues; a cell is narrower than the
// kernel that will smooth it, so the picture does not depend on where cells begin.
//
// Definition. A cell of zoom z is as wide as a tile of that zoom and has the numbers x, y from the south-west corner of the projection's square:
// x counts to the east, y to the north. Counts are kept for cells of zoom 20, about 33 m wide at 30° N; four of them are one of zoom 19, and so on up,
// so a coarser count is a sum of the finer ones and needs no keeping.
import { type Box, mercatorHalf, projectMercator, tileMetres, unprojectMercator } from '../geo/web-mercator.ts'

/** The zoom of the cells that counts are kept for. */
export const finestCellZoom = 20
/** A box asked for may hold at most this many cells across, however wide it is. */
const mostCellsAcross = 256

/** The projection ends here; what lies beyond has no cell. */
const lastLatitude = 85.05
const inside = ([west, south, east, north]: Box): Box => [
  west,
  Math.max(south, -lastLatitude),
  east,
  Math.max(Math.min(north, lastLatitude), -lastLatitude),
]

/** Cells are finer as the map comes nearer, one step coarser where a ratio needs households in them, and coarser where the box is wide. */
export function densityCellZoom(zoom: number, bbox: Box, perHouseholds: boolean): number {
  const wished = (zoom >= 13 ? finestCellZoom : zoom >= 11 ? finestCellZoom - 1 : finestCellZoom - 2) - (perHouseholds ? 1 : 0)
  for (let z = wished; z > 0; z--) {
    const { across, down } = cellRange(bbox, z)
    if (across <= mostCellsAcross && down <= mostCellsAcross) return z
  }
  return 0
}

export type CellRange = {
  readonly cellZoom: number
  readonly x0: number
  readonly y0: number
  readonly across: number
  readonly down: number
}

/** All cells of a zoom that a box touches. */
export function cellRange(bbox: Box, cellZoom: number): CellRange {
  const [west, south, east, north] = inside(bbox)
  const width = tileMetres(cellZoom)
  const last = 2 ** cellZoom - 1
  const number = (metres: number) => Math.min(last, Math.max(0, Math.floor((metres + mercatorHalf) / width)))
  const [x0, y0] = projectMercator(west, south).map(number) as [number, number]
  const [x1, y1] = projectMercator(east, north).map(number) as [number, number]
  return { cellZoom, x0, y0, across: x1 - x0 + 1, down: y1 - y0 + 1 }
}

/** Degrees are kept with seven decimals. */
const perDegree = 1e7
const firstIn = (degrees: number) => Math.ceil(degrees * perDegree) / perDegree

/** The smallest box in degrees that holds every point kept in some cells and none of another: a list asked with it counts what they count. */
export function boxOfCells({ cellZoom, x0, y0, across, down }: CellRange): [number, number, number, number] {
  const width = tileMetres(cellZoom)
  const [west, south] = unprojectMercator(x0 * width - mercatorHalf, y0 * width - mercatorHalf)
  const [east, north] = unprojectMercator((x0 + across) * width - mercatorHalf, (y0 + down) * width - mercatorHalf)
  // a point on the upper edge belongs to the next cell
  return [firstIn(west), firstIn(south), firstIn(east) - 1 / perDegree, firstIn(north) - 1 / perDegree].map((one) =>
    Number(one.toFixed(7)),
  ) as [number, number, number, number]
}

/** The middle of a cell in degrees. */
export function middleOfCell(cellZoom: number, x: number, y: number): [lng: number, lat: number] {
  const width = tileMetres(cellZoom)
  const [lng, lat] = unprojectMercator((x + 0.5) * width - mercatorHalf, (y + 0.5) * width - mercatorHalf)
  return [Number(lng.toFixed(6)), Number(lat.toFixed(6))]
}

/** The cell that a place lies in. */
export function cellAt(lng: number, lat: number, cellZoom: number): readonly [x: number, y: number] {
  const { x0, y0 } = cellRange([lng, lat, lng, lat], cellZoom)
  return [x0, y0]
}

/** Width of a cell on the ground at a latitude, metres. */
export const cellMetres = (cellZoom: number, latitude: number): number => tileMetres(cellZoom) * Math.cos((latitude * Math.PI) / 180)
