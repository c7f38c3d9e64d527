// Addresses of which it is not certain where they are: a person says so, once for every row with the same words. Nothing is chosen beforehand.
import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { Button, Drawer, Radio } from 'antd'
import type { ImportDetail, ImportPlace, PlaceCandidate } from '#contract/imports.ts'
import { choosePlaceMutation, importPlacesQuery } from '../../api/imports.ts'
import { Failure } from '../../app/Failure.tsx'
import { useTexts } from '../../i18n/text.ts'
import { Waiting } from './ImportPage.tsx'

type Props = { job: ImportDetail; open: boolean; onClose: () => void }
const keyOf = ({ kind, id }: Pick<PlaceCandidate, 'kind' | 'id'>) => `${kind}:${id}`

export function PlacesDrawer({ job, open, onClose }: Props) {
  const { say } = useTexts()
  const query = useInfiniteQuery({ ...importPlacesQuery(job.importId), enabled: open })
  const places = query.data?.pages.flatMap((page) => page.places) ?? []
  return (
    <Drawer
      open={open}
      title={say('intake.places.title')}
      size={560}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      onClose={onClose}
      destroyOnHidden
    >
      <p className="intake-muted">{say('intake.places.about')}</p>
      {query.data === undefined ? (
        query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Waiting />
        )
      ) : places.length === 0 ? (
        <p className="intake-empty">{say('intake.places.none')}</p>
      ) : (
        places.map((place) => <OnePlace key={place.key} importId={job.importId} place={place} />)
      )}
      {query.hasNextPage ? (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {say('intake.more')}
        </Button>
      ) : null}
    </Drawer>
  )
}

function OnePlace({ importId, place }: { importId: number; place: ImportPlace }) {
  const { say, name, formats } = useTexts()
  const choose = useMutation(choosePlaceMutation(importId))
  const pick = (key: string): void => {
    const candidate = place.candidates.find((one) => keyOf(one) === key)
    choose.mutate({ key: place.key, choice: candidate ? { kind: candidate.kind, id: candidate.id } : null })
  }
  const chosen = choose.isPending
    ? choose.variables.choice
      ? keyOf(choose.variables.choice)
      : ''
    : place.choice
      ? keyOf(place.choice)
      : ''
  return (
    <fieldset className="intake-choice" data-testid="intake-place">
      <legend>
        {place.words}
        <span className="intake-muted">
          {' '}
          {say('intake.places.rows', { rows: formats.number(place.rows) })}
          {place.match === 'unknown' ? '' : ` · ${say(`intake.places.${place.match}`)}`}
        </span>
      </legend>
      <Radio.Group
        className="intake-candidates"
        value={chosen}
        disabled={choose.isPending}
        onChange={(event) => pick(String(event.target.value))}
        options={[
          ...place.candidates.map((candidate) => ({
            value: keyOf(candidate),
            label:
              candidate.kind === 'compound'
                ? `${name(candidate)} · ${say('intake.places.compound')}`
                : `${candidate.address} · ${name(candidate)}`,
          })),
          { value: '', label: say('intake.places.neither') },
        ]}
      />
      {choose.error ? <Failure error={choose.error} /> : null}
    </fieldset>
  )
}
