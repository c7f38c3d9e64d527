// The tabs of administration, by what this role may ask for. Which one is open stands in the address.
import { Tabs } from 'antd'
import type { ReactNode } from 'react'
import type { CallId } from '../../api/operations.ts'
import { AntdFrame } from '../../app/AntdFrame.tsx'
import { useMay } from '../../app/session.ts'
import { useQueryParameters } from '../../app/use-query-parameters.ts'
import { useTexts } from '../../i18n/text.ts'
import { AccountsTab } from './accounts/AccountsTab.tsx'
import { AuditTab } from './audit/AuditTab.tsx'
import { DictionariesTab } from './dictionaries/DictionariesTab.tsx'
import { DisplaysTab } from './displays/DisplaysTab.tsx'
import { KeysTab } from './keys/KeysTab.tsx'

const tabs = {
  accounts: { needs: 'accounts', body: <AccountsTab /> },
  displays: { needs: 'displays', body: <DisplaysTab /> },
  keys: { needs: 'apiKeys', body: <KeysTab /> },
  dictionaries: { needs: 'dictionaryEntries', body: <DictionariesTab /> },
  audit: { needs: 'audit', body: <AuditTab /> },
} as const satisfies Record<string, { needs: CallId; body: ReactNode }>
type TabKey = keyof typeof tabs

export function AdminDesk() {
  const { say } = useTexts()
  const may = useMay()
  const [parameters, setParameters] = useQueryParameters()
  const keys = (Object.keys(tabs) as TabKey[]).filter((key) => may(tabs[key].needs))
  const active = keys.find((key) => key === parameters.get('tab')) ?? keys[0]
  return (
    <AntdFrame>
      <Tabs
        {...(active && { activeKey: active })}
        destroyOnHidden
        onChange={(tab) => setParameters({ tab }, 'only')}
        items={keys.map((key) => ({
          key,
          label: <span data-testid={`tab-${key}`}>{say(`admin.tab.${key}`)}</span>,
          children: tabs[key].body,
        }))}
      />
    </AntdFrame>
  )
}
