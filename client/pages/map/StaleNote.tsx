// Says when what is shown can no longer be checked: since when, and why.
import { CallError } from '../../api/errors.ts'
import { useTexts } from '../../i18n/text.ts'

type Watched = { readonly failureReason: unknown; readonly data: unknown; readonly dataUpdatedAt: number }

export function StaleNote({ query }: { query: Watched }) {
  const { say, formats } = useTexts()
  if (!query.failureReason) return null
  if (query.data !== undefined) {
    return (
      <p className="map-note" data-testid="stale">
        {say('state.stale', { time: formats.moment(query.dataUpdatedAt) })}
      </p>
    )
  }
  const { failureReason } = query
  const code = failureReason instanceof CallError ? failureReason.code : 'internal'
  return (
    <p className="map-note" data-testid="stale">
      {code === 'unavailable' ? say('state.starting.title') : say(`error.${code}`)}
    </p>
  )
}
