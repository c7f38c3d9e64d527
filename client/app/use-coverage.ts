// What the layer of coverage shows: the figures of one kind for the grids of every level, since each zoom shows another, and the total.
import { type UseQueryResult, useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CoverageKind } from '#domain/coverage/coverage-kinds.ts'
import type { Ok } from '../api/client.ts'
import { coverageQuery, type Scope } from '../api/queries.ts'
import type { CoverageData } from '../map/layer.ts'

export type CoverageState = {
  /** Null: off, or not there yet. */
  readonly coverage: CoverageData | null
  readonly total: Ok<'coverage'>['total'] | null
  readonly unknown: number
  readonly failed: boolean
}

type Answers = readonly UseQueryResult<Ok<'coverage'>>[]

const nowhere: Scope = { subdistrict: '', version: 0 }
const levels = [1, 2, 3] as const

/** Several answers as one. Not made anew by every render: the lists are long. */
const joined = (answers: Answers) => ({
  levels: answers.every(({ data }) => data) ? answers.flatMap(({ data }) => data ?? []) : null,
  failed: answers.some(({ isError }) => isError),
})

export function useCoverage(scope: Scope | null, kind: CoverageKind, on: boolean): CoverageState {
  const { levels: answers, failed } = useQueries({
    queries: levels.map((level) => ({ ...coverageQuery(scope ?? nowhere, { kind, level }), enabled: on && scope !== null })),
    combine: joined,
  })
  return useMemo(() => {
    const [first] = answers ?? []
    if (!on || answers === null || first === undefined) return { coverage: null, total: null, unknown: 0, failed: on && failed }
    const figures = new Map(answers.flatMap(({ grids }) => grids.map(({ gridCode, rate }) => [gridCode, rate] as const)))
    return { coverage: { kind, figures }, total: first.total, unknown: first.unknown, failed }
  }, [on, kind, answers, failed])
}
