// The legend of the walking circles: the rings, who walks, how many households reach a station, by how much straight circles are too large, and the
// largest places beyond.
import { useQuery } from '@tanstack/react-query'
import { walkProfiles } from '#domain/walk/profile.ts'
import { blindSpotsQuery, type Scope, walkCoverageQuery } from '../../api/queries.ts'
import { useTexts } from '../../i18n/text.ts'
import { beyondColour, ringColours } from '../../map/layers/circles.ts'
import { Choice } from '../../ui/Choice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Switch } from '../../ui/Switch.tsx'
import type { LegendProps } from './Legend.tsx'
import { WhatIf } from './WhatIf.tsx'

const mostSpots = 6
/** A spot is shown with what lies around it. */
const aroundDegrees = 0.0025

export function CirclesLegend({ theme, address, scope, trying, onTrying, onFilter, onGo }: LegendProps) {
  const { say } = useTexts()
  return (
    <>
      <ul className="legend" data-testid="circles-legend">
        {ringColours[theme].map(([minutes, colour]) => (
          <li key={minutes}>
            <svg width="20" height="14" viewBox="0 0 20 14" aria-hidden="true">
              <rect x="1" y="1" width="18" height="12" rx="2" fill={colour} fillOpacity="0.6" stroke={colour} />
            </svg>
            {say('legend.circles.ring', { minutes })}
          </li>
        ))}
        <li>
          <svg width="20" height="14" viewBox="0 0 20 14" aria-hidden="true">
            <rect x="4" y="1" width="12" height="12" fill={beyondColour(theme)} />
          </svg>
          {say('legend.circles.beyond')}
        </li>
      </ul>
      <Choice
        label={say('circles.profile')}
        options={walkProfiles.map((profile) => ({ value: profile, text: say(`walkProfile.${profile}`) }))}
        value={address.walk}
        onChange={(walk) => onFilter({ walk })}
      />
      <Switch checked={address.straight} testId="circles-straight" onChange={(straight) => onFilter({ straight })}>
        {say('circles.straight')}
      </Switch>
      {scope ? <WhatIf scope={scope} address={address} trying={trying} onTrying={onTrying} onFilter={onFilter} /> : null}
      {scope ? <Figures scope={scope} profile={address.walk} straight={address.straight} onGo={onGo} /> : <Skeleton height={64} />}
    </>
  )
}

type FiguresProps = { scope: Scope; profile: LegendProps['address']['walk']; straight: boolean; onGo: LegendProps['onGo'] }

function Figures({ scope, profile, straight, onGo }: FiguresProps) {
  const { say, formats, name } = useTexts()
  const { data, isError } = useQuery(walkCoverageQuery(scope, { profile }))
  const { data: blind } = useQuery(blindSpotsQuery(scope, { profile }))
  if (isError) return <p className="scale-unit">{say('layers.failed')}</p>
  if (data === undefined) return <Skeleton height={64} />
  const { covered, known, notConnected, offNetwork } = data.total.households
  const elderly = data.total.residents60Plus
  return (
    <div className="circles-figures" data-testid="circles-figures">
      <p className="scale-unit">
        {say('circles.households', {
          percent: formats.percent({ numerator: covered, denominator: known }),
          covered: formats.number(covered),
          known: formats.number(known),
        })}
      </p>
      <p className="scale-unit">
        {say('circles.elderly', {
          percent: formats.percent({ numerator: elderly.covered, denominator: elderly.known }),
          covered: formats.number(elderly.covered),
          known: formats.number(elderly.known),
        })}
      </p>
      {notConnected + offNetwork > 0 ? (
        <p className="scale-unit">{say('circles.unknown', { count: formats.number(notConnected + offNetwork) })}</p>
      ) : null}
      {straight ? (
        <p className="scale-unit">{say('circles.straight.wrong', { count: formats.number(data.straightLineHouseholds) })}</p>
      ) : null}
      {blind && blind.spots.length > 0 ? (
        <>
          <h4 className="choice-label">{say('circles.blind', { count: formats.number(blind.spots.length) })}</h4>
          <ol className="circles-spots">
            {blind.spots.slice(0, mostSpots).map((spot) => (
              <li key={spot.buildings[0]}>
                <button
                  type="button"
                  className="link"
                  data-testid="blind-spot"
                  onClick={() =>
                    onGo({ kind: 'building', id: spot.buildings[0] ?? 0 }, [
                      spot.lng - aroundDegrees,
                      spot.lat - aroundDegrees,
                      spot.lng + aroundDegrees,
                      spot.lat + aroundDegrees,
                    ])
                  }
                >
                  {name(spot)}
                </button>
                <span>{say('circles.blind.households', { count: formats.number(spot.households) })}</span>
              </li>
            ))}
          </ol>
        </>
      ) : null}
    </div>
  )
}
