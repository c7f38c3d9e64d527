// What an account may see, in words: the whole sub-district, or the names of its grids.
import type { Session } from '#contract/accounts.ts'
import type { Texts } from '../i18n/text.ts'

type Scope = Session['scope']

const named = 3

export function scopeWords(scope: Scope, { say, name, formats }: Texts): string {
  const inForce = scope.filter((grid) => grid.inForce)
  if (inForce.length === 0) return say('scope.none')
  if (inForce.some(({ level }) => level === 0)) return say('scope.whole')
  const names = inForce
    .slice(0, named)
    .map((grid) => name(grid))
    .join(say('scope.separator'))
  return inForce.length <= named ? names : say('scope.more', { names, count: formats.number(inForce.length) })
}

/** The level of the largest grids that can be seen; of the whole sub-district the first. */
export function topLevelOf(scope: Scope): number {
  const levels = scope.filter((grid) => grid.inForce).map(({ level }) => level)
  return levels.length === 0 ? 1 : Math.max(1, Math.min(...levels))
}

/** Nothing can be seen: no grid was given, or all of them were dissolved. */
export const scopeIsEmpty = (scope: Scope): boolean => scope.every((grid) => !grid.inForce)
