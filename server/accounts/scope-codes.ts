import type { GridTree } from '../db/grid-tree.ts'
import { AppError } from '../http/app-error.ts'

/** The codes of a new scope, each once. Throws `invalid_request` naming those that are no grid in force here. */
export function knownScope(tree: GridTree, scope: readonly string[]): string[] {
  const problems = scope.flatMap((code, index) =>
    tree.has(code) ? [] : [{ path: `body.scope.${index}`, problem: `${code} is no grid in force here` }],
  )
  const [first] = problems
  if (first) throw new AppError('invalid_request', `${first.path}: ${first.problem}`, problems)
  return [...new Set(scope)]
}
