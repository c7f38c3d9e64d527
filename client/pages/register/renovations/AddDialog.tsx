// A compound becomes a candidate.
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { renovationClasses } from '#contract/words.ts'
import { candidateCompoundsQuery } from '../../../api/renovations.ts'
import { calendarDateOf } from '../../../i18n/formats.ts'
import { useTexts } from '../../../i18n/text.ts'
import { CountField, DayField, Labelled, ReasonField, WriteDialog } from './WriteDialog.tsx'

export function AddDialog(props: { subdistrict: string; onClose: () => void; onDone: (id: number) => void }) {
  const { subdistrict, onClose, onDone } = props
  const { say, name } = useTexts()
  const { data: compounds } = useQuery(candidateCompoundsQuery(subdistrict))
  const today = calendarDateOf(Date.now())
  const [compoundId, setCompoundId] = useState('')
  const [renovationClass, setClass] = useState<(typeof renovationClasses)[number]>('basic')
  const [households, setHouseholds] = useState('')
  const [onDay, setOnDay] = useState(today)
  const [reason, setReason] = useState('')
  return (
    <WriteDialog
      write="createRenovation"
      title={say('renovation.form.add')}
      confirm={say('renovation.form.save')}
      input={() => ({
        body: { compoundId: Number(compoundId), renovationClass, entitledHouseholds: Number(households), onDay, reason },
      })}
      onClose={onClose}
      onDone={({ id }) => onDone(id)}
    >
      <Labelled label={say('record.field.compoundId')} hint={say('renovation.form.addHint')}>
        {(id) => (
          <select
            id={id}
            className="field-input"
            required
            value={compoundId}
            data-testid="field-compoundId"
            onChange={({ target }) => {
              setCompoundId(target.value)
              const chosen = compounds?.find((one) => one.compoundId === Number(target.value))
              if (chosen) setHouseholds(String(chosen.households))
            }}
          >
            <option value="" />
            {(compounds ?? []).map((one) => (
              <option key={one.compoundId} value={one.compoundId}>
                {name(one)}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <Labelled label={say('record.field.renovationClass')}>
        {(id) => (
          <select
            id={id}
            className="field-input"
            value={renovationClass}
            onChange={({ target }) => setClass(renovationClasses.find((one) => one === target.value) ?? 'basic')}
          >
            {renovationClasses.map((one) => (
              <option key={one} value={one}>
                {say(`renovationClass.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <CountField label={say('record.field.entitledHouseholds')} name="entitledHouseholds" value={households} onValue={setHouseholds} />
      <DayField label={say('renovation.form.onDay')} value={onDay} most={today} onValue={setOnDay} />
      <ReasonField value={reason} must={false} onValue={setReason} />
    </WriteDialog>
  )
}
