// The name of an account and who it is to the single sign-on.
import { useMutation } from '@tanstack/react-query'
import { App, Button, Form, Input } from 'antd'
import type { Account } from '#contract/accounts.ts'
import { changeAccountMutation } from '../../../api/accounts.ts'
import { useTexts } from '../../../i18n/text.ts'
import { isSeparate } from './account-state.ts'

type Fields = { readonly displayName: string; readonly oidcSubject: string }

export function ProfileForm({ account, onError }: { account: Account; onError: (error: unknown) => void }) {
  const { say } = useTexts()
  const { message } = App.useApp()
  const change = useMutation(changeAccountMutation())
  const submit = ({ displayName, oidcSubject }: Fields): void => {
    onError(null)
    const name = displayName.trim()
    const subject = oidcSubject.trim() || null
    // Only what differs: the service refuses to touch the sign-in of some accounts, also with what it is already.
    const changes = {
      ...(name !== account.displayName && { displayName: name }),
      ...(subject !== account.oidcSubject && { oidcSubject: subject }),
    }
    change.mutate({ account, change: changes }, { onError, onSuccess: () => void message.success(say('admin.saved')) })
  }
  return (
    <section className="admin-section">
      <h3>{say('accounts.profile')}</h3>
      {account.demo ? <p className="admin-note">{say('accounts.demoProfile')}</p> : null}
      <Form
        layout="vertical"
        disabled={account.demo}
        requiredMark={false}
        initialValues={{ displayName: account.displayName, oidcSubject: account.oidcSubject ?? '' }}
        onFinish={submit}
      >
        <Form.Item
          name="displayName"
          label={say('accounts.displayName')}
          rules={[{ required: true, whitespace: true, message: say('admin.required') }]}
        >
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="oidcSubject"
          label={say('accounts.oidcSubject')}
          extra={say(isSeparate(account) ? 'accounts.hold.separate' : 'accounts.oidcSubject.hint')}
        >
          <Input maxLength={200} autoComplete="off" disabled={account.demo || isSeparate(account)} />
        </Form.Item>
        <Button htmlType="submit" loading={change.isPending} data-testid="save-profile">
          {say('admin.save')}
        </Button>
      </Form>
    </section>
  )
}
