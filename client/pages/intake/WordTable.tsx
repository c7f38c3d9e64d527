// Their words for what happened, and our items. What is left open is left out of the import, and says so.
import { Select } from 'antd'
import type { IssueItem } from '#contract/dictionaries.ts'
import type { ImportDetail } from '#contract/imports.ts'
import type { issueItems } from '#contract/words.ts'
import { useTexts } from '../../i18n/text.ts'

type Item = (typeof issueItems)[number]
type Props = {
  job: ImportDetail
  column: number | undefined
  items: Readonly<Record<string, Item>>
  onChange: (items: Readonly<Record<string, Item>>) => void
  dictionary: readonly IssueItem[]
}

export function WordTable({ job, column, items, onChange, dictionary }: Props) {
  const { say, name, formats } = useTexts()
  const counted = column === (job.mapping ?? job.proposal)?.columns.item
  const words = counted ? job.words : wordsOfSample(job, column)
  if (words.length === 0) return <p className="intake-muted">{say('intake.words.none')}</p>
  const options = dictionary.map((item) => ({ value: item.key, label: `${say(`issueClass.${item.class}`)} · ${name(item)}` }))
  const known = words.filter(({ word }) => items[word] !== undefined).length
  const set = (word: string, item: Item | undefined): void => {
    const { [word]: _, ...rest } = items
    onChange(item === undefined ? rest : { ...rest, [word]: item })
  }
  return (
    <>
      <p className="intake-muted" data-testid="intake-known">
        {say('intake.words.hint', { known, total: words.length })}
      </p>
      <ul className="intake-words">
        {words.map(({ word, rows }) => (
          <li key={word}>
            <span className="intake-word" title={word}>
              {word}
              {counted ? <span className="intake-muted"> {say('intake.words.rows', { rows: formats.number(rows) })}</span> : null}
            </span>
            <Select
              aria-label={word}
              value={items[word] ?? null}
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={say('intake.words.leave')}
              options={options}
              onChange={(item: Item | null | undefined) => set(word, item ?? undefined)}
            />
          </li>
        ))}
      </ul>
    </>
  )
}

/** Another column was chosen just now: the words of the first rows, until the service has counted those of all. */
function wordsOfSample({ sample }: ImportDetail, column: number | undefined): { word: string; rows: number }[] {
  if (column === undefined) return []
  const words = new Set(sample.map((cells) => (cells[column] ?? '').trim()).filter((word) => word !== ''))
  return [...words].map((word) => ({ word, rows: 0 }))
}
