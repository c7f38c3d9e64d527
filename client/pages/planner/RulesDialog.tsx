// What planners are warned about, for the whole sub-district.
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changePlanRulesMutation, type PlanRulesKept } from '../../api/plans.ts'
import { Failure } from '../../app/Failure.tsx'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useTexts } from '../../i18n/text.ts'

const counts = ['fewestHouseholds', 'mostHouseholds'] as const
const shares = ['leastShare', 'greatestShare', 'leastCompactness'] as const

export function RulesDialog({ rules, onClose }: { rules: PlanRulesKept; onClose: () => void }) {
  const { say } = useTexts()
  const client = useQueryClient()
  const change = useMutation(changePlanRulesMutation(client))
  const [values, setValues] = useState<PlanRulesKept>(rules)
  const field = (name: (typeof counts)[number] | (typeof shares)[number], percent: boolean) => (
    <label key={name} className="planner-field">
      {say(`planRule.${name}`)}
      <input
        className="field-input"
        type="number"
        min={0}
        max={percent ? 1000 : 100_000}
        required
        data-testid={`rule-${name}`}
        value={percent ? Math.round(values[name] * 100) : values[name]}
        onChange={({ target }) => setValues({ ...values, [name]: percent ? Number(target.value) / 100 : Math.round(Number(target.value)) })}
      />
    </label>
  )
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
      {counts.map((name) => field(name, false))}
      {shares.map((name) => field(name, true))}
    </FormDialog>
  )
}
