// One renovation item: its words, its unit, and what it said before.
import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Drawer, Form, Input } from 'antd'
import { useState } from 'react'
import type { RenovationItem } from '#contract/dictionaries.ts'
import { changeRenovationItemMutation, renovationItemVersionsQuery } from '../../../api/dictionaries.ts'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { ActionError } from '../ActionError.tsx'
import { Versions } from './Versions.tsx'

export function RenovationItemDrawer({ item, onClose }: { item: RenovationItem | null; onClose: () => void }) {
  const { name } = useTexts()
  return (
    <Drawer
      open={item !== null}
      title={item ? name(item) : ''}
      size={520}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      onClose={onClose}
      destroyOnHidden
    >
      {item ? <Body key={item.key} item={item} /> : null}
    </Drawer>
  )
}

function Body({ item }: { item: RenovationItem }) {
  const may = useMay()
  const [error, setError] = useState<unknown>(null)
  const versions = useQuery(renovationItemVersionsQuery(item.key))
  return (
    <div data-testid="dictionary-drawer">
      <ActionError error={error} />
      <ItemForm key={item.version} item={item} readOnly={!may('changeRenovationItem')} onError={setError} />
      <Versions query={versions} details={(version) => [`${version.name} / ${version.nameEn}`, `${version.unit} / ${version.unitEn}`]} />
    </div>
  )
}

type Fields = Pick<RenovationItem, 'name' | 'nameEn' | 'unit' | 'unitEn'>

function ItemForm({ item, readOnly, onError }: { item: RenovationItem; readOnly: boolean; onError: (error: unknown) => void }) {
  const { say } = useTexts()
  const { message } = App.useApp()
  const change = useMutation(changeRenovationItemMutation(item.key))
  const { name, nameEn, unit, unitEn, version } = item
  const required = [{ required: true, whitespace: true, message: say('admin.required') }]
  const submit = (fields: Fields): void => {
    onError(null)
    change.mutate(
      { name: fields.name.trim(), nameEn: fields.nameEn.trim(), unit: fields.unit.trim(), unitEn: fields.unitEn.trim(), version },
      { onError, onSuccess: () => void message.success(say('dictionary.saved')) },
    )
  }
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      disabled={readOnly}
      initialValues={{ name, nameEn, unit, unitEn }}
      onFinish={submit}
    >
      <Form.Item name="name" label={say('dictionary.nameZh')} rules={required}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="nameEn" label={say('dictionary.nameEn')} rules={required}>
        <Input maxLength={60} lang="en" />
      </Form.Item>
      <Form.Item name="unit" label={say('dictionary.unitZh')} rules={required}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="unitEn" label={say('dictionary.unitEn')} rules={required}>
        <Input maxLength={60} lang="en" />
      </Form.Item>
      {readOnly ? null : (
        <Button type="primary" htmlType="submit" loading={change.isPending} data-testid="save-entry">
          {say('dictionary.save')}
        </Button>
      )}
    </Form>
  )
}
