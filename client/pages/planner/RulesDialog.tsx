// What planners are warned about, for the whole sub-district.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changePlanRulesMutation, type PlanRulesKept } from '../../api/plans.ts'
import { Failure } from '../../app/Failure.tsx'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useTexts } from '../../i18n/text.ts'

const levels = [1, 2, 3] as const
const ends = ['fewest', 'most'] as const
const shares = ['leastShare', 'greatestShare', 'leastCompactness'] as const

export function RulesDialog({ rules, onClose }: { rules: PlanRulesKept; onClose: () => void }) {
  const { say } = useTexts()
  const client = useQueryClient()
  const change = useMutation(changePlanRulesMutation(client))
  const [values, setValues] = useState<PlanRulesKept>(rules)
  const { households } = values
  return (
    <FormDialog
      name="plan-rules"
      title={say('planner.rules')}
      confirm={say('planner.rules.save')}
      pending={change.isPending}
      failure={change.error ? <Failure error={change.error} /> : null}
      onConfirm={() => change.mutate(values, { onSuccess: onClose })}
      onClose={onClose}
    >
      <p className="planner-note">{say('planner.rules.note')}</p>
      {levels.map((level) => (
        <fieldset key={level} className="planner-range">
          <legend>{say(`planRule.level.${level}`)}</legend>
          {ends.map((end) => (
            <label key={end} className="planner-field">
              {say(`planRule.${end}`)}
              <input
                className="field-input"
                type="number"
                min={end === 'most' ? (households[level].fewest ?? 0) : 0}
                max={1_000_000}
                placeholder={say('planRule.noLimit')}
                data-testid={`rule-${end}-${level}`}
                value={households[level][end] ?? ''}
                onChange={({ target }) => {
                  const limit = target.value === '' ? null : Math.round(Number(target.value))
                  setValues({ ...values, households: { ...households, [level]: { ...households[level], [end]: limit } } })
                }}
              />
            </label>
          ))}
        </fieldset>
      ))}
      {shares.map((name) => (
        <label key={name} className="planner-field">
          {say(`planRule.${name}`)}
          <input
            className="field-input"
            type="number"
            min={0}
            max={1000}
            required
            data-testid={`rule-${name}`}
            value={Math.round(values[name] * 100)}
            onChange={({ target }) => setValues({ ...values, [name]: Number(target.value) / 100 })}
          />
        </label>
      ))}
    </FormDialog>
  )
}
