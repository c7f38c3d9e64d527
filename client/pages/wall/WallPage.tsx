// The page `/wall`: finds what this display shows, and shows it as large as the screen is.
import './wall.css'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useSearchParams } from 'react-router'
import { subdistrictsQuery } from '../../api/queries.ts'
import { wallSettingQuery } from '../../api/wall.ts'
import { NoRights } from '../../app/NoRights.tsx'
import { NoSubdistrict, Refused, Waiting } from '../../app/ServiceState.tsx'
import { useMay } from '../../app/session.ts'
import { useLayerStates } from '../../app/use-map-data.ts'
import { changeLanguage, useTexts } from '../../i18n/text.ts'
import { themeAt } from './theme-at.ts'
import { clockText, useClock, useUpgrades, useWatchdog } from './use-unattended.ts'
import { Wall } from './Wall.tsx'

/** The screen in pixels; a wall is not scrolled. */
function useCanvas() {
  const [size, setSize] = useState(() => ({ width: window.innerWidth, height: window.innerHeight }))
  useEffect(() => {
    const measure = (): void => setSize({ width: window.innerWidth, height: window.innerHeight })
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [])
  return size
}

export default function WallPage() {
  const may = useMay()
  const { say } = useTexts()
  const [asked] = useSearchParams()
  const wanted = asked.get('display')
  const subdistricts = useQuery(subdistrictsQuery())
  const setting = useQuery({
    ...wallSettingQuery(wanted !== null && /^[1-9]\d{0,9}$/.test(wanted) ? Number(wanted) : null),
    enabled: may('wallSetting'),
  })
  useUpgrades()
  useWatchdog()
  const language = asked.get('lang') === 'en' ? 'en' : asked.get('lang') === 'zh-CN' ? 'zh-CN' : setting.data?.setting.language
  useEffect(() => {
    if (language) void changeLanguage(language)
  }, [language])
  useEffect(() => {
    document.title = say('wall.title')
  }, [say])
  const subdistrict = subdistricts.data?.subdistricts[0]
  if (!may('wallSetting')) return <NoRights missing="scope" />
  const error = subdistricts.error ?? setting.error
  if (!subdistricts.data || !setting.data)
    return error ? (
      <Refused error={error} retry={() => void Promise.all([subdistricts.refetch(), setting.refetch()])} />
    ) : (
      <Waiting reason={subdistricts.failureReason ?? setting.failureReason} />
    )
  if (!subdistrict) return <NoSubdistrict />
  return <Ready subdistrict={subdistrict} setting={setting.data.setting} allowed={setting.data.allowed} theme={asked.get('theme')} />
}

type ReadyProps = Pick<Parameters<typeof Wall>[0], 'subdistrict' | 'setting' | 'allowed'> & { readonly theme: string | null }

function Ready({ subdistrict, setting, allowed, theme: asked }: ReadyProps) {
  const { width, height } = useCanvas()
  const { query, states, scope } = useLayerStates(subdistrict.subdistrictCode)
  const clock = useClock()
  const theme = asked === 'dark' || asked === 'light' ? asked : themeAt(setting.theme, clock || clockText(Date.now()))
  useEffect(() => {
    document.documentElement.dataset.theme = theme
  }, [theme])
  if (!states || !scope)
    return query.error ? <Refused error={query.error} retry={() => void query.refetch()} /> : <Waiting reason={query.failureReason} />
  return (
    <Wall
      subdistrict={subdistrict}
      scope={scope}
      states={states}
      setting={setting}
      allowed={allowed}
      theme={theme}
      width={width}
      height={height}
    />
  )
}
