// A film of the heat map: one picture for each step of a period, shown through a window that moves over them, so that what is shown is always the
// sum of as many days and colours keep their meaning. Example, pictures A B C D and a window of two: A+B, B+C, C+D.
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

/** Pictures in a window; all but the first cover as many days as the last. */
const windowOf = ({ pictures }: DensityPictures): number =>
  Math.min(pictures.length, Math.max(1, Math.floor(windowDays / Math.max(1, pictures.at(-1)?.days ?? 1))))

export const framesIn = (film: DensityPictures): number => film.pictures.length - windowOf(film) + 1

/** What is shown at a place of the film, 0 to its number of frames less one. */
export function frameOf(film: DensityPictures, index: number, latitude: number): Frame {
  const { pictures, cellZoom } = film
  const end = index + windowOf(film)
  const shown = pictures.slice(index, end)
  const days = shown.reduce((sum, picture) => sum + picture.days, 0)
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
    endDay: pictures.slice(0, end).reduce((sum, picture) => sum + picture.days, 0),
  }
}
