// The page `/`: finds the sub-district, then hands over to the desk. Everything before that is waiting, refusal or emptiness.
import './map-page.css'
import './panels.css'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { subdistrictsQuery } from '../../api/queries.ts'
import { useTheme } from '../../app/theme.ts'
import { useAddress } from '../../app/use-address.ts'
import { changeLanguage, useTexts } from '../../i18n/text.ts'
import { MapDesk } from './MapDesk.tsx'
import { NoSubdistrict, Refused, Waiting } from './ServiceState.tsx'

export default function MapPage() {
  const [address, change] = useAddress()
  const theme = useTheme(address.theme)
  useEffect(() => changeLanguage(address.language), [address.language])
  const { say, name } = useTexts()
  const query = useQuery(subdistrictsQuery())
  const all = query.data?.subdistricts
  const subdistrict = all?.find((one) => one.subdistrictCode === address.subdistrict) ?? all?.[0]
  const title = subdistrict ? `${name(subdistrict)} · ${say('app.name')}` : say('app.name')
  useEffect(() => {
    document.title = title
  }, [title])

  if (!all) {
    return query.error ? <Refused error={query.error} retry={() => void query.refetch()} /> : <Waiting reason={query.failureReason} />
  }
  if (!subdistrict) return <NoSubdistrict />
  return <MapDesk key={subdistrict.subdistrictCode} subdistrict={subdistrict} all={all} address={address} change={change} theme={theme} />
}
