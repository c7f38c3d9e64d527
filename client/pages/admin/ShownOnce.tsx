// A secret that the service tells once: a one-time password, the address of a display. It can be copied, and is gone when this is closed.
import { Alert, Modal, Typography } from 'antd'
import { useTexts } from '../../i18n/text.ts'

type Props = { title: string; body: string; secret: string | null; onClose: () => void }

export function ShownOnce({ title, body, secret, onClose }: Props) {
  const { say } = useTexts()
  return (
    <Modal
      open={secret !== null}
      title={title}
      mask={{ closable: false }}
      keyboard={false}
      closable={false}
      cancelButtonProps={{ style: { display: 'none' } }}
      okText={say('admin.shownOnce.close')}
      onOk={onClose}
      destroyOnHidden
    >
      <p>{body}</p>
      <Typography.Text
        className="secret-value"
        data-testid="shown-once"
        copyable={{ text: secret ?? '', tooltips: [say('admin.copy'), say('admin.copied')] }}
      >
        {secret}
      </Typography.Text>
      <Alert type="warning" showIcon title={say('admin.shownOnce.warning')} />
    </Modal>
  )
}
