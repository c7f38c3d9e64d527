// What the stream's events do to what is known.
import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type LiveIssues, livePatcher } from '../../../client/api/live.ts'
import type { LiveEvent } from '../../../client/api/live-stream.ts'

let client: QueryClient
let asked: string[]
let patch: ReturnType<typeof livePatcher>
const layers = { layers: [{ id: 'issues', version: 7, dataTime: '2026-11-20T02:00:00Z', features: 10 }] }
const known = () => client.getQueryData<LiveIssues>(['live', 'issues'])

beforeEach(() => {
  vi.useFakeTimers()
  client = new QueryClient()
  asked = []
  const use = (queryKey: readonly unknown[], answer: unknown) =>
    new QueryObserver(client, {
      queryKey,
      queryFn: async () => {
        asked.push(String(queryKey[0] === 'issue' ? `issue ${queryKey[2]}` : queryKey[0]))
        return answer
      },
      staleTime: 60_000,
      initialData: answer,
    }).subscribe(() => {})
  // as before the sub-district is known: nobody uses it
  client.setQueryData(['issue', '', 3, 0], { version: 1 })
  use(['layers', '990100001'], layers)
  use(['issue', '990100001', 3, 40], { version: 1 })
  use(['issue', '990100001', 4, 40], { version: 1 })
  use(['issueDensity', '990100001', {}, 40], { cells: [] })
  use(['grids', '990100001', {}, 40], { features: [] })
  patch = livePatcher(client)
})
afterEach(() => {
  patch.stop()
  client.clear()
  vi.useRealTimers()
})

const told = (issueId: number, happenedAt = '2026-11-20T02:00:05Z', kind = 'issueReported'): LiveEvent => ({
  kind: 'issue',
  change: {
    kind,
    happenedAt,
    onMap: true,
    issue: { type: 'Feature', id: issueId, geometry: { type: 'Point', coordinates: [108, 30] }, properties: { issueId } } as never,
  },
})

it('an issue that changed is put beside the tiles, and only what hangs on it is asked for again', async () => {
  patch.apply(told(3))
  await vi.advanceTimersByTimeAsync(20)
  expect(asked.sort()).toEqual(['issue 3', 'issueDensity'])
  expect(known()?.issues.map(({ issue }) => issue.id)).toEqual([3])
  expect(client.getQueryData(['layers', '990100001'])).toEqual({
    layers: [{ id: 'issues', version: 7, dataTime: '2026-11-20T02:00:05Z', features: 11 }],
  })
})

it('many changes are few questions, and each issue stands once', async () => {
  for (let time = 0; time < 50; time++) {
    patch.apply(told(100 + (time % 5), undefined, 'issueHandled'))
    await vi.advanceTimersByTimeAsync(100)
  }
  expect(asked.filter((one) => one === 'issueDensity')).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked.filter((one) => one === 'issueDensity')).toHaveLength(2)
  expect(known()?.issues.map(({ issue }) => issue.id)).toEqual([100, 101, 102, 103, 104])
})

it('when too much stands beside the tiles they are read anew; what came last stays beside them', async () => {
  for (let id = 1; id <= 300; id++) patch.apply(told(1000 + id))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(asked).not.toContain('layers')
  patch.apply(told(2000))
  await vi.advanceTimersByTimeAsync(100)
  expect(asked.filter((one) => one === 'layers')).toHaveLength(1)
  expect([known()?.base, known()?.issues.map(({ issue }) => issue.id)]).toEqual([1, [2000]])
})

it('a flood is a few questions too, and nothing of it stays beside the tiles', async () => {
  for (let id = 1; id <= 10_000; id++) patch.apply(told(10_000 + id))
  expect(known()?.issues.length).toBeLessThanOrEqual(600)
  await vi.advanceTimersByTimeAsync(20_000)
  expect(asked.filter((one) => one === 'layers').length).toBeLessThanOrEqual(3)
  expect(known()?.issues).toEqual([])
})

it('layers made anew and a lost place ask for what they must', async () => {
  patch.apply({ kind: 'layers', change: { kind: 'imported', happenedAt: '2026-11-20T02:00:05Z', layers: ['stations'] } })
  await vi.advanceTimersByTimeAsync(2000)
  expect(asked).toEqual(['layers'])
  patch.apply({ kind: 'reset', asOf: 0 })
  await vi.advanceTimersByTimeAsync(2000)
  expect(new Set(asked)).toEqual(new Set(['layers', 'issue 3', 'issue 4', 'issueDensity', 'grids']))
})
