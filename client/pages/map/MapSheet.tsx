// On a phone: details and layers as a sheet that slides up over the map. Tap the tabs, or drag the handle.
import { type PointerEvent, type ReactNode, useRef } from 'react'
import { useTexts } from '../../i18n/text.ts'
import { Icon } from '../../ui/Icon.tsx'

export type SheetTab = 'details' | 'layers'

type Props = {
  tab: SheetTab
  open: boolean
  onTab: (tab: SheetTab) => void
  onOpen: (open: boolean) => void
  details: ReactNode
  layers: ReactNode
}

const dragPixels = 24

export function MapSheet({ tab, open, onTab, onOpen, details, layers }: Props) {
  const { say } = useTexts()
  const start = useRef<number | null>(null)
  const end = (event: PointerEvent): void => {
    if (start.current === null) return
    const moved = event.clientY - start.current
    start.current = null
    if (Math.abs(moved) > dragPixels) onOpen(moved < 0)
  }
  const choose = (next: SheetTab): void => {
    onOpen(next === tab ? !open : true)
    onTab(next)
  }
  return (
    <aside className={open ? 'sheet sheet-open' : 'sheet'} aria-label={say(tab === 'details' ? 'details.title' : 'layers.title')}>
      <div
        className="sheet-bar"
        onPointerDown={(event) => {
          start.current = event.clientY
        }}
        onPointerUp={end}
        onPointerCancel={() => {
          start.current = null
        }}
      >
        <span className="sheet-grip" aria-hidden="true" />
        <button type="button" aria-pressed={tab === 'details' && open} data-testid="sheet-details" onClick={() => choose('details')}>
          {say('details.title')}
        </button>
        <button type="button" aria-pressed={tab === 'layers' && open} data-testid="sheet-layers" onClick={() => choose('layers')}>
          {say('layers.title')}
        </button>
        <button
          type="button"
          className="sheet-toggle"
          aria-expanded={open}
          aria-label={say(open ? 'details.collapse' : 'details.open')}
          data-testid="sheet-toggle"
          onClick={() => onOpen(!open)}
        >
          <Icon name={open ? 'down' : 'up'} />
        </button>
      </div>
      <div id="details" className="sheet-body" data-testid={tab} tabIndex={-1}>
        {tab === 'details' ? details : layers}
      </div>
    </aside>
  )
}
