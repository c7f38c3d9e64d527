// The wall displays: what each may show, when it was last seen, and taking its token away.
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Table } from 'antd'
import { useState } from 'react'
import type { Display } from '#contract/accounts.ts'
import { displaysQuery, revokeDisplayMutation } from '../../../api/accounts.ts'
import { scopeWords } from '../../../app/scope-words.ts'
import { useMay } from '../../../app/session.ts'
import { type Texts, useTexts } from '../../../i18n/text.ts'
import { ActionError } from '../ActionError.tsx'
import { Confirmed } from '../Confirmed.tsx'
import { ListCard } from '../ListCard.tsx'
import { CreateDisplay } from './CreateDisplay.tsx'

function columns(texts: Texts) {
  const { say, formats } = texts
  return [
    { key: 'name', title: say('displays.name'), dataIndex: 'name' },
    {
      key: 'scenes',
      title: say('displays.scenes'),
      responsive: ['md' as const],
      render: ({ scenes }: Display) => scenes.map((scene) => say(`scene.${scene}`)).join(say('scope.separator')),
    },
    { key: 'scope', title: say('accounts.scope'), responsive: ['md' as const], render: ({ scope }: Display) => scopeWords(scope, texts) },
    {
      key: 'created',
      title: say('displays.created'),
      responsive: ['lg' as const],
      render: ({ createdAt, createdBy }: Display) => `${formats.moment(createdAt)} · ${createdBy}`,
    },
    {
      key: 'seen',
      title: say('displays.lastSeen'),
      render: ({ lastSeenAt }: Display) => (lastSeenAt === null ? say('displays.neverSeen') : formats.moment(lastSeenAt)),
    },
    {
      key: 'state',
      title: say('accounts.state'),
      render: ({ revokedAt }: Display) =>
        revokedAt === null ? (
          say('displays.inForce')
        ) : (
          <span className="tag">{say('displays.revokedAt', { time: formats.moment(revokedAt) })}</span>
        ),
    },
  ]
}

export function DisplaysTab() {
  const texts = useTexts()
  const { say } = texts
  const may = useMay()
  const query = useQuery(displaysQuery())
  const revoke = useMutation(revokeDisplayMutation())
  const [creating, setCreating] = useState(false)
  const displays = query.data?.displays ?? []
  const revoking = {
    key: 'revoke',
    title: '',
    render: ({ displayId, name, revokedAt }: Display) =>
      revokedAt === null ? (
        <Confirmed
          text={say('displays.revoke')}
          question={say('displays.revoke.question', { name })}
          detail={say('displays.revoke.detail')}
          danger
          pending={revoke.isPending && revoke.variables === displayId}
          testId="revoke-display"
          onConfirm={() => revoke.mutate(displayId)}
        />
      ) : null,
  }
  return (
    <>
      <div className="admin-bar">
        <p className="admin-note">{say('displays.about')}</p>
        {may('createDisplay') ? (
          <Button type="primary" className="admin-bar-end" data-testid="create-display" onClick={() => setCreating(true)}>
            {say('displays.create')}
          </Button>
        ) : null}
      </div>
      <ActionError error={revoke.error} />
      <ListCard query={query} empty={displays.length > 0 ? null : say('displays.none')}>
        <Table
          size="middle"
          rowKey="displayId"
          pagination={false}
          columns={may('revokeDisplay') ? [...columns(texts), revoking] : columns(texts)}
          dataSource={displays}
          scroll={{ x: 'max-content' }}
        />
      </ListCard>
      <CreateDisplay open={creating} onClose={() => setCreating(false)} />
    </>
  )
}
