// Which column of the file says which field. What stands in a column is shown below it: that is how one knows it.

import type { FileOutline } from '../../editor/file-outline.ts'
import type { ColumnMapping, FieldSource, RegisterField } from '../../editor/register-columns.ts'
import { useTexts } from '../../i18n/text.ts'
import { fieldWords, valueWords } from '../record-words.ts'

type Props = {
  readonly outlines: readonly FileOutline[]
  readonly columns: readonly string[]
  readonly fields: readonly RegisterField[]
  readonly mapping: ColumnMapping
  readonly onMapping: (mapping: ColumnMapping) => void
}

const columnKey = (column: string): string => `column ${column}`
const valueKey = (value: string): string => `value ${value}`
const keyOf = (source: FieldSource | undefined): string =>
  source === undefined ? '' : 'column' in source ? columnKey(source.column) : valueKey(source.value)

export function ColumnsForm({ outlines, columns, fields, mapping, onMapping }: Props) {
  const texts = useTexts()
  const { say } = texts
  const choose = (field: string, key: string): void => {
    const { [field]: _, ...others } = mapping
    const source: FieldSource | null = key.startsWith('column ')
      ? { column: key.slice('column '.length) }
      : key.startsWith('value ')
        ? { value: key.slice('value '.length) }
        : null
    onMapping(source === null ? others : { ...others, [field]: source })
  }
  return (
    <fieldset className="geo-columns">
      <legend>{say('geoFile.columns')}</legend>
      <div className="geo-fields">
        {fields.map(({ field, words, required }) => {
          const source = mapping[field]
          return (
            <label key={field} className="geo-field">
              {fieldWords(field, texts)}
              <select
                className="field-input"
                value={keyOf(source)}
                data-testid={`geo-column-${field}`}
                onChange={({ target }) => choose(field, target.value)}
              >
                <option value="">{say(required ? 'geoFile.columns.ask' : 'geoFile.columns.none')}</option>
                {words === null ? (
                  columns.map((column) => (
                    <option key={column} value={columnKey(column)}>
                      {column}
                    </option>
                  ))
                ) : (
                  <>
                    <optgroup label={say('geoFile.columns.column')}>
                      {columns.map((column) => (
                        <option key={column} value={columnKey(column)}>
                          {column}
                        </option>
                      ))}
                    </optgroup>
                    <optgroup label={say('geoFile.columns.all')}>
                      {words.map((word) => (
                        <option key={word} value={valueKey(word)}>
                          {valueWords(field, word, texts)}
                        </option>
                      ))}
                    </optgroup>
                  </>
                )}
              </select>
              {source !== undefined && 'column' in source ? <span className="geo-sample">{sample(outlines, source.column)}</span> : null}
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}

const sample = (outlines: readonly FileOutline[], column: string): string =>
  [...new Set(outlines.map(({ properties }) => String(properties[column] ?? '')))]
    .filter((value) => value !== '')
    .slice(0, 3)
    .join(' · ')
    .slice(0, 80)
