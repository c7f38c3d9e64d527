// The teams: one is chosen and changed, or a new one is added.
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type PatrolTeam, saveTeamMutation, teamsQuery } from '../../api/patrols.ts'
import { gridsQuery, type Scope } from '../../api/queries.ts'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useTexts } from '../../i18n/text.ts'
import { PatrolFailure } from './PatrolFailure.tsx'

type Fields = Pick<PatrolTeam, 'name' | 'nameEn' | 'communityCode' | 'memberCount'> & { readonly retired: boolean }
const emptyTeam: Fields = { name: '', nameEn: '', communityCode: '', memberCount: 6, retired: false }

export function TeamDialog({ scope, onClose }: { scope: Scope; onClose: () => void }) {
  const { say, name } = useTexts()
  const teams = useQuery(teamsQuery(scope, 'all'))
  const grids = useQuery(gridsQuery({ ...scope, version: 0 }, { level: 2 }))
  const [id, setId] = useState<number | null>(null)
  const [fields, setFields] = useState<Fields>(emptyTeam)
  const chosen = teams.data?.rows.find(({ patrolTeamId }) => patrolTeamId === id)
  const send = useMutation({ ...saveTeamMutation(id), onSuccess: onClose })
  const choose = (text: string): void => {
    const team = teams.data?.rows.find(({ patrolTeamId }) => String(patrolTeamId) === text)
    setId(team?.patrolTeamId ?? null)
    setFields(team ? { ...team, retired: team.retiredOn !== null } : emptyTeam)
    send.reset()
  }
  const set = (change: Partial<Fields>): void => setFields({ ...fields, ...change })
  const confirm = (): void => {
    const { name: called, nameEn, communityCode, memberCount, retired } = fields
    send.mutate({ name: called, nameEn, communityCode, memberCount, retired, version: chosen?.version ?? 1 })
  }
  return (
    <FormDialog
      name="team"
      title={say('patrols.teams')}
      confirm={say('patrols.save')}
      pending={send.isPending}
      failure={<PatrolFailure error={send.error} />}
      onConfirm={confirm}
      onClose={onClose}
    >
      <label className="field">
        <span className="field-label">{say('patrol.team')}</span>
        <select className="field-input" value={id ?? ''} data-testid="team-which" onChange={({ target }) => choose(target.value)}>
          <option value="">{say('patrols.team.new')}</option>
          {(teams.data?.rows ?? [])
            .filter(({ mayChange }) => mayChange)
            .map((team) => (
              <option key={team.patrolTeamId} value={team.patrolTeamId}>
                {team.retiredOn === null ? name(team) : say('patrols.team.retired', { name: name(team) })}
              </option>
            ))}
        </select>
      </label>
      <label className="field">
        <span className="field-label">{say('record.field.name')}</span>
        <input
          className="field-input"
          required
          maxLength={60}
          value={fields.name}
          data-testid="team-name"
          onChange={({ target }) => set({ name: target.value })}
        />
      </label>
      <label className="field">
        <span className="field-label">{say('record.field.nameEn')}</span>
        <input className="field-input" maxLength={80} value={fields.nameEn} onChange={({ target }) => set({ nameEn: target.value })} />
      </label>
      <div className="patrols-two">
        <label className="field">
          <span className="field-label">{say('record.field.communityCode')}</span>
          <select
            className="field-input"
            required
            value={fields.communityCode}
            data-testid="team-community"
            onChange={({ target }) => set({ communityCode: target.value })}
          >
            <option value="" />
            {(grids.data?.features ?? []).map(({ properties }) => (
              <option key={properties.gridCode} value={properties.gridCode.slice(0, 12)}>
                {name(properties)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span className="field-label">{say('record.field.memberCount')}</span>
          <input
            type="number"
            className="field-input"
            required
            min={1}
            max={500}
            value={fields.memberCount}
            onChange={({ target }) => set({ memberCount: Number(target.value) })}
          />
        </label>
      </div>
      {id === null ? null : (
        <label className="patrols-check">
          <input
            type="checkbox"
            checked={fields.retired}
            data-testid="team-retired"
            onChange={({ target }) => set({ retired: target.checked })}
          />
          {say('patrols.team.retire')}
        </label>
      )}
    </FormDialog>
  )
}
