// What happened, newest first: by time, person, action, result and subject. Each entry opens with what was before and after.
import { useInfiniteQuery } from '@tanstack/react-query'
import { Table } from 'antd'
import { useState } from 'react'
import type { AuditEntry } from '#contract/audit.ts'
import { auditActions, auditResults } from '#contract/words.ts'
import { type AuditFilter, auditQuery } from '../../../api/audit.ts'
import { useQueryParameters } from '../../../app/use-query-parameters.ts'
import { type Texts, useTexts } from '../../../i18n/text.ts'
import { ListCard } from '../ListCard.tsx'
import { AuditEntryDrawer } from './AuditEntryDrawer.tsx'
import { AuditFilters } from './AuditFilters.tsx'
import { actorWords, reasonWords, subjectWords } from './audit-words.ts'
import { ChainProof } from './ChainProof.tsx'

const calendarDate = /^\d{4}-\d{2}-\d{2}$/

/** The filters that the address bar names and the service knows. */
function filterOf(parameters: URLSearchParams): AuditFilter {
  const date = (name: string): string | undefined => {
    const text = parameters.get(name) ?? ''
    return calendarDate.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined
  }
  const from = date('from')
  const to = date('to')
  const actor = parameters.get('actor')?.trim().slice(0, 64)
  const subject = parameters.get('subject')?.trim().slice(0, 100)
  const action = auditActions.find((one) => one === parameters.get('action'))
  const result = auditResults.find((one) => one === parameters.get('result'))
  return {
    ...(from && { from }),
    ...(to && { to }),
    ...(actor && { actor }),
    ...(action && { action }),
    ...(result && { result }),
    ...(subject && { subject }),
  }
}

const resultWord = (result: AuditEntry['result'], { say }: Texts) =>
  result === 'done' ? (
    say('auditResult.done')
  ) : (
    <span className={result === 'failed' ? 'tag tag-warning' : 'tag tag-error'}>{say(`auditResult.${result}`)}</span>
  )

function columns(texts: Texts, open: (entry: AuditEntry) => void) {
  const { say, formats } = texts
  return [
    {
      key: 'time',
      title: say('audit.time'),
      render: (entry: AuditEntry) => (
        <button type="button" className="admin-link" data-testid="audit-row" onClick={() => open(entry)}>
          {formats.stamp(entry.happenedAt)}
        </button>
      ),
    },
    { key: 'actor', title: say('audit.actor'), render: (entry: AuditEntry) => actorWords(entry, texts) },
    { key: 'action', title: say('audit.action'), render: (entry: AuditEntry) => say(`auditAction.${entry.action}`) },
    {
      key: 'subject',
      title: say('audit.subject'),
      responsive: ['md' as const],
      render: (entry: AuditEntry) => subjectWords(entry.subject, texts),
    },
    { key: 'result', title: say('audit.result'), render: (entry: AuditEntry) => resultWord(entry.result, texts) },
    {
      key: 'reason',
      title: say('audit.reason'),
      responsive: ['lg' as const],
      render: (entry: AuditEntry) => reasonWords(entry.reason, texts),
    },
    { key: 'address', title: say('audit.address'), responsive: ['lg' as const], dataIndex: 'address' },
  ]
}

export function AuditTab() {
  const texts = useTexts()
  const { say } = texts
  const [parameters, setParameters] = useQueryParameters()
  const filter = filterOf(parameters)
  const query = useInfiniteQuery(auditQuery(filter))
  const [opened, setOpened] = useState<AuditEntry | null>(null)
  const entries = query.data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <>
      <ChainProof />
      <AuditFilters filter={filter} onChange={setParameters} />
      <ListCard query={query} paged={query} empty={entries.length > 0 ? null : say('audit.none')}>
        <Table
          size="small"
          rowKey="auditEntryId"
          pagination={false}
          columns={columns(texts, setOpened)}
          dataSource={entries}
          scroll={{ x: 'max-content' }}
        />
      </ListCard>
      <AuditEntryDrawer entry={opened} onClose={() => setOpened(null)} />
    </>
  )
}
