// A register that was changed in a spreadsheet: chosen, looked at row by row, and only then written, all of it at once.
import { useMutation } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { intakeRefusals } from '#domain/intake/intake-words.ts'
import type { Ok } from '../../../api/client.ts'
import { CallError } from '../../../api/errors.ts'
import { type Coordinates, fillInRegisterMutation } from '../../../api/places.ts'
import { FilePick } from '../../../app/FilePick.tsx'
import { FormDialog } from '../../../app/FormDialog.tsx'
import { fieldWords, valueWords } from '../../../app/record-words.ts'
import { troubleFile } from '../../../app/trouble-file.ts'
import { type Texts, useTexts } from '../../../i18n/text.ts'
import { type Kind, titles } from './books.ts'

type Told = Ok<'fillInRegister'>
type Row = Told['rows'][number]
const endings = '.xlsx,.csv,.geojson,.json,text/csv,application/geo+json,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const systems = ['wgs84', 'gcj02', 'bd09'] as const
/** More rows than this are told by their number alone; the file of troubles has all of them. */
const mostShown = 300

function whatOf(row: Row, texts: Texts): string {
  const { problem, formulas } = row
  const fields = formulas.map((field) => fieldWords(field, texts)).join(texts.say('register.and'))
  const worked = problem === null && fields !== '' ? ` ${texts.say('registerFillIn.formulas', { fields })}` : ''
  return `${stateWords(row, texts)}${worked}`
}

function stateWords({ state, problem, field, before, after }: Row, texts: Texts): string {
  const { say } = texts
  if (problem !== null) return say(`rowProblem.${problem}`, { field: field === null ? '' : fieldWords(field, texts) })
  if (state === 'new') return say('registerFillIn.new')
  return Object.keys(after)
    .map((one) =>
      one === 'geometry'
        ? say('record.moved')
        : say('record.was', {
            field: fieldWords(one, texts),
            before: valueWords(one, before[one], texts),
            after: valueWords(one, after[one], texts),
          }),
    )
    .join(say('register.and'))
}

export function RegisterFillIn({ kind, onClose }: { kind: Kind; onClose: () => void }) {
  const texts = useTexts()
  const { say, formats } = texts
  const id = useId()
  const [file, setFile] = useState<File | null>(null)
  const [coordinates, setCoordinates] = useState<Coordinates>('wgs84')
  const [told, setTold] = useState<Told | null>(null)
  const [sent, setSent] = useState(0)
  const percent = Math.round(sent * 100)
  const send = useMutation({ ...fillInRegisterMutation(kind, setSent), onMutate: () => setSent(0), onSuccess: setTold })
  const look = (chosen: File | null, system: Coordinates): void => {
    setTold(null)
    if (chosen !== null) send.mutate({ file: chosen, commit: false, coordinates: system })
  }
  const choose = (chosen: File | null): void => {
    setFile(chosen)
    look(chosen, coordinates)
  }
  const done = told?.committed === true
  const ready = told === null ? 0 : told.counts.new + told.counts.changed
  const submit = (): void => {
    if (done || file === null) onClose()
    else if (ready > 0) send.mutate({ file, commit: true, coordinates })
  }
  const [refusal = '', at = ''] = (send.error instanceof CallError ? (send.error.details[0]?.problem ?? '') : '').split(' ')
  const known = intakeRefusals.find((one) => one === refusal)
  const troubles = told?.rows.filter(({ state }) => state === 'trouble') ?? []
  return (
    <FormDialog
      name="register-fill-in"
      title={say('registerFillIn.title', { register: say(titles[kind]) })}
      confirm={done || ready === 0 ? say('app.close') : say('registerFillIn.confirm', { count: formats.number(ready) })}
      pending={send.isPending}
      failure={
        send.error === null ? null : (
          <p className="form-error" role="alert" data-testid="register-fill-in-failure">
            {known
              ? say(`intakeRefusal.${known}`, { at })
              : refusal === 'otherColumns'
                ? say('register.fillIn.otherColumns')
                : say('registerFillIn.failed')}
          </p>
        )
      }
      onConfirm={submit}
      onClose={onClose}
    >
      <p className="form-note">{say('registerFillIn.note')}</p>
      {kind === 'compound' ? (
        <p className="form-note">{say('registerFillIn.map')}</p>
      ) : (
        <div className="field">
          <label className="field-label" htmlFor={`${id}-system`}>
            {say('registerFillIn.coordinates')}
          </label>
          <select
            id={`${id}-system`}
            className="field-input"
            value={coordinates}
            onChange={({ target }) => {
              const chosen = systems.find((one) => one === target.value) ?? 'wgs84'
              setCoordinates(chosen)
              look(file, chosen)
            }}
          >
            {systems.map((one) => (
              <option key={one} value={one}>
                {say(`registerFillIn.${one}`)}
              </option>
            ))}
          </select>
        </div>
      )}
      <FilePick label={say('registerFillIn.file')} accept={endings} name="register-fill-in-file" file={file} onFile={choose} />
      {send.isPending ? (
        <div className="register-fill-in-progress" role="status">
          <progress
            max={100}
            {...(percent < 100 && { value: percent })}
            aria-label={say('registerFillIn.title', { register: say(titles[kind]) })}
          />
          <p className="form-note">{percent < 100 ? say('registerFillIn.sending', { percent }) : say('registerFillIn.checking')}</p>
        </div>
      ) : null}
      {told === null ? null : (
        <section aria-live="polite" data-testid="register-fill-in-told">
          <p>
            <strong>
              {done ? say('registerFillIn.done', { count: formats.number(ready) }) : say('registerFillIn.counts', { ...told.counts })}
            </strong>
          </p>
          {troubles.length > 0 ? (
            <p>
              <a
                className="link"
                href={troubleFile(troubles.map((row) => [String(row.line), row.code, row.name, whatOf(row, texts)]))}
                download={`${kind}s-troubles.csv`}
              >
                {say('registerFillIn.errors')}
              </a>
            </p>
          ) : null}
          <ol className="register-told">
            {told.rows.slice(0, mostShown).map((row) => (
              <li key={row.line} className={row.problem === null ? '' : 'register-told-trouble'}>
                {say('registerFillIn.line', { line: row.line, code: row.code, name: row.name })} {whatOf(row, texts)}
              </li>
            ))}
          </ol>
        </section>
      )}
    </FormDialog>
  )
}
