// What the columns and the words of a file mean. Filled in as far as it is known; the first rows stand below to compare with.
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import type { ImportDetail } from '#contract/imports.ts'
import { type issueItems, issueSources } from '#contract/words.ts'
import { type CoordinateSystem, coordinateSystems, type IntakeField, intakeFields, neededFields } from '#domain/intake/intake-words.ts'
import { dictionariesQuery } from '../../api/dictionaries.ts'
import { mapImportMutation } from '../../api/imports.ts'
import { Failure } from '../../app/Failure.tsx'
import { useTexts } from '../../i18n/text.ts'
import { SampleTable } from './SampleTable.tsx'
import { WordTable } from './WordTable.tsx'

type Item = (typeof issueItems)[number]
type Columns = Partial<Record<IntakeField, number | undefined>>
const isNeeded = (field: IntakeField): boolean => (neededFields as readonly IntakeField[]).includes(field)

export function MappingForm({ job, onDone }: { job: ImportDetail; onDone: () => void }) {
  const { say } = useTexts()
  const begun = job.mapping ?? job.proposal
  const [columns, setColumns] = useState<Columns>(() => ({ ...begun?.columns }))
  const [items, setItems] = useState<Readonly<Record<string, Item>>>(() => ({ ...job.proposal?.items, ...job.mapping?.items }))
  const [coordinates, setCoordinates] = useState<CoordinateSystem>(begun?.coordinates ?? 'wgs84')
  const [source, setSource] = useState(begun?.source ?? 'hotline12345')
  const [saveAs, setSaveAs] = useState(job.proposal?.from ?? '')
  const dictionary = useQuery(dictionariesQuery())
  const save = useMutation(mapImportMutation(job.importId))
  const placed = columns.address !== undefined || (columns.lng !== undefined && columns.lat !== undefined)
  const whole = neededFields.every((field) => columns[field] !== undefined) && (columns.lng === undefined) === (columns.lat === undefined)
  const from = job.proposal?.from ?? null
  const options = job.header.flatMap((text, at) =>
    job.personal[at] ? [] : [{ value: at, label: `${at + 1} · ${text === '' ? '—' : text}` }],
  )

  const submit = (): void => {
    const present = Object.fromEntries(Object.entries(columns).filter(([, at]) => at !== undefined))
    const name = saveAs.trim()
    save.mutate({ columns: present, items: { ...items }, source, coordinates, saveAs: name === '' ? null : name }, { onSuccess: onDone })
  }
  return (
    <section className="intake-card" data-testid="intake-mapping">
      <h3 className="intake-heading">{say('intake.columns')}</h3>
      <p className="intake-muted">{from === null ? say('intake.columns.guess') : say('intake.columns.from', { name: from })}</p>
      <div className="intake-fields">
        {intakeFields.map((field) => (
          <div key={field} className="intake-field">
            <label htmlFor={`column-${field}`}>
              {say(`intake.field.${field}`)}
              {isNeeded(field) ? <span className="intake-needed"> {say('intake.needed')}</span> : null}
            </label>
            <Select
              id={`column-${field}`}
              aria-label={say(`intake.field.${field}`)}
              value={columns[field] ?? null}
              status={isNeeded(field) && columns[field] === undefined ? 'warning' : ''}
              allowClear={!isNeeded(field)}
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={say('intake.noColumn')}
              options={options}
              onChange={(at: number | null | undefined) => setColumns({ ...columns, [field]: at ?? undefined })}
            />
          </div>
        ))}
      </div>
      {placed ? null : (
        <p className="intake-refused" role="alert">
          {say('intake.place.needed')}
        </p>
      )}
      <SampleTable job={job} columns={columns} />
      {columns.lng === undefined ? null : (
        <fieldset className="intake-choice">
          <legend>{say('intake.coordinates')}</legend>
          <Radio.Group
            value={coordinates}
            onChange={(event) => setCoordinates(event.target.value as CoordinateSystem)}
            options={coordinateSystems.map((system) => ({ value: system, label: say(`coordinates.${system}`) }))}
          />
          <p className="intake-muted">{say('intake.coordinates.hint')}</p>
        </fieldset>
      )}
      <h3 className="intake-heading">{say('intake.words')}</h3>
      <WordTable job={job} column={columns.item} items={items} onChange={setItems} dictionary={dictionary.data?.issueItems ?? []} />
      <div className="intake-fields">
        <div className="intake-field">
          <label htmlFor="intake-source">{say('intake.source')}</label>
          <Select
            id="intake-source"
            aria-label={say('intake.source')}
            value={source}
            options={issueSources.map((one) => ({ value: one, label: say(`intakeSource.${one}`) }))}
            onChange={setSource}
          />
        </div>
        <div className="intake-field">
          <label htmlFor="intake-save-as">{say('intake.saveAs')}</label>
          <Input id="intake-save-as" value={saveAs} maxLength={60} onChange={(event) => setSaveAs(event.target.value)} />
          <span className="intake-muted">{say('intake.saveAs.hint')}</span>
        </div>
      </div>
      {save.error ? <Failure error={save.error} /> : null}
      <div className="intake-actions">
        <Button
          type="primary"
          size="large"
          disabled={!whole || !placed}
          loading={save.isPending}
          onClick={submit}
          data-testid="intake-check"
        >
          {say('intake.check')}
        </Button>
        {job.mapping === null ? null : (
          <Button size="large" onClick={onDone}>
            {say('app.cancel')}
          </Button>
        )}
      </div>
    </section>
  )
}
