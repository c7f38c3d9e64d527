// Where to build next: what is wanted, the sites that were found, why each was picked, and how far from the best they are at most.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type SiteAim, siteAims } from '#domain/walk/candidates.ts'
import type { Ok } from '../../api/client.ts'
import { type Scope, siteChoiceQuery } from '../../api/queries.ts'
import { useTexts } from '../../i18n/text.ts'
import { Choice } from '../../ui/Choice.tsx'
import type { LegendProps } from './Legend.tsx'
import { usualHours } from './station-hours.ts'
import { walkOf } from './use-circles.ts'

const counts = [1, 3, 5] as const
const weights = ['households', 'residents60Plus'] as const
const sources = ['compounds', 'blocks'] as const
/** Closer than this two stations are one. */
const apartMetres = 300

type Props = Pick<LegendProps, 'address' | 'onFilter'> & { readonly scope: Scope }
type Site = Ok<'siteChoice'>['sites'][number]

export function SiteList({ scope, address, onFilter }: Props) {
  const { say, formats, name } = useTexts()
  const [count, setCount] = useState<(typeof counts)[number]>(3)
  const [aim, setAim] = useState<SiteAim>('cover')
  const [weight, setWeight] = useState<(typeof weights)[number]>('households')
  const [from, setFrom] = useState<(typeof sources)[number]>('compounds')
  const { data, isError } = useQuery(siteChoiceQuery(scope, { ...walkOf(address), count, aim, weight, from, apart: apartMetres }))
  const gainOf = ({ gain }: Site): string => {
    if (aim === 'walk') return say('circles.sites.kilometres', { value: formats.number(Math.round(gain / 1000)) })
    return say(weight === 'households' ? 'circles.sites.households' : 'circles.sites.elderly', { count: formats.number(gain) })
  }
  const whyOf = ({ newly, meanMinutes: { before, after } }: Site): string => {
    const said = { households: formats.number(newly.households), elderly: formats.count(newly.residents60Plus) }
    if (after === null) return say('circles.sites.why.plain', said)
    const minutes = { after: formats.number(Math.round(after)) }
    return before === null
      ? say('circles.sites.why.never', { ...said, ...minutes })
      : say('circles.sites.why', { ...said, ...minutes, before: formats.number(Math.round(before)) })
  }
  const keepAll = (): void =>
    onFilter({
      tried: null,
      plan: [
        ...address.plan,
        ...(data?.sites ?? []).map(({ lng, lat }) => ({ change: 'open' as const, lng, lat, openingHours: usualHours })),
      ],
    })
  return (
    <div data-testid="sites">
      <Choice
        label={say('circles.sites.aim')}
        options={siteAims.map((one) => ({ value: one, text: say(`circles.sites.aim.${one}`) }))}
        value={aim}
        onChange={setAim}
      />
      <Choice
        label={say('circles.sites.weight')}
        options={weights.map((one) => ({ value: one, text: say(`circles.sites.weight.${one}`) }))}
        value={weight}
        onChange={setWeight}
      />
      <Choice
        label={say('circles.sites.from')}
        options={sources.map((one) => ({ value: one, text: say(`circles.sites.from.${one}`) }))}
        value={from}
        onChange={setFrom}
      />
      <Choice
        label={say('circles.sites.count')}
        options={counts.map((one) => ({ value: one, text: String(one) }))}
        value={count}
        onChange={setCount}
      />
      {isError ? (
        <p className="scale-unit">{say('layers.failed')}</p>
      ) : data === undefined || data.working ? (
        <p className="scale-unit" role="status">
          {say('circles.sites.seeking')}
        </p>
      ) : data.sites.length === 0 || data.worth === 0 ? (
        <p className="scale-unit">{say('circles.sites.none', { metres: apartMetres })}</p>
      ) : (
        <>
          <ol className="circles-spots">
            {data.sites.map((site) => (
              <li key={`${site.lng} ${site.lat}`} title={whyOf(site)}>
                <button
                  type="button"
                  className="link"
                  data-testid="site"
                  onClick={() => onFilter({ tried: { lng: Number(site.lng.toFixed(6)), lat: Number(site.lat.toFixed(6)) } })}
                >
                  {site.compoundId === null ? say('circles.sites.near', { place: name(site) }) : name(site)}
                </button>
                <span>{gainOf(site)}</span>
                <p className="scale-unit circles-why">{whyOf(site)}</p>
              </li>
            ))}
          </ol>
          <p className="scale-unit">
            {data.exact
              ? say('circles.sites.exact', { candidates: formats.number(data.candidates) })
              : say('circles.sites.bound', {
                  candidates: formats.number(data.candidates),
                  percent: formats.percent({ numerator: data.worth, denominator: data.bound }),
                })}{' '}
            <button type="button" className="link" data-testid="sites-keep" onClick={keepAll}>
              {say('circles.plan.addAll')}
            </button>
          </p>
        </>
      )}
    </div>
  )
}
