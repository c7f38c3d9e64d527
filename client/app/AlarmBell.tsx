// How many alarms wait, on every page of the desk; it is not there while none does.
import './alarm-list.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { alarmsQuery } from '../api/wall.ts'
import { useTexts } from '../i18n/text.ts'
import { Icon } from '../ui/Icon.tsx'
import { useMay } from './session.ts'

export function AlarmBell({ search }: { search: string }) {
  const { say } = useTexts()
  const may = useMay()
  const { data } = useQuery({ ...alarmsQuery(), enabled: may('acknowledgeAlarms') && may('steerWall') })
  const count = data?.alarms.length ?? 0
  if (count === 0) return null
  const label = say('alarm.bell', { count })
  return (
    <Link className="button-quiet alarm-bell" to={`/wall/remote${search}`} aria-label={label} title={label} data-testid="alarm-bell">
      <Icon name="alert" />
      <b aria-hidden="true">{count}</b>
    </Link>
  )
}
