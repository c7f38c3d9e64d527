// A density cell is a square of the map projection, counted from its south-west corner. Issues are counted per cell so that a heat map
// reads cells, not issues; a cell is narrower than the kernel that will smooth it, so the picture does not depend on where cells begin.
import { projectMercator, tileMetres, unprojectMercator } from '../geo/web-mercator.ts'

/** A box asked for may hold at most this many cells across, however wide it is. */
const mostCellsAcross = 256

/** Cells are as wide as a tile of these zooms: finer as the map comes nearer, one step coarser where a ratio needs households in them. */
function cellZoom(zoom: number, perHouseholds: boolean): number {
  const step = perHouseholds ? 1 : 0
  if (zoom >= 13) return 20 - step
  return zoom >= 11 ? 19 - step : 18 - step
}

/** Width of a cell in projected metres for a map zoom and a box in degrees. Widths are always a tile's, so cells of two boxes coincide. */
export function densityCellWidth(
  zoom: number,
  [west, south, east, north]: readonly [number, number, number, number],
  perHouseholds: boolean,
): number {
  const [x0, y0] = projectMercator(west, south)
  const [x1, y1] = projectMercator(east, north)
  const widest = Math.max(x1 - x0, y1 - y0)
  for (let z = cellZoom(zoom, perHouseholds); z > 0; z--) if (widest / tileMetres(z) <= mostCellsAcross) return tileMetres(z)
  return tileMetres(0)
}

/** Projected metres to metres on the ground at a latitude. */
export const groundMetres = (projected: number, latitude: number) => projected * Math.cos((latitude * Math.PI) / 180)

export type CountedCell = { readonly x: number; readonly y: number; readonly issues: number; readonly households: number }

/** [lng, lat, value] of a cell's middle; the value is the count, or issues per 100 households of the same cell. */
export function densityCell(cell: CountedCell, width: number, perHouseholds: boolean): [number, number, number] {
  const [lng, lat] = unprojectMercator((cell.x + 0.5) * width, (cell.y + 0.5) * width)
  const value = perHouseholds ? (100 * cell.issues) / cell.households : cell.issues
  return [Number(lng.toFixed(6)), Number(lat.toFixed(6)), Number(value.toFixed(2))]
}
