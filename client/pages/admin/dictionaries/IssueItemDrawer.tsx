// One issue item: its words, its limit, and what it said before.
import { useMutation, useQuery } from '@tanstack/react-query'
import { App, Button, Drawer, Form, Input, InputNumber, Select, Switch } from 'antd'
import { useState } from 'react'
import type { IssueItem } from '#contract/dictionaries.ts'
import { handlerLevels, limitUnits } from '#contract/words.ts'
import { changeIssueItemMutation, issueItemVersionsQuery } from '../../../api/dictionaries.ts'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { ActionError } from '../ActionError.tsx'
import { limitWords } from './entry-words.ts'
import { Versions } from './Versions.tsx'

export function IssueItemDrawer({ item, onClose }: { item: IssueItem | null; onClose: () => void }) {
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

function Body({ item }: { item: IssueItem }) {
  const texts = useTexts()
  const { say } = texts
  const may = useMay()
  // Above the form, which starts again from the newer version after a conflict.
  const [error, setError] = useState<unknown>(null)
  const versions = useQuery(issueItemVersionsQuery(item.key))
  return (
    <div data-testid="dictionary-drawer">
      <ActionError error={error} />
      <ItemForm key={item.version} item={item} readOnly={!may('changeIssueItem')} onError={setError} />
      <Versions
        query={versions}
        details={(version) => [
          `${version.name} / ${version.nameEn}`,
          limitWords(version, texts),
          say(`handlerLevel.${version.handlerLevel}`),
          say(version.onWall ? 'dictionary.onWall.yes' : 'dictionary.onWall.no'),
        ]}
      />
    </div>
  )
}

type Fields = Pick<IssueItem, 'name' | 'nameEn' | 'limitValue' | 'limitUnit' | 'handlerLevel' | 'onWall'>

function ItemForm({ item, readOnly, onError }: { item: IssueItem; readOnly: boolean; onError: (error: unknown) => void }) {
  const { say } = useTexts()
  const { message } = App.useApp()
  const change = useMutation(changeIssueItemMutation(item.key))
  const { name, nameEn, limitValue, limitUnit, handlerLevel, onWall, version } = item
  const required = [{ required: true, whitespace: true, message: say('admin.required') }]
  const submit = (fields: Fields): void => {
    onError(null)
    change.mutate(
      { ...fields, name: fields.name.trim(), nameEn: fields.nameEn.trim(), version },
      { onError, onSuccess: () => void message.success(say('dictionary.saved')) },
    )
  }
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      disabled={readOnly}
      initialValues={{ name, nameEn, limitValue, limitUnit, handlerLevel, onWall }}
      onFinish={submit}
    >
      <Form.Item name="name" label={say('dictionary.nameZh')} rules={required}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="nameEn" label={say('dictionary.nameEn')} rules={required}>
        <Input maxLength={60} lang="en" />
      </Form.Item>
      <Form.Item name="limitValue" label={say('dictionary.limit')} rules={[{ required: true, message: say('admin.required') }]}>
        <InputNumber min={1} max={999} precision={0} />
      </Form.Item>
      <Form.Item name="limitUnit" label={say('dictionary.limitUnit')}>
        <Select options={limitUnits.map((unit) => ({ value: unit, label: say(`limitUnit.${unit}`) }))} />
      </Form.Item>
      <Form.Item name="handlerLevel" label={say('dictionary.handlerLevel')}>
        <Select options={handlerLevels.map((level) => ({ value: level, label: say(`handlerLevel.${level}`) }))} />
      </Form.Item>
      <Form.Item name="onWall" label={say('dictionary.onWall')} extra={say('dictionary.onWall.hint')} valuePropName="checked">
        <Switch />
      </Form.Item>
      {readOnly ? null : (
        <Button type="primary" htmlType="submit" loading={change.isPending} data-testid="save-entry">
          {say('dictionary.save')}
        </Button>
      )}
    </Form>
  )
}
