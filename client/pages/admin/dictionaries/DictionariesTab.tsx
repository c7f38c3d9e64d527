// The dictionaries as they are now; each entry opens with its earlier versions, and where this role may, can be changed.
import { useQuery } from '@tanstack/react-query'
import { Segmented, Table } from 'antd'
import { useState } from 'react'
import type { IssueItem, RenovationItem } from '#contract/dictionaries.ts'
import { dictionaries } from '#contract/words.ts'
import { dictionariesQuery } from '../../../api/dictionaries.ts'
import { useMay } from '../../../app/session.ts'
import { useQueryParameters } from '../../../app/use-query-parameters.ts'
import { type Texts, useTexts } from '../../../i18n/text.ts'
import { ListCard } from '../ListCard.tsx'
import { limitWords, versionWords } from './entry-words.ts'
import { IssueItemDrawer } from './IssueItemDrawer.tsx'
import { RenovationItemDrawer } from './RenovationItemDrawer.tsx'

const opener = (text: string, open: () => void) => (
  <button type="button" className="admin-link" data-testid="dictionary-row" onClick={open}>
    {text}
  </button>
)

const issueColumns = (texts: Texts, open: (key: string) => void) => {
  const { say, name } = texts
  return [
    { key: 'name', title: say('dictionary.name'), render: (item: IssueItem) => opener(name(item), () => open(item.key)) },
    {
      key: 'class',
      title: say('dictionary.class'),
      responsive: ['md' as const],
      render: (item: IssueItem) => say(`issueClass.${item.class}`),
    },
    { key: 'limit', title: say('dictionary.limit'), render: (item: IssueItem) => limitWords(item, texts) },
    {
      key: 'handler',
      title: say('dictionary.handlerLevel'),
      responsive: ['md' as const],
      render: (item: IssueItem) => say(`handlerLevel.${item.handlerLevel}`),
    },
    {
      key: 'wall',
      title: say('dictionary.onWall'),
      responsive: ['lg' as const],
      render: (item: IssueItem) => say(item.onWall ? 'dictionary.onWall.yes' : 'dictionary.onWall.no'),
    },
    {
      key: 'version',
      title: say('dictionary.version'),
      responsive: ['lg' as const],
      render: (item: IssueItem) => versionWords(item, texts),
    },
  ]
}

const renovationColumns = (texts: Texts, open: (key: string) => void) => {
  const { say, name } = texts
  return [
    { key: 'name', title: say('dictionary.name'), render: (item: RenovationItem) => opener(name(item), () => open(item.key)) },
    {
      key: 'class',
      title: say('dictionary.class'),
      render: (item: RenovationItem) => say(`renovationClass.${item.renovationClass}`),
    },
    { key: 'unit', title: say('dictionary.unit'), render: (item: RenovationItem) => name({ name: item.unit, nameEn: item.unitEn }) },
    {
      key: 'version',
      title: say('dictionary.version'),
      responsive: ['md' as const],
      render: (item: RenovationItem) => versionWords(item, texts),
    },
  ]
}

export function DictionariesTab() {
  const texts = useTexts()
  const { say } = texts
  const may = useMay()
  const query = useQuery(dictionariesQuery())
  const [parameters, setParameters] = useQueryParameters()
  const [opened, setOpened] = useState<string | null>(null)
  const which = dictionaries.find((one) => one === parameters.get('dictionary')) ?? 'issueItem'
  const issueItems = query.data?.issueItems ?? []
  const renovationItems = query.data?.renovationItems ?? []
  const count = which === 'issueItem' ? issueItems.length : renovationItems.length
  const close = (): void => setOpened(null)
  return (
    <>
      <div className="admin-bar">
        <Segmented
          value={which}
          aria-label={say('admin.tab.dictionaries')}
          options={dictionaries.map((one) => ({ value: one, label: say(`dictionaries.${one}`) }))}
          onChange={(next) => setParameters({ dictionary: next === 'issueItem' ? undefined : next })}
        />
        <p className="admin-note">{say(may('changeIssueItem') ? 'dictionaries.about' : 'dictionaries.readOnly')}</p>
      </div>
      <ListCard query={query} empty={count > 0 ? null : say('dictionaries.none')}>
        {which === 'issueItem' ? (
          <Table
            size="middle"
            rowKey="key"
            pagination={false}
            columns={issueColumns(texts, setOpened)}
            dataSource={issueItems}
            scroll={{ x: 'max-content' }}
          />
        ) : (
          <Table
            size="middle"
            rowKey="key"
            pagination={false}
            columns={renovationColumns(texts, setOpened)}
            dataSource={renovationItems}
            scroll={{ x: 'max-content' }}
          />
        )}
      </ListCard>
      <IssueItemDrawer item={issueItems.find(({ key }) => which === 'issueItem' && key === opened) ?? null} onClose={close} />
      <RenovationItemDrawer
        item={renovationItems.find(({ key }) => which === 'renovationItem' && key === opened) ?? null}
        onClose={close}
      />
    </>
  )
}
