// Language, theme, the list of keys, and whose session this is.
import { AccountMenu } from '../../app/AccountMenu.tsx'
import { type Address, emptyAddress, formatAddress } from '../../app/address.ts'
import { LookTools } from '../../app/LookTools.tsx'
import type { ChangeAddress } from '../../app/use-address.ts'
import { useTexts } from '../../i18n/text.ts'
import type { Theme } from '../../map/palette.ts'
import { Icon } from '../../ui/Icon.tsx'

type Props = { address: Address; theme: Theme; change: ChangeAddress; onHelp: () => void }

export function TopTools({ address, theme, change, onHelp }: Props) {
  const { say } = useTexts()
  const { language } = address
  return (
    <div className="tools">
      <LookTools theme={theme} onChange={(look) => change(look, 'replace')} />
      <button type="button" className="button-quiet tools-help" aria-label={say('app.help')} title={say('app.help')} onClick={onHelp}>
        <Icon name="keyboard" />
      </button>
      <AccountMenu search={formatAddress({ ...emptyAddress, language, theme: address.theme })} />
    </div>
  )
}
