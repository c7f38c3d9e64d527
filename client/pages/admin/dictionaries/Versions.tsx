// Every version of an entry, newest first: what was decided under an older one keeps its words.
import { Timeline } from 'antd'
import { Failure } from '../../../app/Failure.tsx'
import { useTexts } from '../../../i18n/text.ts'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { versionWords } from './entry-words.ts'

type Versioned = { readonly version: number; readonly changedAt: string | null; readonly changedBy: string | null }

type Props<T> = {
  query: { readonly data: { readonly versions: readonly T[] } | undefined; readonly error: unknown; readonly refetch: () => unknown }
  details: (version: T) => readonly string[]
}

export function Versions<T extends Versioned>({ query, details }: Props<T>) {
  const texts = useTexts()
  return (
    <section className="admin-section" style={{ marginTop: 24 }}>
      <h3>{texts.say('dictionary.history')}</h3>
      {query.data ? (
        <Timeline
          items={query.data.versions.map((version) => ({
            key: version.version,
            content: (
              <>
                <p>{versionWords(version, texts)}</p>
                <p className="admin-note">{details(version).join(' · ')}</p>
              </>
            ),
          }))}
        />
      ) : query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : (
        <Skeleton height={64} />
      )}
    </section>
  )
}
