// A password: can be shown, and says when caps lock is on.
import { type ComponentProps, type KeyboardEvent, useId, useState } from 'react'
import { Icon } from './Icon.tsx'

type Props = Pick<ComponentProps<'input'>, 'value' | 'autoComplete' | 'required' | 'ref'> & {
  label: string
  texts: { readonly show: string; readonly hide: string; readonly capsLock: string }
  onChange: (value: string) => void
  testId?: string
  describedBy?: string
}

export function PasswordField({ label, texts, onChange, testId, describedBy, ...input }: Props) {
  const id = useId()
  const [shown, setShown] = useState(false)
  const [caps, setCaps] = useState(false)
  const look = (event: KeyboardEvent): void => setCaps(event.getModifierState('CapsLock'))
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <div className="field-box">
        <input
          {...input}
          id={id}
          type={shown ? 'text' : 'password'}
          className="field-input"
          data-testid={testId}
          aria-describedby={describedBy}
          maxLength={200}
          autoCapitalize="none"
          spellCheck={false}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={look}
          onKeyUp={look}
          onBlur={() => setCaps(false)}
        />
        <button type="button" aria-pressed={shown} aria-label={shown ? texts.hide : texts.show} onClick={() => setShown(!shown)}>
          <Icon name="eye" />
        </button>
      </div>
      <p className="field-warning" role="status" hidden={!caps}>
        {caps ? texts.capsLock : ''}
      </p>
    </div>
  )
}
