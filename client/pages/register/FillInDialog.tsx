// A downloaded list that was filled in: chosen, looked at row by row, and only then written, all of it at once.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { intakeRefusals } from '#domain/intake/intake-words.ts'
import type { Ok } from '../../api/client.ts'
import { CallError } from '../../api/errors.ts'
import { fillInMutation } from '../../api/people.ts'
import { FilePick } from '../../app/FilePick.tsx'
import { FormDialog } from '../../app/FormDialog.tsx'
import { troubleFile } from '../../app/trouble-file.ts'
import { useTexts } from '../../i18n/text.ts'

type Told = Ok<'fillIn'>
const endings = '.xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function FillInDialog({ onClose }: { onClose: () => void }) {
  const { say, formats } = useTexts()
  const [file, setFile] = useState<File | null>(null)
  const [told, setTold] = useState<Told | null>(null)
  const send = useMutation({ ...fillInMutation(), onSuccess: setTold })
  const choose = (chosen: File | null): void => {
    setFile(chosen)
    setTold(null)
    if (chosen !== null) send.mutate({ file: chosen, commit: false })
  }
  const done = told?.committed === true
  const submit = (): void => {
    if (done || file === null) onClose()
    else if (told !== null && told.ready > 0) send.mutate({ file, commit: true })
  }
  const [refusal = '', at = ''] = (send.error instanceof CallError ? (send.error.details[0]?.problem ?? '') : '').split(' ')
  const known = intakeRefusals.find((one) => one === refusal)
  const failure =
    send.error === null ? null : (
      <p className="form-error" role="alert" data-testid="fill-in-failure">
        {known
          ? say(`intakeRefusal.${known}`, { at })
          : refusal === 'otherColumns'
            ? say('register.fillIn.otherColumns')
            : say('register.fillIn.failed')}
      </p>
    )
  return (
    <FormDialog
      name="fill-in"
      title={say('register.fillIn')}
      confirm={
        done || told === null || told.ready === 0 ? say('app.close') : say('register.fillIn.confirm', { count: formats.number(told.ready) })
      }
      pending={send.isPending && !done}
      failure={failure}
      onConfirm={submit}
      onClose={onClose}
    >
      <p className="form-note">{say('register.fillIn.note')}</p>
      <FilePick label={say('register.fillIn.file')} accept={endings} name="fill-in-file" file={file} onFile={choose} />
      {send.isPending ? (
        <p className="form-note" role="status">
          {say('state.loading')}
        </p>
      ) : null}
      {told === null ? null : (
        <section aria-live="polite" data-testid="fill-in-told">
          <p>
            <strong>{say(done ? 'register.fillIn.done' : 'register.fillIn.ready', { count: formats.number(told.ready) })}</strong>{' '}
            {told.trouble > 0 ? say('register.fillIn.trouble', { count: formats.number(told.trouble) }) : ''}{' '}
            {say('register.fillIn.empty', { count: formats.number(told.empty) })}
          </p>
          {told.trouble > 0 ? (
            <p>
              <a
                className="link"
                href={troubleFile(
                  told.rows.flatMap(({ line, code, name, problem }) =>
                    problem === null ? [] : [[String(line), code, name, say(`fillProblem.${problem}`)]],
                  ),
                )}
                download="posts-troubles.csv"
              >
                {say('registerFillIn.errors')}
              </a>
            </p>
          ) : null}
          <ol className="register-told">
            {told.rows.map(({ line, code, name, problem, formula }) => (
              <li key={line} className={problem === null ? '' : 'register-told-trouble'}>
                {say('register.fillIn.line', { line, code, name })}{' '}
                {problem === null ? say('register.fillIn.ok') : say(`fillProblem.${problem}`)}
                {formula && problem === null ? ` ${say('register.fillIn.formula')}` : null}
              </li>
            ))}
          </ol>
        </section>
      )}
    </FormDialog>
  )
}
