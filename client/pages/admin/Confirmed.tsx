// A button for what cannot be taken back, or not easily: it asks first. When it is off, its reason is a tooltip, which
// the keyboard reaches too: the button keeps its place in the order of focus.
import { Button, Popconfirm, Tooltip } from 'antd'
import { useTexts } from '../../i18n/text.ts'

type Props = {
  text: string
  question: string
  detail?: string
  danger?: boolean
  pending?: boolean
  /** Why it is off; absent: it is on. */
  off?: string | null
  testId?: string
  onConfirm: () => void
}

export function Confirmed({ text, question, detail, danger = false, pending = false, off = null, testId, onConfirm }: Props) {
  const { say } = useTexts()
  if (off !== null) {
    return (
      <Tooltip title={off}>
        <Button aria-disabled className="button-off" data-testid={testId} aria-label={`${text}: ${off}`}>
          {text}
        </Button>
      </Tooltip>
    )
  }
  return (
    <Popconfirm
      title={question}
      description={detail}
      okText={text}
      cancelText={say('app.cancel')}
      okButtonProps={{ danger, ...(testId && { 'data-testid': `${testId}-confirm` }) }}
      onConfirm={onConfirm}
    >
      <Button danger={danger} loading={pending} data-testid={testId}>
        {text}
      </Button>
    </Popconfirm>
  )
}
