// A limit and a version in words.
import type { IssueItem } from '#contract/dictionaries.ts'
import type { Texts } from '../../../i18n/text.ts'

export const limitWords = ({ limitValue, limitUnit }: Pick<IssueItem, 'limitValue' | 'limitUnit'>, { say, formats }: Texts): string =>
  say(`limit.${limitUnit}`, { count: formats.number(limitValue) })

type Versioned = Pick<IssueItem, 'version' | 'changedAt' | 'changedBy'>

export function versionWords({ version, changedAt, changedBy }: Versioned, { say, formats }: Texts): string {
  if (version === 0 || changedAt === null) return say('dictionary.delivered')
  return say('dictionary.changed', { version, time: formats.moment(changedAt), by: changedBy ?? say('state.unknown') })
}
