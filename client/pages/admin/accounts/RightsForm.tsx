// Role and scope of an account; the only place where rights are given, and never to oneself.
import { useMutation } from '@tanstack/react-query'
import { Alert, App, Button, Select, Tooltip } from 'antd'
import { useId, useState } from 'react'
import type { Account } from '#contract/accounts.ts'
import { personRoles } from '#contract/words.ts'
import { changeRightsMutation } from '../../../api/accounts.ts'
import { useTexts } from '../../../i18n/text.ts'
import { ScopePicker } from '../scope/ScopePicker.tsx'

type PersonRole = (typeof personRoles)[number]
const noRole = 'none'

type Props = { account: Account; own: boolean; onError: (error: unknown) => void }

export function RightsForm({ account, own, onError }: Props) {
  const { say } = useTexts()
  const { message } = App.useApp()
  const labelId = useId()
  const [role, setRole] = useState<PersonRole | null>(account.role)
  // Dissolved grids give no access; they are not sent again.
  const [scope, setScope] = useState<ReadonlySet<string>>(
    () => new Set(account.scope.filter(({ inForce }) => inForce).map(({ code }) => code)),
  )
  const change = useMutation(changeRightsMutation())
  const dissolved = account.scope.filter(({ inForce }) => !inForce).length
  const save = (): void => {
    onError(null)
    change.mutate({ account, rights: { role, scope: [...scope] } }, { onError, onSuccess: () => void message.success(say('rights.saved')) })
  }
  return (
    <section className="admin-section" data-testid="rights">
      <h3 id={labelId}>{say('rights.title')}</h3>
      {own ? <Alert type="info" title={say('rights.own')} /> : null}
      <Select<PersonRole | typeof noRole>
        value={role ?? noRole}
        disabled={own}
        aria-label={say('accounts.role')}
        data-testid="rights-role"
        style={{ maxWidth: 320 }}
        options={[{ value: noRole, label: say('role.none') }, ...personRoles.map((one) => ({ value: one, label: say(`role.${one}`) }))]}
        onChange={(next) => setRole(next === noRole ? null : next)}
      />
      {role === null ? null : <p className="admin-note">{say(`role.${role}.does`)}</p>}
      <ScopePicker value={scope} onChange={setScope} readOnly={own} />
      {dissolved > 0 ? <Alert type="warning" title={say('rights.dissolved', { count: dissolved })} /> : null}
      {role !== null && scope.size === 0 ? <Alert type="warning" title={say('rights.emptyScope')} /> : null}
      <div className="admin-actions">
        <Tooltip title={own ? say('rights.own') : undefined}>
          <Button
            type="primary"
            aria-disabled={own}
            {...(own && { className: 'button-off' })}
            loading={change.isPending}
            data-testid="save-rights"
            onClick={own ? undefined : save}
          >
            {say('rights.save')}
          </Button>
        </Tooltip>
      </div>
    </section>
  )
}
