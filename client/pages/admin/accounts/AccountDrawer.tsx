// One account: what it is, and what this role may do with it.
import { Descriptions, Drawer } from 'antd'
import { useState } from 'react'
import type { Account } from '#contract/accounts.ts'
import { personName } from '../../../app/person-name.ts'
import { scopeWords } from '../../../app/scope-words.ts'
import { useMay, useSession } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { ActionError } from '../ActionError.tsx'
import { AccountActions } from './AccountActions.tsx'
import { AccountSessions } from './AccountSessions.tsx'
import { AccountState } from './AccountsTab.tsx'
import { ProfileForm } from './ProfileForm.tsx'
import { RightsForm } from './RightsForm.tsx'

export function AccountDrawer({ account, onClose }: { account: Account | null; onClose: () => void }) {
  const texts = useTexts()
  return (
    <Drawer
      open={account !== null}
      title={account ? `${personName(account, texts)} · ${account.username}` : ''}
      size={720}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      onClose={onClose}
      destroyOnHidden
    >
      {account ? <Body key={account.accountId} account={account} /> : null}
    </Drawer>
  )
}

function Body({ account }: { account: Account }) {
  const texts = useTexts()
  const { say, formats } = texts
  const may = useMay()
  const own = useSession().accountId === account.accountId
  // Kept above the forms: after a conflict these start again from the newer state, and this says why.
  const [error, setError] = useState<unknown>(null)
  return (
    <div data-testid="account-drawer">
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2 }}
        items={[
          { key: 'role', label: say('accounts.role'), children: account.role === null ? say('role.none') : say(`role.${account.role}`) },
          { key: 'scope', label: say('accounts.scope'), children: scopeWords(account.scope, texts) },
          { key: 'state', label: say('accounts.state'), children: <AccountState account={account} texts={texts} /> },
          {
            key: 'factor',
            label: say('secondFactor.title'),
            children: say(account.secondFactor ? 'secondFactor.on' : 'secondFactor.off'),
          },
          {
            key: 'last',
            label: say('accounts.lastSignedIn'),
            children: account.lastSignedInAt ? formats.moment(account.lastSignedInAt) : say('accounts.never'),
          },
          { key: 'made', label: say('accounts.createdAt'), children: formats.moment(account.createdAt) },
          {
            key: 'password',
            label: say('accounts.passwordState'),
            children: say(
              account.demo
                ? 'accounts.password.demo'
                : account.mustChangePassword
                  ? 'accounts.password.mustChange'
                  : 'accounts.password.set',
            ),
          },
          { key: 'sessions', label: say('accounts.openSessions'), children: formats.number(account.openSessions) },
        ]}
      />
      <ActionError error={error} />
      {may('changeAccount') ? <ProfileForm key={`profile-${account.version}`} account={account} onError={setError} /> : null}
      {may('changeRights') ? <RightsForm key={`rights-${account.version}`} account={account} own={own} onError={setError} /> : null}
      {may('changeAccount') || may('resetSecondFactor') ? <AccountActions account={account} own={own} onError={setError} /> : null}
      {may('accountSessions') ? <AccountSessions account={account} onError={setError} /> : null}
    </div>
  )
}
