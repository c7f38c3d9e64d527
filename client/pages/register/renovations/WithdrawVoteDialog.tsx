// A vote that should not have been written counts no more; it stays to be read.
import { useState } from 'react'
import type { Renovation } from '../../../api/renovations.ts'
import { useTexts } from '../../../i18n/text.ts'
import { ReasonField, WriteDialog } from './WriteDialog.tsx'

type Props = { renovation: Renovation; vote: 'consent' | 'lift'; id: number; onClose: () => void }

export function WithdrawVoteDialog({ renovation: { project }, vote, id, onClose }: Props) {
  const { say } = useTexts()
  const [reason, setReason] = useState('')
  return (
    <WriteDialog
      write="withdrawRenovationVote"
      title={say('renovation.vote.withdraw')}
      confirm={say('renovation.form.withdraw')}
      input={() => ({ params: { id: project.renovationProjectId }, body: { version: project.version, vote, id, reason } })}
      onClose={onClose}
    >
      <p>{say('renovation.vote.withdrawHint')}</p>
      <ReasonField value={reason} must onValue={setReason} />
    </WriteDialog>
  )
}
