// Somebody was quicker: the answer to a change that names an older version.
import { differing } from '../db/register-events.ts'
import { AppError } from './app-error.ts'

type Fields = Readonly<Record<string, unknown>>

/**
 * Says which version there is now, and of the fields that were to be written those that are not as they would be. A geometry is too long to be told.
 * `tell`: how a value is told where that is not the value itself.
 */
export function overtaken(
  what: string,
  present: Fields & { readonly version: number },
  wanted: Fields,
  tell: (field: string, value: unknown) => unknown = (_, value) => value,
): AppError {
  const { before } = differing(present, wanted)
  return new AppError('conflict', `${what} was changed meanwhile, it is version ${present.version} now`, [
    { path: 'version', problem: String(present.version) },
    ...Object.entries(before)
      .filter(([field]) => field !== 'geometry')
      .map(([field, value]) => ({ path: `body.${field}`, problem: JSON.stringify(tell(field, value)) })),
  ])
}
