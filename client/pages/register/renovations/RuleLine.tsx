// What the sub-district asks for before it files a project; who may, sets it.
import { useState } from 'react'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Labelled, ReasonField, WriteDialog } from './WriteDialog.tsx'

type Rule = { readonly consentPercent: number; readonly version: number }

export function RuleLine({ rule }: { rule: Rule }) {
  const { say } = useTexts()
  const may = useMay()
  const [changing, setChanging] = useState(false)
  return (
    <div className="renovation-rule">
      <span>{say('renovation.rule', { percent: rule.consentPercent })}</span>
      {may('changeRenovationRule') ? (
        <button type="button" className="button-quiet" data-testid="rule-change" onClick={() => setChanging(true)}>
          {say('renovation.rule.change')}
        </button>
      ) : null}
      {changing ? <RuleDialog rule={rule} onClose={() => setChanging(false)} /> : null}
    </div>
  )
}

function RuleDialog({ rule, onClose }: { rule: Rule; onClose: () => void }) {
  const { say } = useTexts()
  const [version, setVersion] = useState(rule.version)
  const [percent, setPercent] = useState(String(rule.consentPercent))
  const [reason, setReason] = useState('')
  return (
    <WriteDialog
      write="changeRenovationRule"
      title={say('renovation.rule.title')}
      confirm={say('renovation.form.save')}
      input={() => ({ body: { version, consentPercent: Number(percent), reason } })}
      onClose={onClose}
      onOvertaken={setVersion}
    >
      <Labelled label={say('renovation.rule.percent')} hint={say('renovation.rule.hint')}>
        {(id) => (
          <input
            id={id}
            className="field-input"
            type="number"
            required
            min={1}
            max={100}
            step={1}
            value={percent}
            onChange={({ target }) => setPercent(target.value)}
          />
        )}
      </Labelled>
      <ReasonField value={reason} must onValue={setReason} />
    </WriteDialog>
  )
}
