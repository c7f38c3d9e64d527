// The legend of the walking circles: the rings, who walks, how many households reach a station, by how much straight circles are too large, and the
// largest places beyond.
import { useQuery } from '@tanstack/react-query'
import { stationKinds } from '#contract/words.ts'
import { walkProfiles } from '#domain/walk/profile.ts'
import { useRenewal } from '../../api/live.ts'
import { blindSpotsQuery, type Scope, walkCoverageQuery } from '../../api/queries.ts'
import { blindSpotFileAddress } from '../../api/walking.ts'
import { useMay } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { circleViews } from '../../map/layer.ts'
import { beyondColour, ringColours, surfaceColour } from '../../map/layers/circles.ts'
import { Choice } from '../../ui/Choice.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Switch } from '../../ui/Switch.tsx'
import type { LegendProps } from './Legend.tsx'
import { askedTimes } from './station-hours.ts'
import { walkOf } from './use-circles.ts'
import { WhatIf } from './WhatIf.tsx'

const mostSpots = 6
const blindSpotFormats = ['xlsx', 'csv', 'geojson'] as const
/** A spot is shown with what lies around it. */
const aroundDegrees = 0.0025

export function CirclesLegend({ theme, address, scope, trying, onTrying, onFilter, onGo }: LegendProps) {
  const { say } = useTexts()
  return (
    <>
      <ul className="legend" data-testid="circles-legend">
        {(address.circleView === 'each' ? ringColours[theme].slice(-1) : address.circleView === 'surface' ? [] : ringColours[theme]).map(
          ([minutes, colour]) => (
            <li key={minutes}>
              <svg width="20" height="14" viewBox="0 0 20 14" aria-hidden="true">
                <rect x="1" y="1" width="18" height="12" rx="2" fill={colour} fillOpacity="0.6" stroke={colour} />
              </svg>
              {say('legend.circles.ring', { minutes })}
            </li>
          ),
        )}
        {address.circleView === 'surface' ? (
          <li>
            <span className="circles-ramp" style={{ background: `linear-gradient(to right, ${surfaceColour(theme)}, transparent)` }} />
            {say('legend.circles.surface')}
          </li>
        ) : null}
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
      <Choice
        label={say('circles.view')}
        options={circleViews.map((view) => ({ value: view, text: say(`circles.view.${view}`) }))}
        value={address.circleView}
        onChange={(circleView) => onFilter({ circleView })}
      />
      <fieldset className="choice">
        <legend className="choice-label">{say('circles.kinds')}</legend>
        <div className="choice-options">
          <button
            type="button"
            className="choice-option"
            aria-pressed={address.stationKinds.length === 0}
            onClick={() => onFilter({ stationKinds: [] })}
          >
            {say('circles.kinds.all')}
          </button>
          {stationKinds.map((kind) => (
            <button
              key={kind}
              type="button"
              className="choice-option"
              aria-pressed={address.stationKinds.includes(kind)}
              data-testid={`circles-kind-${kind}`}
              onClick={() => onFilter({ stationKinds: address.stationKinds.includes(kind) ? [] : [kind] })}
            >
              {say(`legend.stations.${kind}`)}
            </button>
          ))}
        </div>
      </fieldset>
      <label className="circles-open choice-label">
        {say('circles.on')}
        <input
          type="date"
          className="field-input"
          data-testid="circles-on"
          min="2000-01-01"
          max="2199-12-31"
          value={address.walkDay ?? ''}
          onChange={({ target: { value } }) => onFilter({ walkDay: value === '' ? null : value })}
        />
      </label>
      <label className="circles-open choice-label">
        {say('circles.open')}
        <select
          className="field-input"
          data-testid="circles-open"
          value={address.openAt ?? ''}
          onChange={({ target: { value } }) => onFilter({ openAt: value === '' ? null : value })}
        >
          <option value="">{say('circles.open.any')}</option>
          {[...new Set([...askedTimes, ...(address.openAt === null ? [] : [address.openAt])])].sort().map((time) => (
            <option key={time} value={time}>
              {say('circles.open.at', { time })}
            </option>
          ))}
        </select>
      </label>
      <Switch checked={address.straight} testId="circles-straight" onChange={(straight) => onFilter({ straight })}>
        {say('circles.straight')}
      </Switch>
      {scope ? <WhatIf scope={scope} address={address} trying={trying} onTrying={onTrying} onFilter={onFilter} /> : null}
      {scope ? <Figures scope={scope} address={address} onGo={onGo} /> : <Skeleton height={64} />}
    </>
  )
}

type FiguresProps = { scope: Scope; address: LegendProps['address']; onGo: LegendProps['onGo'] }

function Figures({ scope, address, onGo }: FiguresProps) {
  const { say, formats, name, language } = useTexts()
  const may = useMay()
  const of = walkOf(address)
  const { straight } = address
  const renewal = useRenewal()
  const { data, isError } = useQuery(walkCoverageQuery(scope, of))
  const { data: blind } = useQuery(blindSpotsQuery(scope, of))
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
          covered: formats.count(elderly.covered),
          known: formats.count(elderly.known),
        })}
      </p>
      {notConnected + offNetwork > 0 ? (
        <p className="scale-unit">{say('circles.unknown', { count: formats.number(notConnected + offNetwork) })}</p>
      ) : null}
      {data.stations.hoursUnknown.length > 0 ? (
        <p className="scale-unit">{say('circles.hoursUnknown', { count: formats.number(data.stations.hoursUnknown.length) })}</p>
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
          {may('blindSpotFile') ? (
            <p className="scale-unit circles-files">
              {say('circles.blind.file')}{' '}
              {blindSpotFormats.map((format) => (
                <a key={format} className="link" href={blindSpotFileAddress(format, language, of)} download data-testid={`blind-${format}`}>
                  .{format}
                </a>
              ))}
            </p>
          ) : null}
        </>
      ) : null}
      <p className="scale-unit circles-state" data-testid="circles-state" role="status">
        {renewal !== null || data.renewal !== null
          ? say('circles.renewal', { done: (renewal ?? data.renewal)?.done ?? 0, total: (renewal ?? data.renewal)?.total ?? 0 })
          : data.dataTime === null
            ? null
            : say('circles.dataTime', { time: formats.moment(data.dataTime) })}{' '}
        {say(data.network.hasHeights ? 'circles.slope.known' : 'circles.slope.unknown')}
      </p>
    </div>
  )
}
