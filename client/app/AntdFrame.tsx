// The component library in the look and language of the product. It is large: only parts that are loaded when they are wanted may import this.
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/es/locale/en_US'
import zhCN from 'antd/es/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { useTexts } from '../i18n/text.ts'
import type { Theme } from '../map/palette.ts'
import { antdTheme, readTokens, type Tokens } from './antd-theme.ts'
import { useLook } from './look.ts'

/** Read again once the stylesheet shows another theme. */
function useTokens(theme: Theme): Tokens {
  const [tokens, setTokens] = useState(() => readTokens(theme))
  useEffect(() => setTokens(readTokens(theme)), [theme])
  return tokens
}

export function AntdFrame({ children }: { children: ReactNode }) {
  const { language } = useTexts()
  const { theme } = useLook()
  const tokens = useTokens(theme)
  const config = useMemo(() => antdTheme(tokens), [tokens])
  // antd's calendars take the names of days and months from here
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn')
  return (
    <ConfigProvider locale={language === 'en' ? enUS : zhCN} theme={config} button={{ autoInsertSpace: false }} wave={{ disabled: true }}>
      <App>{children}</App>
    </ConfigProvider>
  )
}
