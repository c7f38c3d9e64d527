// The page `/register/visits?ids=3,1,2`: the houses to go to, in walking order, with room to write by hand.
import './sheet.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from 'react-router'
import { type Building, buildingsByNumberQuery, visitsQuery } from '../../../api/places.ts'
import { subdistrictsQuery } from '../../../api/queries.ts'
import { Failure } from '../../../app/Failure.tsx'
import { useLook } from '../../../app/look.ts'
import { NoRights } from '../../../app/NoRights.tsx'
import { PageHead } from '../../../app/PageHead.tsx'
import { usePageTitle } from '../../../app/page-title.ts'
import { RegisterNav } from '../../../app/RegisterNav.tsx'
import { useMay } from '../../../app/session.ts'
import { useQueryParameters } from '../../../app/use-query-parameters.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { Plan } from './Plan.tsx'

/** As many as the service puts in order. */
const most = 60
const idsIn = (text: string | null): number[] => [
  ...new Set((text ?? '').split(',').flatMap((part) => (/^[1-9]\d{0,14}$/.test(part) ? [Number(part)] : []))),
]

export default function VisitsPage() {
  const { say } = useTexts()
  const may = useMay()
  const { search } = useLook()
  const navigate = useNavigate()
  const [parameters] = useQueryParameters()
  const ids = idsIn(parameters.get('ids')).slice(0, most)
  const { data: home } = useQuery(subdistrictsQuery())
  const code = home?.subdistricts[0]?.subdistrictCode
  const enabled = code !== undefined && ids.length > 0
  const houses = useQuery({ ...buildingsByNumberQuery(code ?? '', ids), enabled })
  const visits = useQuery({ ...visitsQuery(code ?? '', ids), enabled })
  const title = say('visits.title')
  usePageTitle(title)
  if (!may('visits')) return <NoRights missing="role" />
  const isDemo = home?.subdistricts.some(({ source }) => source === 'demo') ?? false
  const waiting = visits.isPending && !visits.isError
  return (
    <div className="page sheet-page" data-testid="visits-page">
      <PageHead title={title} />
      <RegisterNav here="posts" />
      <main className="sheet-desk">
        <div className="sheet-tools">
          <Link
            className="button-quiet"
            to={`/register${search}`}
            onClick={(event) => {
              // the list as it was left, with what was selected narrowed as before
              if (window.history.length < 2) return
              event.preventDefault()
              void navigate(-1)
            }}
          >
            {say('visits.back')}
          </Link>
          <button
            type="button"
            className="button"
            onClick={() => window.print()}
            disabled={!houses.data || waiting}
            data-testid="visits-print"
          >
            {say('paper.print')}
          </button>
        </div>
        {ids.length === 0 ? (
          <p className="message">{say('visits.none')}</p>
        ) : houses.error ? (
          <Failure error={houses.error} retry={() => void houses.refetch()} />
        ) : houses.data === undefined || waiting ? (
          <div className="sheet" role="status" aria-label={say('state.loading')}>
            <Skeleton height={40} />
            <Skeleton height={320} />
          </div>
        ) : (
          <List houses={houses.data.features} visits={visits.data ?? null} isDemo={isDemo} asOf={houses.data.asOf} />
        )}
      </main>
    </div>
  )
}

type Visits = { readonly stops: readonly { readonly buildingId: number; readonly minutes: number | null }[]; readonly minutes: number } & {
  readonly way: { readonly coordinates: readonly (readonly number[])[] } | null
}

function List({ houses, visits, isDemo, asOf }: { houses: readonly Building[]; visits: Visits | null; isDemo: boolean; asOf: string }) {
  const { say, name, formats } = useTexts()
  const byId = new Map(houses.map((house) => [house.properties.buildingId, house]))
  const inOrder = (visits?.stops ?? []).flatMap(({ buildingId, minutes }) => {
    const house = byId.get(buildingId)
    return house ? [{ house, minutes }] : []
  })
  const placed = new Set(inOrder.map(({ house }) => house.properties.buildingId))
  const rest = houses.filter(({ properties }) => !placed.has(properties.buildingId)).map((house) => ({ house, minutes: null }))
  const all = [...inOrder, ...rest]
  const households = houses.reduce((sum, { properties }) => sum + properties.households, 0)
  return (
    <article className="sheet" data-testid="visits-sheet">
      <header className="sheet-head">
        <h2>{say('visits.title')}</h2>
        {isDemo ? <p className="sheet-demo">{say('app.demo')}</p> : null}
        <p className="sheet-time">{say('sheet.asOf', { time: formats.stamp(asOf) })}</p>
      </header>
      <div className="sheet-top">
        <div>
          <p>
            {say('visits.total', {
              count: houses.length,
              households: formats.number(households),
              minutes: formats.number(Math.ceil(visits?.minutes ?? 0)),
            })}
          </p>
          {visits === null ? <p className="sheet-note">{say('visits.unreadable')}</p> : null}
          {visits !== null && rest.length > 0 ? <p className="sheet-note">{say('visits.unplaced', { count: rest.length })}</p> : null}
          <p className="sheet-note">{say('visits.privacy')}</p>
        </div>
        <Plan
          label={say('visits.map')}
          way={visits?.way?.coordinates ?? []}
          points={all.map(({ house }, at) => ({
            id: house.properties.buildingId,
            lng: house.geometry.coordinates[0] ?? 0,
            lat: house.geometry.coordinates[1] ?? 0,
            label: String(at + 1),
            missing: house.properties.head === 'missing',
          }))}
        />
      </div>
      <div className="sheet-scroll">
        <table className="sheet-table sheet-ruled sheet-visits">
          <thead>
            <tr>
              <th scope="col">{say('visits.order')}</th>
              <th scope="col">{say('visits.building')}</th>
              <th scope="col">{say('visits.way')}</th>
              <th scope="col">{say('visits.households')}</th>
              <th scope="col">{say('visits.60plus')}</th>
              <th scope="col">{say('visits.since')}</th>
              <th scope="col">{say('visits.candidate')}</th>
              <th scope="col">{say('visits.agreed')}</th>
              <th scope="col">{say('visits.note')}</th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ house: { properties }, minutes }, at) => (
              <tr key={properties.buildingId} data-testid="visit">
                <td>{at + 1}</td>
                <th scope="row">
                  {[
                    properties.compoundName && name({ name: properties.compoundName, nameEn: properties.compoundNameEn ?? '' }),
                    properties.name === '' ? null : name(properties),
                  ]
                    .filter(Boolean)
                    .join(' ') || properties.address}
                  <div className="sheet-note">{properties.address}</div>
                </th>
                <td>{at === 0 || minutes === null ? '' : formats.number(Math.ceil(minutes))}</td>
                <td>{formats.number(properties.households)}</td>
                <td>{formats.count(properties.residents60Plus)}</td>
                <td>
                  {properties.head !== 'missing'
                    ? ''
                    : properties.vacantSince === null
                      ? say('building.head.never')
                      : formats.day(properties.vacantSince)}
                </td>
                <td className="sheet-blank" />
                <td />
                <td className="sheet-blank" />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </article>
  )
}
