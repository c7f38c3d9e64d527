// What kinds of issue there are, in the words of this sub-district's dictionary.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { IssueItem } from '#contract/dictionaries.ts'
import { dictionariesQuery } from '../api/dictionaries.ts'
import { useTexts } from '../i18n/text.ts'

const minute = 60_000
const none: readonly IssueItem[] = []

export function useIssueItems() {
  const { name } = useTexts()
  const { data, error, refetch } = useQuery({ ...dictionariesQuery(), staleTime: 10 * minute })
  const items = data?.issueItems ?? none
  return useMemo(() => {
    const names = new Map(items.map((item) => [item.key, name(item)]))
    return {
      items,
      /** Empty until the dictionary is there. */
      nameOf: (key: IssueItem['key']): string => names.get(key) ?? '',
      error,
      retry: () => void refetch(),
    }
  }, [items, name, error, refetch])
}
