// The `after` of a page, written by us and handed back: anything else is refused by name.
import { AppError } from './app-error.ts'

/** The whole numbers of an `after`, or undefined for the first page. Throws `invalid_request` when it is not one of ours. */
export function afterNumbers(after: string | undefined, count: number): readonly number[] | undefined {
  if (after === undefined) return undefined
  const parts = after.split('.')
  if (parts.length !== count || !parts.every((part) => /^\d{1,15}$/.test(part))) {
    throw new AppError('invalid_request', 'query.after: not the `next` of a page', [
      { path: 'query.after', problem: 'not the `next` of a page' },
    ])
  }
  return parts.map(Number)
}
