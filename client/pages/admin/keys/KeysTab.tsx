// Keys of other programs that report and read through Open311: who made them, when they were last used, and taking them away.
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Table } from 'antd'
import { useState } from 'react'
import type { ApiKey } from '#contract/api-keys.ts'
import { apiKeysQuery, createApiKeyMutation, revokeApiKeyMutation } from '../../../api/api-keys.ts'
import { useMay } from '../../../app/session.ts'
import { type Texts, useTexts } from '../../../i18n/text.ts'
import { ActionError } from '../ActionError.tsx'
import { Confirmed } from '../Confirmed.tsx'
import { ListCard } from '../ListCard.tsx'
import { ShownOnce } from '../ShownOnce.tsx'

function columns({ say, formats }: Texts) {
  return [
    { key: 'name', title: say('apiKeys.name'), dataIndex: 'name' },
    {
      key: 'created',
      title: say('apiKeys.created'),
      responsive: ['md' as const],
      render: ({ createdAt, createdBy }: ApiKey) => `${formats.moment(createdAt)} · ${createdBy}`,
    },
    {
      key: 'used',
      title: say('apiKeys.lastUsed'),
      render: ({ lastUsedAt }: ApiKey) => (lastUsedAt === null ? say('apiKeys.neverUsed') : formats.moment(lastUsedAt)),
    },
    {
      key: 'state',
      title: say('accounts.state'),
      render: ({ revokedAt }: ApiKey) =>
        revokedAt === null ? (
          say('apiKeys.inForce')
        ) : (
          <span className="tag">{say('apiKeys.revokedAt', { time: formats.moment(revokedAt) })}</span>
        ),
    },
  ]
}

export function KeysTab() {
  const texts = useTexts()
  const { say } = texts
  const may = useMay()
  const query = useQuery(apiKeysQuery())
  const create = useMutation(createApiKeyMutation())
  const revoke = useMutation(revokeApiKeyMutation())
  const [key, setKey] = useState<string | null>(null)
  const [form] = Form.useForm<{ name: string }>()
  const keys = query.data?.apiKeys ?? []
  const submit = ({ name }: { name: string }): void =>
    create.mutate(name.trim(), {
      onSuccess: (made) => {
        setKey(made.key)
        form.resetFields()
      },
    })
  const revoking = {
    key: 'revoke',
    title: '',
    render: ({ apiKeyId, name, revokedAt }: ApiKey) =>
      revokedAt === null ? (
        <Confirmed
          text={say('apiKeys.revoke')}
          question={say('apiKeys.revoke.question', { name })}
          detail={say('apiKeys.revoke.detail')}
          danger
          pending={revoke.isPending && revoke.variables === apiKeyId}
          testId="revoke-key"
          onConfirm={() => revoke.mutate(apiKeyId)}
        />
      ) : null,
  }
  return (
    <>
      <p className="admin-note">{say('apiKeys.about')}</p>
      {may('createApiKey') ? (
        <Form form={form} layout="inline" className="admin-bar" requiredMark={false} onFinish={submit}>
          <Form.Item name="name" label={say('apiKeys.name')} rules={[{ required: true, whitespace: true, message: say('admin.required') }]}>
            <Input maxLength={60} autoComplete="off" placeholder={say('apiKeys.name.example')} data-testid="key-name" />
          </Form.Item>
          <Button type="primary" htmlType="submit" loading={create.isPending} data-testid="create-key">
            {say('apiKeys.create')}
          </Button>
        </Form>
      ) : null}
      <ActionError error={create.error ?? revoke.error} />
      <ListCard query={query} empty={keys.length > 0 ? null : say('apiKeys.none')}>
        <Table
          size="middle"
          rowKey="apiKeyId"
          pagination={false}
          columns={may('revokeApiKey') ? [...columns(texts), revoking] : columns(texts)}
          dataSource={keys}
          scroll={{ x: 'max-content' }}
        />
      </ListCard>
      <ShownOnce title={say('apiKeys.made.title')} body={say('apiKeys.made.body')} secret={key} onClose={() => setKey(null)} />
    </>
  )
}
