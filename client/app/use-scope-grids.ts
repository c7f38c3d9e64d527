// The grids that an account's scope is made of: where its map starts, and what its overview lists.
import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { GridFeature } from '#contract/registers.ts'
import { gridsQuery, type Scope } from '../api/queries.ts'
import { type Box, boxOf } from '../map/camera.ts'
import { useSession } from './session.ts'

export type ScopeGrids = {
  /** The whole sub-district may be seen. */
  readonly whole: boolean
  /** Top grids of the scope; null until known. */
  readonly grids: readonly GridFeature[] | null
  /** What "show all" shows; null until known. */
  readonly box: Box | null
  readonly error: unknown
  readonly retry: () => void
}

const nowhere: Scope = { subdistrict: '', version: 0 }
const levels = [1, 2, 3] as const

/** Grids of the scope that no other grid of the scope holds. */
const topOf = (features: readonly GridFeature[], codes: ReadonlySet<string>): readonly GridFeature[] =>
  features.filter(({ properties: { gridCode, parentCode } }) => codes.has(gridCode) && (parentCode === null || !codes.has(parentCode)))

type Answers = readonly UseQueryResult<{ readonly features: readonly GridFeature[] }>[]

/** Several answers as one. Not made anew by every render: the lists are long. */
const joined = (answers: Answers) => ({
  data: answers.every((answer) => answer.data) ? answers.flatMap((answer) => answer.data?.features ?? []) : null,
  error: answers.find((answer) => answer.error)?.error ?? null,
  retry: () => {
    for (const answer of answers) void answer.refetch()
  },
})

export function useScopeGrids(scope: Scope | null, street: Box): ScopeGrids {
  const session = useSession()
  const inForce = session.scope.filter((grid) => grid.inForce)
  const whole = inForce.length === 0 || inForce.some(({ level }) => level === 0)
  const codesText = inForce.map(({ code }) => code).join()
  const wanted = levels.filter((level) => !whole && inForce.some((grid) => grid.level === level))
  const { data, error, retry } = useQueries({
    queries: wanted.map((level) => ({ ...gridsQuery(scope ?? nowhere, { level }), enabled: scope !== null })),
    combine: joined,
  })
  return useMemo(() => {
    if (whole) return { whole, grids: null, box: street, error: null, retry }
    const grids = data === null ? null : topOf(data, new Set(codesText.split(',')))
    const found = grids === null ? null : boxOf(grids.map(({ geometry }) => geometry.coordinates))
    // Without an answer the map starts with the street rather than not at all.
    const box = found ?? (error !== null || grids !== null ? street : null)
    return { whole, grids, box, error, retry }
  }, [whole, codesText, data, error, retry, street])
}
