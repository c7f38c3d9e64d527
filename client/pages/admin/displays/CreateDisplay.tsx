// A token for a wall display: what it is called, which scenes and which grids it shows. Its address is shown once.
import { useMutation } from '@tanstack/react-query'
import { Alert, Button, Checkbox, Drawer, Form, Input } from 'antd'
import { useState } from 'react'
import { type Scene, scenes } from '#contract/words.ts'
import { createDisplayMutation } from '../../../api/accounts.ts'
import { displayAddress } from '../../../api/display-token.ts'
import { useTexts } from '../../../i18n/text.ts'
import { ActionError } from '../ActionError.tsx'
import { ShownOnce } from '../ShownOnce.tsx'
import { ScopePicker } from '../scope/ScopePicker.tsx'

type Fields = { readonly name: string; readonly scenes: Scene[] }
const noScope: ReadonlySet<string> = new Set()

export function CreateDisplay({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { say } = useTexts()
  const [scope, setScope] = useState<ReadonlySet<string>>(noScope)
  const [unscoped, setUnscoped] = useState(false)
  const [address, setAddress] = useState<string | null>(null)
  const create = useMutation(createDisplayMutation())
  const submit = ({ name, scenes: chosen }: Fields): void => {
    setUnscoped(scope.size === 0)
    if (scope.size === 0) return
    create.mutate(
      { name: name.trim(), scenes: chosen, scope: [...scope] },
      {
        onSuccess: ({ token }) => {
          setAddress(displayAddress(window.location.origin, token))
          onClose()
        },
      },
    )
  }
  return (
    <>
      <Drawer
        open={open}
        title={say('displays.create')}
        size={720}
        styles={{ wrapper: { maxWidth: '100vw' } }}
        onClose={onClose}
        afterOpenChange={(shown) => {
          if (shown) return
          create.reset()
          setScope(noScope)
          setUnscoped(false)
        }}
        destroyOnHidden
        footer={
          <div className="admin-actions">
            <Button type="primary" htmlType="submit" form="create-display" loading={create.isPending} data-testid="create-display-submit">
              {say('displays.create.submit')}
            </Button>
            <Button onClick={onClose}>{say('app.cancel')}</Button>
          </div>
        }
      >
        <Form id="create-display" layout="vertical" requiredMark={false} initialValues={{ scenes: ['situation'] }} onFinish={submit}>
          <Form.Item
            name="name"
            label={say('displays.name')}
            rules={[{ required: true, whitespace: true, message: say('admin.required') }]}
          >
            <Input maxLength={60} autoComplete="off" placeholder={say('displays.name.example')} />
          </Form.Item>
          <Form.Item
            name="scenes"
            label={say('displays.scenes')}
            rules={[{ type: 'array', min: 1, message: say('displays.scenes.required') }]}
          >
            <Checkbox.Group options={scenes.map((scene) => ({ value: scene, label: say(`scene.${scene}`) }))} />
          </Form.Item>
        </Form>
        <section className="admin-section">
          <h3>{say('accounts.scope')}</h3>
          <ScopePicker
            value={scope}
            onChange={(next) => {
              setScope(next)
              setUnscoped(false)
            }}
          />
          {unscoped ? <Alert type="error" role="alert" title={say('displays.scope.required')} /> : null}
          <ActionError error={create.error} conflict={say('displays.create.taken')} />
        </section>
      </Drawer>
      <ShownOnce
        title={say('displays.created.title')}
        body={say('displays.created.body')}
        secret={address}
        onClose={() => setAddress(null)}
      />
    </>
  )
}
