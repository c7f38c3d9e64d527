// The page `/`: finds the sub-district, then hands over to the desk. Everything before that is waiting, refusal or emptiness.
import './map-page.css'
import './panels.css'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { subdistrictsQuery } from '../../api/queries.ts'
import { NoRights } from '../../app/NoRights.tsx'
import { NoSubdistrict, Refused, Waiting } from '../../app/ServiceState.tsx'
import { scopeIsEmpty } from '../../app/scope-words.ts'
import { mayAdminister, useSession } from '../../app/session.ts'
import { useTheme } from '../../app/theme.ts'
import { useAddress } from '../../app/use-address.ts'
import { useTexts } from '../../i18n/text.ts'
import { MapDesk } from './MapDesk.tsx'

export default function MapPage() {
  const [address, change] = useAddress()
  const theme = useTheme(address.theme)
  const { say, name } = useTexts()
  const session = useSession()
  const query = useQuery(subdistrictsQuery())
  const subdistrict = query.data?.subdistricts[0]
  const title = subdistrict ? `${name(subdistrict)} · ${say('app.name')}` : say('app.name')
  useEffect(() => {
    document.title = title
  }, [title])

  // Administrators hand out rights on a map of the grids; theirs do not come from grids of their own.
  if (scopeIsEmpty(session.scope) && !mayAdminister(session)) return <NoRights missing="scope" />
  if (!query.data) {
    return query.error ? <Refused error={query.error} retry={() => void query.refetch()} /> : <Waiting reason={query.failureReason} />
  }
  if (!subdistrict) return <NoSubdistrict />
  return <MapDesk key={subdistrict.subdistrictCode} subdistrict={subdistrict} address={address} change={change} theme={theme} />
}
