// The `after` of a page, written by us and handed back: anything else is refused by name.
import { refusedAt } from './app-error.ts'

/** The end of 2199 in milliseconds: no instant that we hand out is later, and every number of a row fits below it. */
const largestInstant = Date.UTC(2200, 0)
/** The largest whole number of a column such as households. */
export const largestInteger = 2_147_483_647

/**
 * The whole numbers of an `after`, or undefined for the first page, each up to the largest given for it.
 * Throws `invalid_request` when it is not one of ours.
 */
export function afterNumbers(after: string | undefined, count: number, largest: readonly number[] = []): readonly number[] | undefined {
  if (after === undefined) return undefined
  const parts = after.split('.')
  const fits = (part: string, at: number) => /^\d{1,15}$/.test(part) && Number(part) <= (largest[at] ?? largestInstant)
  if (parts.length !== count || !parts.every(fits)) {
    throw refusedAt('query.after', 'not the `next` of a page')
  }
  return parts.map(Number)
}
