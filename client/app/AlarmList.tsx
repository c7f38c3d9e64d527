// Alarms under a thumb: what, where, since when, and one press to say that somebody knows.
import './alarm-list.css'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Alarm } from '#contract/alarms.ts'
import { byPressure } from '#domain/wall/alarms.ts'
import { acknowledgeMutation, alarmsQuery } from '../api/wall.ts'
import { useTexts } from '../i18n/text.ts'
import { alarmPlace, alarmWords } from './alarm-words.ts'
import { useMay } from './session.ts'

export function AlarmList({ from }: { from: 'phone' | 'desk' }) {
  const texts = useTexts()
  const { say, formats } = texts
  const may = useMay()
  const client = useQueryClient()
  const waiting = useQuery(alarmsQuery())
  const recent = useQuery(alarmsQuery('all'))
  const answer = useMutation({ ...acknowledgeMutation(), onSettled: () => void client.invalidateQueries({ queryKey: ['alarms'] }) })
  const alarms = [...(waiting.data?.alarms ?? [])].sort(byPressure)
  const past = (recent.data?.alarms ?? []).filter(({ acknowledgedAt, endedAt }) => acknowledgedAt !== null || endedAt !== null).slice(0, 30)
  const became = ({ acknowledgedAt, acknowledgedFrom, endedAt }: Alarm): string =>
    acknowledgedAt && acknowledgedFrom
      ? say(`alarm.answered.${acknowledgedFrom}`, { time: formats.moment(acknowledgedAt) })
      : endedAt
        ? say('alarm.ended', { time: formats.moment(endedAt) })
        : ''
  const line = (alarm: Alarm) => (
    <div>
      <p className="alarm-kind">{say(`alarm.${alarm.kind}`)}</p>
      <p>
        {alarmWords(alarm, texts)} · {alarmPlace(alarm, texts)}
      </p>
      <p className="alarm-since">
        {say('alarm.since', { time: formats.moment(alarm.raisedAt) })}
        {alarm.escalatedAt && alarm.acknowledgedAt === null && alarm.endedAt === null ? ` · ${say('alarm.escalated')}` : ''}
      </p>
    </div>
  )
  return (
    <section className="alarm-list" aria-label={say('alarm.title')} data-testid="alarms">
      {waiting.isError ? <p role="alert">{say('wall.failed')}</p> : null}
      {waiting.data && alarms.length === 0 ? <p className="alarm-none">{say('alarm.none')}</p> : null}
      {answer.isError ? <p role="alert">{say('alarm.failed')}</p> : null}
      <ul>
        {alarms.map((alarm) => (
          <li key={alarm.alarmId} data-escalated={alarm.escalatedAt !== null}>
            {line(alarm)}
            {may('acknowledgeAlarms') ? (
              <button
                type="button"
                className="button"
                disabled={answer.isPending}
                onClick={() => answer.mutate({ alarms: [alarm.alarmId], from })}
              >
                {say('alarm.answer')}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {alarms.length > 1 && may('acknowledgeAlarms') ? (
        <button
          type="button"
          className="button-quiet"
          disabled={answer.isPending}
          onClick={() => answer.mutate({ alarms: alarms.map(({ alarmId }) => alarmId), from })}
        >
          {say('alarm.answerAll')}
        </button>
      ) : null}
      {past.length > 0 ? (
        <details>
          <summary>{say('alarm.recent')}</summary>
          <ul>
            {past.map((alarm) => (
              <li key={alarm.alarmId} className="alarm-past">
                {line(alarm)}
                <p className="alarm-since">{became(alarm)}</p>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  )
}
