// The filters of the audit; each stands in the address.
import { Button, DatePicker, Input, Select } from 'antd'
import dayjs from 'dayjs'
import { useId } from 'react'
import { auditActions, auditResults } from '#contract/words.ts'
import type { AuditFilter } from '../../../api/audit.ts'
import type { SetParameters } from '../../../app/use-query-parameters.ts'
import { useTexts } from '../../../i18n/text.ts'

const names = ['from', 'to', 'actor', 'action', 'result', 'subject'] as const

export function AuditFilters({ filter, onChange }: { filter: AuditFilter; onChange: SetParameters }) {
  const { say } = useTexts()
  const id = useId()
  const date = (name: 'from' | 'to') => (
    <span className="admin-pair">
      <label className="admin-note" htmlFor={`${id}-${name}`}>
        {say(`audit.${name}`)}
      </label>
      <DatePicker
        id={`${id}-${name}`}
        style={{ width: 150 }}
        value={filter[name] === undefined ? null : dayjs(filter[name])}
        onChange={(day) => onChange({ [name]: day?.format('YYYY-MM-DD') })}
      />
    </span>
  )
  const text = (name: 'actor' | 'subject') => (
    <Input.Search
      key={filter[name] ?? ''}
      allowClear
      defaultValue={filter[name] ?? ''}
      placeholder={say(`audit.${name}`)}
      aria-label={say(`audit.${name}`)}
      data-testid={`audit-${name}`}
      style={{ width: 190 }}
      onSearch={(value) => onChange({ [name]: value.trim() })}
    />
  )
  return (
    <div className="admin-bar">
      {date('from')}
      {date('to')}
      {text('actor')}
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={filter.action ?? null}
        placeholder={say('audit.anyAction')}
        aria-label={say('audit.action')}
        data-testid="audit-action"
        style={{ width: 190 }}
        options={auditActions.map((action) => ({ value: action, label: say(`auditAction.${action}`) }))}
        onChange={(action) => onChange({ action: action ?? undefined })}
      />
      <Select
        allowClear
        value={filter.result ?? null}
        placeholder={say('audit.anyResult')}
        aria-label={say('audit.result')}
        style={{ width: 132 }}
        options={auditResults.map((result) => ({ value: result, label: say(`auditResult.${result}`) }))}
        onChange={(result) => onChange({ result: result ?? undefined })}
      />
      {text('subject')}
      {Object.keys(filter).length > 0 ? (
        <Button onClick={() => onChange(Object.fromEntries(names.map((name) => [name, undefined])))}>{say('audit.clear')}</Button>
      ) : null}
    </div>
  )
}
