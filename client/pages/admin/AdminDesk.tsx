// The tabs of administration, by what this role may ask for. Which one is open stands in the address.
import { App, ConfigProvider, Tabs } from 'antd'
import enUS from 'antd/es/locale/en_US'
import zhCN from 'antd/es/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import type { CallId } from '../../api/operations.ts'
import { useLook } from '../../app/look.ts'
import { useMay } from '../../app/session.ts'
import { useQueryParameters } from '../../app/use-query-parameters.ts'
import { useTexts } from '../../i18n/text.ts'
import type { Theme } from '../../map/palette.ts'
import { AccountsTab } from './accounts/AccountsTab.tsx'
import { antdTheme, readTokens, type Tokens } from './antd-theme.ts'
import { AuditTab } from './audit/AuditTab.tsx'
import { DictionariesTab } from './dictionaries/DictionariesTab.tsx'
import { DisplaysTab } from './displays/DisplaysTab.tsx'

const tabs = {
  accounts: { needs: 'accounts', body: <AccountsTab /> },
  displays: { needs: 'displays', body: <DisplaysTab /> },
  dictionaries: { needs: 'dictionaryEntries', body: <DictionariesTab /> },
  audit: { needs: 'audit', body: <AuditTab /> },
} as const satisfies Record<string, { needs: CallId; body: ReactNode }>
type TabKey = keyof typeof tabs

/** Read again once the stylesheet shows another theme. */
function useTokens(theme: Theme): Tokens {
  const [tokens, setTokens] = useState(() => readTokens(theme))
  useEffect(() => setTokens(readTokens(theme)), [theme])
  return tokens
}

export function AdminDesk() {
  const { say, language } = useTexts()
  const { theme } = useLook()
  const tokens = useTokens(theme)
  const may = useMay()
  const [parameters, setParameters] = useQueryParameters()
  const config = useMemo(() => antdTheme(tokens), [tokens])
  const keys = (Object.keys(tabs) as TabKey[]).filter((key) => may(tabs[key].needs))
  const active = keys.find((key) => key === parameters.get('tab')) ?? keys[0]
  // antd's calendars take the names of days and months from here
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn')
  return (
    <ConfigProvider locale={language === 'en' ? enUS : zhCN} theme={config} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      <App>
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
      </App>
    </ConfigProvider>
  )
}
