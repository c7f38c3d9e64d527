// The heat map's answer as bytes. One to many pictures of the same cells, for a map or a film.
//
// Layout: the four bytes F Y D 1, then numbers in groups of seven bits as in a count sheet (count-sheet.ts):
//   zoom of the cells · 0: counts, 1: hundredths of issues per 100 households · first day, as days since 1970-01-01 · number of pictures
// and for each picture: days that it covers · issues in it, suppressed ones included · cells left out because they could identify somebody ·
//   a count sheet of its cells, x and y from the south-west corner of the projection's square (density-cell.ts).
import { dayNumber, dayOfNumber } from './count-fold.ts'
import { type Counts, SheetReader, SheetWriter } from './count-sheet.ts'

export type Picture = { readonly days: number; readonly total: number; readonly suppressed: number; readonly cells: Counts }
export type DensityPictures = {
  readonly cellZoom: number
  readonly per: 'raw' | 'households'
  /** YYYY-MM-DD */
  readonly firstDay: string
  readonly pictures: readonly Picture[]
}

const mark = [0x46, 0x59, 0x44, 0x31]
/** A rate has two decimals. */
export const rateSteps = 100

export function encodeDensity({ cellZoom, per, firstDay, pictures }: DensityPictures): Uint8Array {
  const writer = new SheetWriter()
  for (const byte of mark) writer.number(byte)
  for (const number of [cellZoom, per === 'raw' ? 0 : 1, dayNumber(firstDay), pictures.length]) writer.number(number)
  for (const { days, total, suppressed, cells } of pictures) {
    for (const number of [days, total, suppressed]) writer.number(number)
    writer.sheet(cells)
  }
  return writer.bytes()
}

/** Throws where the bytes are something else or end too early. */
export function decodeDensity(bytes: Uint8Array): DensityPictures {
  const reader = new SheetReader(bytes)
  if (mark.some((byte) => reader.number() !== byte)) throw new Error('these bytes are no density')
  const [cellZoom, per, firstDay, count] = [reader.number(), reader.number(), reader.number(), reader.number()]
  const pictures = Array.from({ length: count }, () => ({
    days: reader.number(),
    total: reader.number(),
    suppressed: reader.number(),
    cells: reader.counts(),
  }))
  return { cellZoom, per: per === 0 ? 'raw' : 'households', firstDay: dayOfNumber(firstDay), pictures }
}
