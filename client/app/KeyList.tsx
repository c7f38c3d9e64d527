// The list of keys, in a dialog of the browser's own (focus stays inside, Esc closes).
import { useEffect, useRef } from 'react'
import { useTexts } from '../i18n/text.ts'
import type { TextKey } from '../i18n/zh-CN.ts'
import { Icon } from '../ui/Icon.tsx'

export type Keys = readonly (readonly [key: string, does: TextKey])[]

export function KeyList({ keys, onClose }: { keys: Keys; onClose: () => void }) {
  const { say } = useTexts()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="key-list" aria-labelledby="key-list-title" onClose={onClose} data-testid="key-list">
      <div className="key-list-head">
        <h2 id="key-list-title">{say('keys.title')}</h2>
        <button type="button" className="button-quiet" aria-label={say('app.close')} onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
      </div>
      <dl>
        {keys.map(([key, text]) => (
          <div key={text}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{say(text)}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  )
}
