// What of a file is kept. Numbers of people are masked before anything is stored; numbers that are something else stay as they are.
import { maskFreeText } from '../privacy/mask.ts'
import { isPersonal, proposeColumns } from './propose-columns.ts'

/** A coordinate: its digits could look like a number of somebody. */
const decimal = /^[-+]?\d{1,3}\.\d+$/

/** Makes the function that masks the cells of a row under this header. Personal columns come out empty, ticket numbers untouched. */
export function cellMasker(header: readonly string[]): (cells: readonly string[]) => string[] {
  const personal = header.map(isPersonal)
  const { ticketNumber } = proposeColumns(header)
  return (cells) =>
    header.map((_, at) => {
      const text = cells[at] ?? ''
      if (personal[at] || text === '') return ''
      return at === ticketNumber || decimal.test(text) ? text : maskFreeText(text)
    })
}
