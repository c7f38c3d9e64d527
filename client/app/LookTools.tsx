// Language and theme.
import { useTexts } from '../i18n/text.ts'
import type { Theme } from '../map/palette.ts'
import { Icon } from '../ui/Icon.tsx'
import type { LookChange } from './look.ts'

export function LookTools({ theme, onChange }: { theme: Theme; onChange: (change: LookChange) => void }) {
  const { say, language } = useTexts()
  const themeLabel = theme === 'dark' ? say('app.theme.toLight') : say('app.theme.toDark')
  return (
    <>
      <button
        type="button"
        className="button-quiet"
        data-testid="language"
        lang={language === 'zh-CN' ? 'en' : 'zh-CN'}
        onClick={() => onChange({ language: language === 'zh-CN' ? 'en' : 'zh-CN' })}
      >
        {say('app.language.switch')}
      </button>
      <button
        type="button"
        className="button-quiet"
        data-testid="theme"
        aria-label={themeLabel}
        title={themeLabel}
        onClick={() => onChange({ theme: theme === 'dark' ? 'light' : 'dark' })}
      >
        <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
      </button>
    </>
  )
}
