// The audit: its entries by filter, the proof of its chain, and revealing a head, which is recorded there.
import { infiniteQueryOptions, keepPreviousData, mutationOptions } from '@tanstack/react-query'
import type { AuditAction, auditResults } from '#contract/words.ts'
import { call } from './client.ts'

export type AuditFilter = {
  readonly from?: string
  readonly to?: string
  readonly actor?: string
  readonly action?: AuditAction
  readonly result?: (typeof auditResults)[number]
  readonly subject?: string
}

const pageOf = 100

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ signal, pageParam }) =>
      call('audit', { query: { ...filter, limit: pageOf, ...(pageParam && { after: pageParam }) }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  })

/** A mutation only in that somebody presses a button: reading the whole chain is not done by itself. */
export const auditChainMutation = () => mutationOptions({ mutationFn: () => call('auditChain') })

export const revealMutation = (id: number) =>
  mutationOptions({ mutationFn: (reason: string) => call('reveal', { params: { id }, body: { reason } }) })
