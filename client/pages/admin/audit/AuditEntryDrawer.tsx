// One entry of the audit: who did what to what, from where, and what it changed.
import { Descriptions, Drawer } from 'antd'
import type { AuditEntry } from '#contract/audit.ts'
import { useTexts } from '../../../i18n/text.ts'
import { actorWords, fieldWords, reasonWords, subjectWords, valueWords } from './audit-words.ts'
import { type Difference, differences } from './difference.ts'

export function AuditEntryDrawer({ entry, onClose }: { entry: AuditEntry | null; onClose: () => void }) {
  const { say } = useTexts()
  return (
    <Drawer
      open={entry !== null}
      title={entry ? say(`auditAction.${entry.action}`) : ''}
      size={640}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      onClose={onClose}
      destroyOnHidden
    >
      {entry ? <Body entry={entry} /> : null}
    </Drawer>
  )
}

function Body({ entry }: { entry: AuditEntry }) {
  const texts = useTexts()
  const { say, formats } = texts
  const unknown = say('state.unknown')
  const rows = differences(entry.before, entry.after)
  return (
    <div data-testid="audit-entry">
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: 'id', label: say('audit.number'), children: entry.auditEntryId },
          { key: 'time', label: say('audit.time'), children: formats.stamp(entry.happenedAt) },
          { key: 'actor', label: say('audit.actor'), children: actorWords(entry, texts) },
          { key: 'subject', label: say('audit.subject'), children: subjectWords(entry.subject, texts) },
          { key: 'result', label: say('audit.result'), children: say(`auditResult.${entry.result}`) },
          { key: 'reason', label: say('audit.reason'), children: reasonWords(entry.reason, texts) || unknown },
          { key: 'address', label: say('audit.address'), children: entry.address || unknown },
          { key: 'request', label: say('audit.requestId'), children: <span className="mono">{entry.requestId}</span> },
          { key: 'hash', label: say('audit.hash'), children: <span className="mono">{entry.hash}</span> },
        ]}
      />
      <section className="admin-section">
        <h3>{say('audit.difference')}</h3>
        {rows.length === 0 ? <p className="admin-note">{say('audit.difference.none')}</p> : <DifferenceTable rows={rows} />}
      </section>
    </div>
  )
}

function DifferenceTable({ rows }: { rows: readonly Difference[] }) {
  const texts = useTexts()
  const { say } = texts
  return (
    <table className="difference">
      <thead>
        <tr>
          <th scope="col">{say('audit.field')}</th>
          <th scope="col">{say('audit.before')}</th>
          <th scope="col">{say('audit.after')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ field, before, after, changed }) => (
          <tr key={field} data-changed={changed}>
            <th scope="row">{fieldWords(field, texts)}</th>
            <td>{valueWords(field, before, texts)}</td>
            <td>{changed ? valueWords(field, after, texts) : say('audit.same')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
