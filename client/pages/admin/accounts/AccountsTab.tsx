// The accounts of people: found by name, role and state; each opens in a drawer.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Input, Select, Table } from 'antd'
import { useState } from 'react'
import type { Account } from '#contract/accounts.ts'
import { accountStates, personRoles } from '#contract/words.ts'
import { type AccountFilter, accountsQuery } from '../../../api/accounts.ts'
import { personName } from '../../../app/person-name.ts'
import { scopeWords } from '../../../app/scope-words.ts'
import { useMay } from '../../../app/session.ts'
import { useQueryParameters } from '../../../app/use-query-parameters.ts'
import { type Texts, useTexts } from '../../../i18n/text.ts'
import { ListCard } from '../ListCard.tsx'
import { AccountDrawer } from './AccountDrawer.tsx'
import { isLocked } from './account-state.ts'
import { CreateAccount } from './CreateAccount.tsx'

export function AccountState({ account, texts: { say, formats } }: { account: Account; texts: Texts }) {
  if (account.state === 'disabled') return <span className="tag">{say('accountState.disabled')}</span>
  if (isLocked(account, Date.now()))
    return <span className="tag tag-warning">{say('accounts.lockedUntil', { time: formats.moment(account.lockedUntil ?? '') })}</span>
  return <span>{say('accountState.active')}</span>
}

const roleWord = (role: Account['role'], { say }: Texts) =>
  role === null ? <span className="state-lack">{say('role.none')}</span> : say(`role.${role}`)

function columns(texts: Texts, open: (account: Account) => void) {
  const { say, formats } = texts
  return [
    {
      key: 'name',
      title: say('accounts.displayName'),
      render: (account: Account) => (
        <button type="button" className="admin-link" data-testid="account-row" onClick={() => open(account)}>
          {personName(account, texts)}
        </button>
      ),
    },
    { key: 'username', title: say('accounts.username'), dataIndex: 'username', responsive: ['md' as const] },
    { key: 'role', title: say('accounts.role'), render: (account: Account) => roleWord(account.role, texts) },
    {
      key: 'scope',
      title: say('accounts.scope'),
      responsive: ['lg' as const],
      render: (account: Account) => scopeWords(account.scope, texts),
    },
    { key: 'state', title: say('accounts.state'), render: (account: Account) => <AccountState account={account} texts={texts} /> },
    {
      key: 'secondFactor',
      title: say('secondFactor.title'),
      responsive: ['lg' as const],
      render: (account: Account) => say(account.secondFactor ? 'secondFactor.on' : 'secondFactor.off'),
    },
    {
      key: 'last',
      title: say('accounts.lastSignedIn'),
      responsive: ['md' as const],
      render: (account: Account) => (account.lastSignedInAt ? formats.moment(account.lastSignedInAt) : say('accounts.never')),
    },
  ]
}

/** The filters that the address bar names and the service knows. */
function filterOf(parameters: URLSearchParams): AccountFilter {
  const q = parameters.get('q')?.trim().slice(0, 64)
  const role = personRoles.find((one) => one === parameters.get('role'))
  const state = accountStates.find((one) => one === parameters.get('state'))
  return { ...(q && { q }), ...(role && { role }), ...(state && { state }) }
}

export function AccountsTab() {
  const texts = useTexts()
  const { say } = texts
  const may = useMay()
  const [parameters, setParameters] = useQueryParameters()
  const filter = filterOf(parameters)
  const query = useInfiniteQuery(accountsQuery(filter))
  const [creating, setCreating] = useState(false)
  const [opened, setOpened] = useState<Account | null>(null)
  const accounts = query.data?.pages.flatMap((page) => page.accounts) ?? []
  // What the list has is newer than what was clicked.
  const shown = opened === null ? null : (accounts.find(({ accountId }) => accountId === opened.accountId) ?? opened)
  const filtered = Object.keys(filter).length > 0
  return (
    <>
      <div className="admin-bar">
        <Input.Search
          allowClear
          defaultValue={filter.q ?? ''}
          placeholder={say('accounts.search')}
          aria-label={say('accounts.search')}
          style={{ width: 240 }}
          maxLength={64}
          data-testid="accounts-search"
          onSearch={(q) => setParameters({ q })}
        />
        <Select
          allowClear
          value={filter.role ?? null}
          placeholder={say('accounts.anyRole')}
          aria-label={say('accounts.role')}
          style={{ width: 168 }}
          options={personRoles.map((role) => ({ value: role, label: say(`role.${role}`) }))}
          onChange={(role) => setParameters({ role: role ?? undefined })}
        />
        <Select
          allowClear
          value={filter.state ?? null}
          placeholder={say('accounts.anyState')}
          aria-label={say('accounts.state')}
          style={{ width: 132 }}
          options={accountStates.map((state) => ({ value: state, label: say(`accountState.${state}`) }))}
          onChange={(state) => setParameters({ state: state ?? undefined })}
        />
        {may('createAccount') ? (
          <Button type="primary" className="admin-bar-end" data-testid="create-account" onClick={() => setCreating(true)}>
            {say('accounts.create')}
          </Button>
        ) : null}
      </div>
      <ListCard query={query} paged={query} empty={accounts.length > 0 ? null : say(filtered ? 'accounts.noneFound' : 'accounts.none')}>
        <Table
          size="middle"
          rowKey="accountId"
          pagination={false}
          columns={columns(texts, setOpened)}
          dataSource={accounts}
          scroll={{ x: 'max-content' }}
        />
      </ListCard>
      <AccountDrawer account={shown} onClose={() => setOpened(null)} />
      <CreateAccount open={creating} onClose={() => setCreating(false)} />
    </>
  )
}
