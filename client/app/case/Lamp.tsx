// How a case stands to its limit, at a glance: a shape, a colour, and how long is left or how long it is late.
import type { lamps } from '#domain/issues/case-clock.ts'
import { useTexts } from '../../i18n/text.ts'

type LampName = (typeof lamps)[number]

export function Lamp(props: { lamp: LampName; dueAt: string | null; closedAt: string | null; now: number }) {
  const { say, formats } = useTexts()
  const { lamp, dueAt, closedAt, now } = props
  if (lamp === 'none' || dueAt === null) return <span className="lamp lamp-none">{say('lamp.none')}</span>
  const left = Date.parse(dueAt) - (closedAt === null ? now : Date.parse(closedAt))
  const span = formats.span(Math.abs(left))
  const words =
    closedAt === null
      ? say(left < 0 ? 'lamp.late' : 'lamp.left', { span })
      : left < 0
        ? say('lamp.closedLate', { span })
        : say('lamp.closedInTime')
  return (
    <span className={`lamp lamp-${lamp}`} title={say('lamp.title', { time: formats.moment(dueAt) })}>
      <span className="lamp-mark" aria-hidden="true" />
      {words}
    </span>
  )
}
