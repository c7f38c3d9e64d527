// The page `/register/notice/7`: what hangs at the door of a building. Made only when asked for, because names stand in it.
import './sheet.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { calendarDay } from '#domain/calendar/calendar-day.ts'
import { CallError } from '../../../api/errors.ts'
import { noticeMutation } from '../../../api/people.ts'
import { buildingQuery, buildingWayQuery, compoundQuery, stationsQuery, subdistrictsQuery } from '../../../api/queries.ts'
import { Failure } from '../../../app/Failure.tsx'
import { NoRights } from '../../../app/NoRights.tsx'
import { NotFound } from '../../../app/NotFound.tsx'
import { PageHead } from '../../../app/PageHead.tsx'
import { usePageTitle } from '../../../app/page-title.ts'
import { RegisterNav } from '../../../app/RegisterNav.tsx'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Plan } from './Plan.tsx'

export default function NoticePage() {
  const { id } = useParams()
  const number = /^[1-9]\d{0,14}$/.test(id ?? '') ? Number(id) : 0
  const { say, name, formats } = useTexts()
  const may = useMay()
  const { data: home } = useQuery(subdistrictsQuery())
  const code = home?.subdistricts[0]?.subdistrictCode
  const scope = { subdistrict: code ?? '', version: 0 }
  const building = useQuery({ ...buildingQuery(scope, number), enabled: code !== undefined && number > 0 })
  const compoundId = building.data?.properties.compoundId ?? null
  const compound = useQuery({ ...compoundQuery(scope, compoundId ?? 0), enabled: compoundId !== null })
  const way = useQuery({ ...buildingWayQuery(scope, number, { profile: 'default' }), enabled: building.data !== undefined })
  const stations = useQuery({ ...stationsQuery(scope), enabled: way.data !== undefined })
  const notice = useMutation(noticeMutation(number))
  const title = say('notice.title')
  usePageTitle(title)
  if (!may('notice')) return <NoRights missing="role" />
  if (number === 0 || (building.error instanceof CallError && building.error.code === 'not_found')) return <NotFound />
  const isDemo = home?.subdistricts.some(({ source }) => source === 'demo') ?? false
  const nearest = way.data?.stations[0]
  const hours = stations.data?.features.find(({ properties }) => properties.serviceStationId === nearest?.serviceStationId)?.properties
    .openingHours
  const posts = notice.data?.posts ?? []
  const head = posts.some(({ headRole }) => headRole === 'buildingHead')
  const place =
    building.data &&
    [
      compound.data && name(compound.data.properties),
      building.data.properties.name === '' ? building.data.properties.address : name(building.data.properties),
    ]
      .filter(Boolean)
      .join(' ')
  return (
    <div className="page sheet-page" data-testid="notice-page">
      <PageHead title={title} />
      <RegisterNav here="posts" />
      <main className="sheet-desk">
        <div className="sheet-tools">
          <p className="sheet-note">{say('notice.intro')}</p>
          {notice.data ? (
            <button type="button" className="button" onClick={() => window.print()} data-testid="notice-print">
              {say('paper.print')}
            </button>
          ) : (
            <button
              type="button"
              className="button"
              disabled={building.data === undefined}
              aria-busy={notice.isPending}
              onClick={() => notice.mutate()}
              data-testid="notice-make"
            >
              {say('notice.make')}
            </button>
          )}
        </div>
        {building.error || notice.error ? (
          <Failure
            error={building.error ?? notice.error ?? new Error()}
            retry={() => (building.error ? void building.refetch() : notice.mutate())}
          />
        ) : null}
        {notice.data && building.data ? (
          <article className="sheet notice" data-testid="notice-sheet">
            {isDemo ? <p className="sheet-demo">{say('app.demo')}</p> : null}
            <h2 className="notice-title">{say('notice.title')}</h2>
            <p className="notice-place">{place}</p>
            <table className="sheet-table sheet-ruled">
              <thead>
                <tr>
                  <th scope="col">{say('notice.role')}</th>
                  <th scope="col">{say('notice.name')}</th>
                  <th scope="col">{say('notice.phone')}</th>
                  <th scope="col">{say('notice.term')}</th>
                </tr>
              </thead>
              <tbody>
                {head ? null : (
                  <tr>
                    <th scope="row">{say('headRole.buildingHead')}</th>
                    <td colSpan={3}>{say('notice.none')}</td>
                  </tr>
                )}
                {posts.map((post) => (
                  <tr key={`${post.headRole} ${post.unitNumber} ${post.name} ${post.termStart}`} data-testid="notice-post">
                    <th scope="row">
                      {say(`headRole.${post.headRole}`)}
                      {post.unitNumber === null ? '' : ` ${say('notice.unit', { number: post.unitNumber })}`}
                    </th>
                    {post.consented ? (
                      <>
                        <td>{post.name}</td>
                        <td>{post.phone}</td>
                      </>
                    ) : (
                      <td colSpan={2} className="sheet-note">
                        {say('notice.withheld')}
                      </td>
                    )}
                    <td>{`${formats.day(post.termStart)} – ${formats.day(post.termEnd)}`}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            {nearest ? (
              <p>
                {hours
                  ? say('notice.contact', { station: name(nearest), hours })
                  : say('notice.contact.noHours', { station: name(nearest) })}
              </p>
            ) : null}
            <Plan
              label={say('notice.map')}
              outline={compound.data?.geometry.coordinates.flat() ?? []}
              meant={building.data.geometry.type === 'MultiPolygon' ? building.data.geometry.coordinates.flat() : []}
              points={
                building.data.geometry.type === 'Point'
                  ? [
                      {
                        id: number,
                        lng: building.data.geometry.coordinates[0] ?? 0,
                        lat: building.data.geometry.coordinates[1] ?? 0,
                        label: name(building.data.properties),
                        missing: false,
                      },
                    ]
                  : []
              }
            />
            <p className="sheet-note">{say('notice.until', { date: formats.day(calendarDay(new Date(notice.data.asOf))) })}</p>
          </article>
        ) : null}
      </main>
    </div>
  )
}
