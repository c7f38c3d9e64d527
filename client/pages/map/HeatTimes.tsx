// What the heat map has beside its picture: how many issues on which day, with the period to be drawn over them; the film; the hours of the week;
// and the places where there are more than there used to be. Loaded when the layer is first switched on.
import './heat-times.css'
import { useQuery } from '@tanstack/react-query'
import { drawnCount } from '#domain/privacy/small-count.ts'
import { hotSpotsQuery, issueTimesQuery, type Scope } from '../../api/queries.ts'
import type { Address } from '../../app/address.ts'
import { Failure } from '../../app/Failure.tsx'
import { daysBefore } from '../../i18n/formats.ts'
import { useTexts } from '../../i18n/text.ts'
import type { Box } from '../../map/camera.ts'
import type { Selection } from '../../map/selection.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { DayBrush } from './DayBrush.tsx'
import { FilmControls } from './FilmControls.tsx'
import type { HeatChange } from './HeatControls.tsx'
import { HotSpots } from './HotSpots.tsx'
import { HourWeek } from './HourWeek.tsx'
import type { HeatState } from './use-heat.ts'

/** What the histogram looks back on. */
const historyDays = 365

export type HeatTimesProps = {
  readonly scope: Scope
  readonly address: Address
  readonly heat: HeatState
  readonly onFilter: (change: HeatChange) => void
  readonly onGo: (selection: Selection, box: Box) => void
}

export default function HeatTimes({ scope, address, heat, onFilter, onGo }: HeatTimesProps) {
  const { say, formats } = useTexts()
  const { filter, latest, film } = heat
  const kinds = filter.class === undefined ? {} : { class: filter.class }
  const history = useQuery(issueTimesQuery(scope, { from: daysBefore(latest, historyDays - 1), to: latest, ...kinds }))
  const times = useQuery(issueTimesQuery(scope, filter))
  const spots = useQuery(hotSpotsQuery(scope, { to: filter.to, ...kinds }))
  return (
    <div className="heat-times" data-testid="heat-times">
      <section aria-label={say('heat.days')}>
        <h4 className="choice-label">
          {say('heat.days')}
          {history.data ? ` · ${say('heat.days.most', { most: formats.number(Math.max(0, ...history.data.days.map(drawnCount))) })}` : null}
        </h4>
        {history.data ? (
          <DayBrush
            first={history.data.from}
            counts={history.data.days.map(drawnCount)}
            range={filter}
            onRange={(range) => onFilter({ range })}
            now={film.frame ? film.frame.endDay : null}
          />
        ) : history.error ? (
          <Failure error={history.error} retry={() => void history.refetch()} />
        ) : (
          <Skeleton height={64} />
        )}
        <FilmControls film={film} from={filter.from} per={address.per} view={address.heatView} />
      </section>
      <section aria-label={say('heat.hours')}>
        <h4 className="choice-label">{say('heat.hours')}</h4>
        {times.data ? (
          <HourWeek hours={times.data.hours.map((hours) => hours.map(drawnCount))} />
        ) : times.error ? (
          <Failure error={times.error} retry={() => void times.refetch()} />
        ) : (
          <Skeleton height={96} />
        )}
      </section>
      <section aria-label={say('heat.spots')}>
        <h4 className="choice-label">{say('heat.spots')}</h4>
        {spots.data ? (
          <HotSpots answer={spots.data} onGo={onGo} />
        ) : spots.error ? (
          <Failure error={spots.error} retry={() => void spots.refetch()} />
        ) : (
          <Skeleton height={72} />
        )}
      </section>
    </div>
  )
}
