// The frame of every list: its skeleton, its error with the way to try again, its emptiness in words, and the rest on demand.
import { Button, Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { Failure } from '../../app/Failure.tsx'
import { useTexts } from '../../i18n/text.ts'

type Asked = { readonly data: unknown; readonly error: unknown; readonly refetch: () => unknown }
type Paged = { readonly hasNextPage: boolean; readonly isFetchingNextPage: boolean; readonly fetchNextPage: () => unknown }

type Props = { query: Asked; paged?: Paged; empty: string | null; children: ReactNode }

export function ListCard({ query, paged, empty, children }: Props) {
  const { say } = useTexts()
  return (
    <div className="admin-card">
      {query.data === undefined ? (
        query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <div role="status" aria-label={say('state.loading')} style={{ padding: 16 }}>
            <Skeleton active={false} title={false} paragraph={{ rows: 6, width: '100%' }} />
          </div>
        )
      ) : empty !== null ? (
        <p className="admin-empty" data-testid="list-empty">
          {empty}
        </p>
      ) : (
        children
      )}
      {query.data !== undefined && query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : null}
      {paged?.hasNextPage ? (
        <div className="admin-more">
          <Button data-testid="load-more" loading={paged.isFetchingNextPage} onClick={() => void paged.fetchNextPage()}>
            {say('admin.more')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
