// How long tracks are kept, and whether check-ins are switched on; for the whole sub-district.
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { patrolSettingsQuery, settingsMutation } from '../../api/patrols.ts'
import type { Scope } from '../../api/queries.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useTexts } from '../../i18n/text.ts'
import { PatrolFailure } from './PatrolFailure.tsx'

export function SettingsDialog({ scope, onClose }: { scope: Scope; onClose: () => void }) {
  const { say } = useTexts()
  const { data } = useQuery(patrolSettingsQuery(scope))
  const [days, setDays] = useState<string | null>(null)
  const [checkIns, setCheckIns] = useState<boolean | null>(null)
  const [reason, setReason] = useState('')
  const send = useMutation({ ...settingsMutation(), onSuccess: onClose })
  const confirm = (): void => {
    if (data) send.mutate({ trackDays: Number(days ?? data.trackDays), checkIns: checkIns ?? data.checkIns, version: data.version, reason })
  }
  return (
    <FormDialog
      name="settings"
      title={say('patrols.settings.title')}
      confirm={say('patrols.save')}
      pending={send.isPending || data === undefined}
      failure={<PatrolFailure error={send.error} />}
      onConfirm={confirm}
      onClose={onClose}
    >
      <label className="field">
        <span className="field-label">{say('patrols.settings.days')}</span>
        <input
          type="number"
          className="field-input"
          required
          min={30}
          max={90}
          value={days ?? data?.trackDays ?? ''}
          data-testid="settings-days"
          onChange={({ target }) => setDays(target.value)}
        />
        <span className="field-hint">{say('patrols.settings.days.note')}</span>
      </label>
      <label className="patrols-check">
        <input type="checkbox" checked={checkIns ?? data?.checkIns ?? false} onChange={({ target }) => setCheckIns(target.checked)} />
        {say('patrols.settings.checkIns')}
      </label>
      <p className="form-note">{say('patrols.settings.checkIns.note')}</p>
      <label className="field">
        <span className="field-label">{say('patrols.reason')}</span>
        <input
          className="field-input"
          required
          minLength={2}
          maxLength={200}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
    </FormDialog>
  )
}
