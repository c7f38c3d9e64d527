// How single sign-on ended, when it did not end with a session: the service says it in the address it comes back to, `/?sign-in=refused`.
import { readable } from './readable-query.ts'

const parameter = 'sign-in'
const outcomes = ['refused', 'unavailable'] as const

/** Undefined for a value that is none of ours. */
export const outcomeOf = (search: string) => outcomes.find((one) => one === new URLSearchParams(search).get(parameter))

/** The search without it; null where there is none. */
export function withoutOutcome(search: string): string | null {
  const query = new URLSearchParams(search)
  if (!query.has(parameter)) return null
  query.delete(parameter)
  return readable([...query])
}
