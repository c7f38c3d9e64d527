// From when on a matter is an alarm, as a table that can be changed.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type AlarmRule, ruleMeasures } from '#domain/wall/alarms.ts'
import { CallError, hasCode } from '../../../api/errors.ts'
import { alarmRulesQuery, changeRulesMutation } from '../../../api/wall.ts'
import { useTexts } from '../../../i18n/text.ts'

export function AlarmRules() {
  const { say } = useTexts()
  const client = useQueryClient()
  const query = useQuery({ ...alarmRulesQuery(), refetchInterval: false })
  const [draft, setDraft] = useState<readonly AlarmRule[] | null>(null)
  const save = useMutation({
    ...changeRulesMutation(),
    onSuccess: (answer) => {
      client.setQueryData(alarmRulesQuery().queryKey, answer)
      setDraft(null)
    },
    onError: (error) => {
      if (!hasCode(error, 'conflict')) return
      setDraft(null)
      void query.refetch()
    },
  })
  if (!query.data) return null
  const rules: readonly AlarmRule[] = draft ?? query.data.rules
  const { version } = query.data
  const change = (kind: AlarmRule['kind'], part: Partial<AlarmRule>): void =>
    setDraft(rules.map((one) => (one.kind === kind ? { ...one, ...part } : one)))
  const number = (rule: AlarmRule, field: 'threshold' | 'withinHours' | 'escalateMinutes', least: number, most: number, label: string) => (
    <input
      type="number"
      aria-label={`${label} ${say(`alarm.${rule.kind}`)}`}
      min={least}
      max={most}
      value={rule[field]}
      onChange={({ target }) => change(rule.kind, { [field]: Math.min(most, Math.max(least, Math.round(Number(target.value)) || least)) })}
    />
  )
  return (
    <section className="wall-settings-rules" data-testid="alarm-rules">
      <h2>{say('wallSettings.rules')}</h2>
      <p className="wall-settings-note">{say('wallSettings.rules.intro')}</p>
      <ul>
        {rules.map((rule) => (
          <li key={rule.kind}>
            <b>{say(`alarm.${rule.kind}`)}</b>
            <label>
              <input type="checkbox" checked={rule.on} onChange={({ target }) => change(rule.kind, { on: target.checked })} />{' '}
              {say('wallSettings.rule.on')}
            </label>
            <label>
              <input type="checkbox" checked={rule.sound} onChange={({ target }) => change(rule.kind, { sound: target.checked })} />{' '}
              {say('wallSettings.rule.sound')}
            </label>
            <span>
              {say(`wallSettings.rule.${rule.kind}`)}
              {number(
                rule,
                'threshold',
                ruleMeasures[rule.kind].least,
                ruleMeasures[rule.kind].most,
                say(`wallSettings.rule.${rule.kind}`),
              )}
            </span>
            {rule.kind === 'cluster' ? (
              <span>
                {say('wallSettings.rule.within')}
                {number(rule, 'withinHours', 1, 168, say('wallSettings.rule.within'))}
              </span>
            ) : null}
            <span>
              {say('wallSettings.rule.escalate')}
              {number(rule, 'escalateMinutes', 1, 1440, say('wallSettings.rule.escalate'))}
            </span>
          </li>
        ))}
      </ul>
      <div className="wall-settings-save" role="status">
        {save.isError ? (
          <p>
            {hasCode(save.error, 'conflict')
              ? say('wallSettings.conflict')
              : say('wallSettings.failed', {
                  problem: save.error instanceof CallError ? (save.error.details[0]?.path ?? save.error.code) : '',
                })}
          </p>
        ) : null}
        <button type="button" className="button-quiet" disabled={draft === null} onClick={() => setDraft(null)}>
          {say('wallSettings.undo')}
        </button>
        <button
          type="button"
          className="button"
          disabled={draft === null || save.isPending}
          onClick={() => save.mutate({ version, rules: [...rules] })}
        >
          {say('wallSettings.save')}
        </button>
      </div>
    </section>
  )
}
