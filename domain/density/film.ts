// A film of the heat map: one picture for each step of a period, shown through a window that moves over them, so that what is shown is always the
// sum of as many days and colours keep their meaning. Example, pictures A B C D and a window of two: A, A+B, B+C, C+D.
import { noCounts, placesAcross, sumOfCounts } from './count-sheet.ts'
import type { DensityPictures } from './density-bytes.ts'
import { cellMetres, middleOfCell } from './density-cell.ts'

/** Days of the moving window, where steps are not longer. */
const windowDays = 7
/** More pictures than this nobody tells apart. */
const mostPictures = 120

export const picturesFor = (days: number): number => Math.min(days, mostPictures)

export type Frame = {
  readonly days: number
  readonly cellMetres: number
  readonly cellZoom: number
  readonly cells: readonly (readonly [lng: number, lat: number, issues: number])[]
  readonly issues: number
  /** Days of the film from its beginning to the end of this frame. */
  readonly endDay: number
}

/** What is shown at a picture: the sum of it and those before it within the window. */
export function frameOf({ pictures, cellZoom }: DensityPictures, index: number, latitude: number): Frame {
  let [first, days] = [index, 0]
  while (first >= 0 && (days === 0 || days + (pictures[first]?.days ?? 0) <= windowDays)) days += pictures[first--]?.days ?? 0
  const shown = pictures.slice(first + 1, index + 1)
  const { places, amounts } = shown.reduce((sum, { cells }) => sumOfCounts(sum, cells), noCounts)
  const cells = Array.from(places, (place, at): readonly [number, number, number] => [
    ...middleOfCell(cellZoom, place % placesAcross, Math.floor(place / placesAcross)),
    amounts[at] ?? 0,
  ])
  return {
    days,
    cellMetres: cellMetres(cellZoom, latitude),
    cellZoom,
    cells,
    issues: shown.reduce((sum, { total }) => sum + total, 0),
    endDay: pictures.slice(0, index + 1).reduce((sum, picture) => sum + picture.days, 0),
  }
}
