// A new account: who, under which name. It has no rights yet; its one-time password is shown once.
import { useMutation } from '@tanstack/react-query'
import { Alert, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { createAccountMutation } from '../../../api/accounts.ts'
import { useTexts } from '../../../i18n/text.ts'
import { ActionError } from '../ActionError.tsx'
import { ShownOnce } from '../ShownOnce.tsx'

type Fields = { readonly username: string; readonly displayName: string; readonly oidcSubject?: string }

const usernamePattern = /^\s*[\p{L}\p{N}][\p{L}\p{N}._@-]{1,63}\s*$/u

export function CreateAccount({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { say } = useTexts()
  const [form] = Form.useForm<Fields>()
  const [made, setMade] = useState<{ readonly name: string; readonly password: string } | null>(null)
  const create = useMutation(createAccountMutation())
  const submit = ({ username, displayName, oidcSubject }: Fields): void => {
    const subject = oidcSubject?.trim()
    create.mutate(
      { username: username.trim(), displayName: displayName.trim(), ...(subject && { oidcSubject: subject }) },
      {
        onSuccess: ({ account, oneTimePassword }) => {
          // who signs in elsewhere has none
          if (oneTimePassword !== null) setMade({ name: account.displayName, password: oneTimePassword })
          onClose()
        },
      },
    )
  }
  return (
    <>
      <Modal
        open={open}
        title={say('accounts.create')}
        okText={say('accounts.create.submit')}
        cancelText={say('app.cancel')}
        confirmLoading={create.isPending}
        okButtonProps={{ htmlType: 'submit', form: 'create-account', ...{ 'data-testid': 'create-account-submit' } }}
        onCancel={onClose}
        afterClose={() => {
          create.reset()
          form.resetFields()
        }}
        destroyOnHidden
      >
        <Form id="create-account" form={form} layout="vertical" requiredMark={false} onFinish={submit}>
          <Form.Item
            name="username"
            label={say('accounts.username')}
            extra={say('accounts.username.hint')}
            rules={[{ required: true, pattern: usernamePattern, message: say('accounts.username.wrong') }]}
          >
            <Input autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={64} />
          </Form.Item>
          <Form.Item
            name="displayName"
            label={say('accounts.displayName')}
            rules={[{ required: true, whitespace: true, message: say('admin.required') }]}
          >
            <Input autoComplete="off" maxLength={60} />
          </Form.Item>
          <Form.Item name="oidcSubject" label={say('accounts.oidcSubject')} extra={say('accounts.oidcSubject.hint')}>
            <Input autoComplete="off" maxLength={200} />
          </Form.Item>
          <ActionError error={create.error} conflict={say('accounts.create.taken')} />
          <Alert type="info" title={say('accounts.create.note')} style={{ marginTop: 12 }} />
        </Form>
      </Modal>
      <ShownOnce
        title={say('accounts.created.title')}
        body={say('accounts.oneTimePassword.body', { name: made?.name ?? '' })}
        secret={made?.password ?? null}
        onClose={() => setMade(null)}
      />
    </>
  )
}
