// On or off.
import type { ReactNode } from 'react'

export function Switch(props: {
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
  testId?: string
  shortcut?: string
}) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={props.checked}
      aria-keyshortcuts={props.shortcut}
      data-testid={props.testId}
      onClick={() => props.onChange(!props.checked)}
    >
      <span className="switch-knob" aria-hidden="true" />
      {props.children}
    </button>
  )
}
