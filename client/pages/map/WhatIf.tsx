// What if: a station that is not there, one that closes or keeps other hours, and where to build next. What is thought of stands in the address.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { previewCircleQuery, type Scope } from '../../api/queries.ts'
import { useMay } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import type { LegendProps } from './Legend.tsx'
import { PlanBox } from './PlanBox.tsx'
import { SiteList } from './SiteList.tsx'
import { usualHours } from './station-hours.ts'
import { walkOf } from './use-circles.ts'

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
      {seeking ? <SiteList scope={scope} address={address} onFilter={onFilter} /> : null}
      <PlanBox scope={scope} address={address} onFilter={onFilter} />
    </div>
  )
}

type TriedProps = Pick<Props, 'scope' | 'address' | 'onFilter'> & { readonly tried: NonNullable<LegendProps['address']['tried']> }

function Tried({ scope, address, tried, onFilter }: TriedProps) {
  const { say, formats } = useTexts()
  const { data, isError } = useQuery(previewCircleQuery(scope, { ...walkOf(address), ...tried }))
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
  const keep = (): void =>
    onFilter({ tried: null, plan: [...address.plan, { change: 'open', lng: tried.lng, lat: tried.lat, openingHours: usualHours }] })
  return (
    <p className="scale-unit" data-testid="tried" aria-live="polite">
      {say('circles.try.newly', {
        households: formats.number(data.newly.households),
        elderly: formats.count(data.newly.residents60Plus),
        percent: formats.percent({ numerator: data.total.households.covered, denominator: data.total.households.known }),
      })}{' '}
      {say('circles.try.drag')}{' '}
      <button type="button" className="link" data-testid="try-keep" onClick={keep}>
        {say('circles.plan.add')}
      </button>{' '}
      {clear}
    </p>
  )
}
