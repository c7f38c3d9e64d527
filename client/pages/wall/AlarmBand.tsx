// What calls for somebody, over the map where nobody can miss it: what, where, since when, and one press to say that somebody knows.
import { alarmPlace, alarmWords } from '../../app/alarm-words.ts'
import { useTexts } from '../../i18n/text.ts'
import type { Alarms } from './use-alarms.ts'

type Props = { readonly alarms: Alarms; readonly shown: number | null; readonly mayAnswer: boolean }

export function AlarmBand({ alarms, shown, mayAnswer }: Props) {
  const texts = useTexts()
  const { say, formats } = texts
  const { waiting, answer, busy, failed } = alarms
  const alarm = waiting.find(({ alarmId }) => alarmId === shown) ?? waiting[0]
  if (alarm === undefined) return null
  return (
    <div className="wall-alarm" role="alert" data-testid="alarm" data-kind={alarm.kind} data-escalated={alarm.escalatedAt !== null}>
      <div className="wall-alarm-words">
        <p className="wall-alarm-kind">
          {say(`alarm.${alarm.kind}`)}
          {waiting.length > 1 ? <small>{say('alarm.count', { count: waiting.length })}</small> : null}
        </p>
        <p className="wall-alarm-what">
          {alarmWords(alarm, texts)} · {alarmPlace(alarm, texts)}
        </p>
        <p className="wall-alarm-since">
          {say('alarm.since', { time: formats.recent(alarm.raisedAt) })}
          {alarm.escalatedAt ? ` · ${say('alarm.escalated')}` : ''}
          {failed ? ` · ${say('alarm.failed')}` : ''}
        </p>
      </div>
      {mayAnswer ? (
        <div className="wall-alarm-acts">
          <button
            type="button"
            className="wall-button wall-button-strong"
            disabled={busy}
            data-testid="answer"
            onClick={() => answer([alarm.alarmId])}
          >
            {say('alarm.answer')} <kbd>A</kbd>
          </button>
          {waiting.length > 1 ? (
            <button type="button" className="wall-button" disabled={busy} onClick={() => answer(waiting.map(({ alarmId }) => alarmId))}>
              {say('alarm.answerAll')}
            </button>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
