// The page `/wall/settings`: what each display shows, beside how it will look; and from when on a matter is an alarm.
import '../wall.css'
import './settings.css'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { wallDisplaysQuery } from '../../../api/wall.ts'
import { AccountMenu } from '../../../app/AccountMenu.tsx'
import { LookTools } from '../../../app/LookTools.tsx'
import { useLook } from '../../../app/look.ts'
import { NoRights } from '../../../app/NoRights.tsx'
import { Refused, Waiting } from '../../../app/ServiceState.tsx'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { AlarmRules } from './AlarmRules.tsx'
import { DisplayForm } from './DisplayForm.tsx'

export default function WallSettingsPage() {
  const { theme, change, search } = useLook()
  const { say, formats } = useTexts()
  const may = useMay()
  const query = useQuery({ ...wallDisplaysQuery(), enabled: may('wallDisplays'), refetchInterval: false })
  const [chosen, setChosen] = useState<number | null>(null)
  useEffect(() => {
    document.title = say('wallSettings.title')
  }, [say])
  if (!may('wallDisplays')) return <NoRights missing="scope" />
  if (!query.data)
    return query.error ? <Refused error={query.error} retry={() => void query.refetch()} /> : <Waiting reason={query.failureReason} />
  const { displays } = query.data
  const display = displays.find(({ displayId }) => displayId === chosen) ?? displays[0]
  return (
    <div className="wall-settings">
      <header className="remote-head">
        <h1>{say('wallSettings.title')}</h1>
        <LookTools theme={theme} onChange={change} />
        <AccountMenu search={search} />
      </header>
      <p className="wall-settings-note">{say('wallSettings.intro')}</p>
      {display === undefined ? (
        <p className="wall-settings-note">{say('wallSettings.none')}</p>
      ) : (
        <>
          <label className="wall-settings-row">
            {say('wallSettings.display')}
            <select value={display.displayId} onChange={({ target }) => setChosen(Number(target.value))}>
              {displays.map(({ displayId, name, lastSeenAt }) => (
                <option key={displayId} value={displayId}>
                  {name} · {lastSeenAt ? say('wallSettings.lastSeen', { time: formats.moment(lastSeenAt) }) : say('wallSettings.neverSeen')}
                </option>
              ))}
            </select>
          </label>
          <DisplayForm key={display.displayId} display={display} onSaved={() => void query.refetch()} />
        </>
      )}
      <AlarmRules />
    </div>
  )
}
