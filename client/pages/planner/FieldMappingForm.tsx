// Which field of the file says what. What stands in a field is shown beside its name: that is how one knows it, and how one sees a wrong encoding.
import type { Topology } from '#domain/topology/topology.ts'
import { type FieldMapping, valuesOf } from '../../editor/borders-file.ts'
import { type FileOutline, fieldsOf } from '../../editor/file-outline.ts'
import { useTexts } from '../../i18n/text.ts'

type Props = {
  readonly outlines: readonly FileOutline[]
  readonly topology: Topology
  readonly mapping: FieldMapping
  readonly parent: string
  readonly onMapping: (mapping: FieldMapping) => void
  readonly onParent: (code: string) => void
}

export function FieldMappingForm({ outlines, topology, mapping, parent, onMapping, onParent }: Props) {
  const { say, name } = useTexts()
  const fields = fieldsOf(outlines)
  const communities = [...topology.parents].filter(([, { level }]) => level === 2).sort(([a], [b]) => (a < b ? -1 : 1))
  const values = mapping.only === null ? [] : valuesOf(outlines, mapping.only.field)
  const select = (label: string, value: string | null, test: string, onChange: (field: string | null) => void, none?: string) => (
    <label className="planner-field">
      {label}
      <select className="field-input" value={value ?? ''} data-testid={test} onChange={({ target }) => onChange(target.value || null)}>
        {none === undefined ? null : <option value="">{none}</option>}
        {fields.map((field) => (
          <option key={field} value={field}>
            {field}
          </option>
        ))}
      </select>
      {value === null ? null : <span className="geo-sample">{sample(outlines, value)}</span>}
    </label>
  )
  return (
    <div className="geo-fields">
      {select(say('bordersFile.key'), mapping.key, 'borders-key', (key) => onMapping({ ...mapping, key: key ?? mapping.key }))}
      {select(
        say('bordersFile.name'),
        mapping.name,
        'borders-name',
        (field) => onMapping({ ...mapping, name: field }),
        say('bordersFile.name.none'),
      )}
      {select(
        say('bordersFile.above'),
        mapping.parent,
        'borders-above',
        (field) => onMapping({ ...mapping, parent: field }),
        say('bordersFile.above.none'),
      )}
      <label className="planner-field">
        {say('bordersFile.parent')}
        <select className="field-input" value={parent} onChange={({ target }) => onParent(target.value)}>
          {communities.map(([code, community]) => (
            <option key={code} value={code}>
              {name(community)}
            </option>
          ))}
        </select>
      </label>
      {select(
        say('bordersFile.only'),
        mapping.only?.field ?? null,
        'borders-only',
        (field) => onMapping({ ...mapping, only: field === null ? null : { field, value: valuesOf(outlines, field)[0] ?? '' } }),
        say('bordersFile.only.none'),
      )}
      {mapping.only === null ? null : (
        <label className="planner-field">
          {say('bordersFile.only.value')}
          <select
            className="field-input"
            value={mapping.only.value}
            data-testid="borders-only-value"
            onChange={({ target }) =>
              mapping.only !== null && onMapping({ ...mapping, only: { field: mapping.only.field, value: target.value } })
            }
          >
            {values.map((value) => (
              <option key={value} value={value}>
                {value}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  )
}

const sample = (outlines: readonly FileOutline[], field: string): string =>
  [...new Set(outlines.map(({ properties }) => String(properties[field] ?? '')))]
    .filter((value) => value !== '')
    .slice(0, 3)
    .join(' · ')
    .slice(0, 80)
