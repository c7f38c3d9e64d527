// A station that is not there: tried where somebody presses on the map, or where it would serve most; what it would bring stands beside.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { previewCircleQuery, type Scope, siteChoiceQuery } from '../../api/queries.ts'
import { useMay } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { Choice } from '../../ui/Choice.tsx'
import type { LegendProps } from './Legend.tsx'

type Props = Pick<LegendProps, 'address' | 'trying' | 'onTrying' | 'onFilter'> & { readonly scope: Scope }

export function WhatIf({ scope, address, trying, onTrying, onFilter }: Props) {
  const { say } = useTexts()
  const may = useMay()
  const [seeking, setSeeking] = useState(false)
  if (!may('previewCircle')) return null
  return (
    <div className="what-if">
      <div className="what-if-buttons">
        <button type="button" className="choice-option" aria-pressed={trying} data-testid="try-place" onClick={() => onTrying(!trying)}>
          {say('circles.try')}
        </button>
        <button
          type="button"
          className="choice-option"
          aria-pressed={seeking}
          data-testid="seek-sites"
          onClick={() => setSeeking(!seeking)}
        >
          {say('circles.sites')}
        </button>
      </div>
      {trying && address.tried === null ? <p className="scale-unit">{say('circles.try.hint')}</p> : null}
      {address.tried === null ? null : <Tried scope={scope} address={address} tried={address.tried} onFilter={onFilter} />}
      {seeking ? <Sites scope={scope} address={address} onFilter={onFilter} /> : null}
    </div>
  )
}

type Part = Pick<Props, 'scope' | 'address' | 'onFilter'>

function Tried({ scope, address, tried, onFilter }: Part & { tried: NonNullable<LegendProps['address']['tried']> }) {
  const { say, formats } = useTexts()
  const { data, isError } = useQuery(previewCircleQuery(scope, { profile: address.walk, ...tried }))
  const clear = (
    <button type="button" className="link" data-testid="try-clear" onClick={() => onFilter({ tried: null })}>
      {say('circles.try.clear')}
    </button>
  )
  if (isError) return <p className="scale-unit">{say('layers.failed')}</p>
  if (data === undefined) return <p className="scale-unit">{say('state.loading')}</p>
  if (data.place !== 'onNetwork')
    return (
      <p className="scale-unit" data-testid="tried">
        {say(`circles.place.${data.place}`)} {clear}
      </p>
    )
  return (
    <p className="scale-unit" data-testid="tried" aria-live="polite">
      {say('circles.try.newly', {
        households: formats.number(data.newly.households),
        elderly: formats.number(data.newly.residents60Plus),
        percent: formats.percent({ numerator: data.total.households.covered, denominator: data.total.households.known }),
      })}{' '}
      {clear}
    </p>
  )
}

const counts = [1, 3, 5] as const
const aims = ['cover', 'walk'] as const
/** Closer than this two stations are one. */
const apartMetres = 300

function Sites({ scope, address, onFilter }: Part) {
  const { say, formats, name } = useTexts()
  const [count, setCount] = useState<(typeof counts)[number]>(3)
  const [aim, setAim] = useState<(typeof aims)[number]>('cover')
  const { data, isError } = useQuery(siteChoiceQuery(scope, { profile: address.walk, count, aim, apart: apartMetres }))
  return (
    <div data-testid="sites">
      <Choice
        label={say('circles.sites.aim')}
        options={aims.map((one) => ({ value: one, text: say(`circles.sites.aim.${one}`) }))}
        value={aim}
        onChange={setAim}
      />
      <Choice
        label={say('circles.sites.count')}
        options={counts.map((one) => ({ value: one, text: String(one) }))}
        value={count}
        onChange={setCount}
      />
      {isError ? (
        <p className="scale-unit">{say('layers.failed')}</p>
      ) : data === undefined ? (
        <p className="scale-unit">{say('state.loading')}</p>
      ) : data.sites.length === 0 || data.worth === 0 ? (
        <p className="scale-unit">{say('circles.sites.none', { metres: apartMetres })}</p>
      ) : (
        <>
          <ol className="circles-spots">
            {data.sites.map((site) => (
              <li key={site.compoundId}>
                <button
                  type="button"
                  className="link"
                  data-testid="site"
                  onClick={() => onFilter({ tried: { lng: site.lng, lat: site.lat } })}
                >
                  {name(site)}
                </button>
                <span>{gainWords(aim, site.gain)}</span>
              </li>
            ))}
          </ol>
          <p className="scale-unit">
            {data.exact
              ? say('circles.sites.exact', { candidates: formats.number(data.candidates) })
              : say('circles.sites.bound', {
                  candidates: formats.number(data.candidates),
                  percent: formats.percent({ numerator: data.worth, denominator: data.bound }),
                })}
          </p>
        </>
      )}
    </div>
  )
  function gainWords(of: (typeof aims)[number], gain: number): string {
    return of === 'cover'
      ? say('circles.sites.households', { count: formats.number(gain) })
      : say('circles.sites.kilometres', { value: formats.number(Math.round(gain / 1000)) })
  }
}
