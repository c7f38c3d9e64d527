// The page `/register/compounds/7`: one compound on one sheet of paper.
import './sheet.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import { hasCode } from '../../../api/errors.ts'
import { compoundSheetQuery } from '../../../api/places.ts'
import { buildingWayQuery, subdistrictsQuery } from '../../../api/queries.ts'
import { Failure } from '../../../app/Failure.tsx'
import { useLook } from '../../../app/look.ts'
import { NoRights } from '../../../app/NoRights.tsx'
import { NotFound } from '../../../app/NotFound.tsx'
import { PageHead } from '../../../app/PageHead.tsx'
import { usePageTitle } from '../../../app/page-title.ts'
import { RegisterNav } from '../../../app/RegisterNav.tsx'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Skeleton } from '../../../ui/Skeleton.tsx'
import { Sheet } from './Sheet.tsx'

export default function SheetPage() {
  const { id } = useParams()
  const number = /^[1-9]\d{0,14}$/.test(id ?? '') ? Number(id) : null
  const { say, name } = useTexts()
  const { search } = useLook()
  const may = useMay()
  const { data: home } = useQuery(subdistrictsQuery())
  const code = home?.subdistricts[0]?.subdistrictCode
  const query = useQuery({ ...compoundSheetQuery(code ?? '', number ?? 0), enabled: code !== undefined && number !== null })
  // the way to the nearest station is told from the house where most households live
  const main = query.data?.buildings.toSorted((a, b) => b.households - a.households)[0]
  const way = useQuery({
    ...buildingWayQuery({ subdistrict: code ?? '', version: 0 }, main?.buildingId ?? 0, { profile: 'default' }),
    enabled: main !== undefined && may('buildingWay'),
  })
  const title = query.data ? say('sheet.title', { name: name(query.data.compound) }) : say('places.sheet')
  usePageTitle(title)
  if (!may('compoundSheet')) return <NoRights missing="role" />
  if (number === null || hasCode(query.error, 'not_found')) return <NotFound />
  const isDemo = home?.subdistricts.some(({ source }) => source === 'demo') ?? false
  return (
    <div className="page sheet-page" data-testid="sheet">
      <PageHead title={title} />
      <RegisterNav here="compounds" />
      <main className="sheet-desk">
        <div className="sheet-tools">
          <Link className="button-quiet" to={`/register/compounds${search === '' ? '?' : `${search}&`}pick=${number}`}>
            {say('sheet.back')}
          </Link>
          <button type="button" className="button" onClick={() => window.print()} disabled={!query.data} data-testid="sheet-print">
            {say('sheet.print')}
          </button>
        </div>
        {query.data ? (
          <Sheet sheet={query.data} main={main ?? null} nearest={way.data?.stations[0] ?? null} isDemo={isDemo} />
        ) : query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <div className="sheet" role="status" aria-label={say('state.loading')}>
            <Skeleton height={40} />
            <Skeleton height={320} />
          </div>
        )}
      </main>
    </div>
  )
}
