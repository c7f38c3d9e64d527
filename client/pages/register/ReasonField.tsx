// Why a term ends or is taken back; kept with the step.
import { useId } from 'react'
import { useTexts } from '../../i18n/text.ts'

const shortest = 2
export const isReason = (reason: string): boolean => reason.trim().length >= shortest

export function ReasonField({ name, reason, onReason }: { name: string; reason: string; onReason: (reason: string) => void }) {
  const { say } = useTexts()
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {say('register.reason')}
      </label>
      <input
        id={id}
        className="field-input"
        required
        minLength={shortest}
        maxLength={200}
        value={reason}
        data-testid={`${name}-reason`}
        onChange={({ target }) => onReason(target.value)}
      />
    </div>
  )
}
