// The nearest stations to a building, on foot over the streets.
import { useQuery } from '@tanstack/react-query'
import { buildingWayQuery } from '../../../api/queries.ts'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { useDetails } from './context.ts'

const profile = 'default' as const

export function NearestStations({ building }: { building: number }) {
  const { say, name, formats } = useTexts()
  const may = useMay()
  const { scope, go } = useDetails()
  const { data } = useQuery({ ...buildingWayQuery(scope, building, { profile }), enabled: may('buildingWay') })
  if (data === undefined) return null
  return (
    <section className="rows" data-testid="nearest-stations">
      <h3 className="section-label">{say('circles.nearest')}</h3>
      {data.place !== 'onNetwork' ? (
        <p className="rows-empty">{say(`circles.place.${data.place}`)}</p>
      ) : data.stations.length === 0 ? (
        <p className="rows-empty">{say('circles.nearest.none')}</p>
      ) : (
        <ul>
          {data.stations.map(({ serviceStationId, minutes, ...station }) => (
            <li key={serviceStationId} className="nearest">
              <button type="button" className="link" onClick={() => go({ kind: 'station', id: serviceStationId })}>
                {name(station)}
              </button>
              <span className={minutes > 15 ? 'row-lack' : undefined}>
                {say('circles.minutes', { minutes: formats.number(Math.ceil(minutes)) })}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
