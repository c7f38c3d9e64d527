// Sub-district, language, theme and the list of keys.
import type { Subdistrict } from '#contract/registers.ts'
import type { Address } from '../../app/address.ts'
import type { ChangeAddress } from '../../app/use-address.ts'
import { useTexts } from '../../i18n/text.ts'
import type { Theme } from '../../map/palette.ts'
import { Icon } from '../../ui/Icon.tsx'

type Props = {
  all: readonly Subdistrict[]
  subdistrict: Subdistrict
  address: Address
  theme: Theme
  change: ChangeAddress
  onHelp: () => void
}

export function TopTools({ all, subdistrict, address, theme, change, onHelp }: Props) {
  const { say, name } = useTexts()
  const themeLabel = theme === 'dark' ? say('app.theme.toLight') : say('app.theme.toDark')
  return (
    <div className="tools">
      {all.length > 1 && (
        <select
          className="chooser"
          aria-label={say('app.chooser.label')}
          data-testid="chooser"
          value={subdistrict.subdistrictCode}
          onChange={(event) => change({ subdistrict: event.target.value, camera: null, selection: null })}
        >
          {all.map((one) => (
            <option key={one.subdistrictCode} value={one.subdistrictCode}>
              {name(one)}
            </option>
          ))}
        </select>
      )}
      <button
        type="button"
        className="button-quiet"
        data-testid="language"
        lang={address.language === 'zh-CN' ? 'en' : 'zh-CN'}
        onClick={() => change({ language: address.language === 'zh-CN' ? 'en' : 'zh-CN' }, 'replace')}
      >
        {say('app.language.switch')}
      </button>
      <button
        type="button"
        className="button-quiet"
        data-testid="theme"
        aria-label={themeLabel}
        title={themeLabel}
        onClick={() => change({ theme: theme === 'dark' ? 'light' : 'dark' }, 'replace')}
      >
        <Icon name={theme === 'dark' ? 'sun' : 'moon'} />
      </button>
      <button type="button" className="button-quiet tools-help" aria-label={say('app.help')} title={say('app.help')} onClick={onHelp}>
        <Icon name="keyboard" />
      </button>
    </div>
  )
}
