// A register that comes as a file, changed in a spreadsheet or drawn in a map program: chosen, looked at row by row, and only then written, all of
// it at once.
import { useMutation } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import { intakeRefusals } from '#domain/intake/intake-words.ts'
import type { Ok } from '../../../api/client.ts'
import { CallError, hasCode } from '../../../api/errors.ts'
import { type Coordinates, fillInRegisterMutation } from '../../../api/places.ts'
import { FilePick } from '../../../app/FilePick.tsx'
import { FormDialog } from '../../../app/FormDialog.tsx'
import { isTable, mapEndings, tableEndings } from '../../../app/geo-file/file-endings.ts'
import { GeoFillInForm } from '../../../app/geo-file/GeoFillInForm.tsx'
import { ToldRows } from '../../../app/geo-file/ToldRows.tsx'
import { useGeoFillIn } from '../../../app/geo-file/use-geo-fill-in.ts'
import { fieldWords, valueWords } from '../../../app/record-words.ts'
import { neededOfNew, registerFields, registerShapes } from '../../../editor/register-fields.ts'
import { type Texts, useTexts } from '../../../i18n/text.ts'
import { type Kind, titles } from './books.ts'
import { CoordinatesField } from './CoordinatesField.tsx'

type Told = Ok<'fillInRegister'>
type Row = Told['rows'][number]

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

type Props = { kind: Kind; subdistrict: Subdistrict; onClose: () => void }

export function RegisterFillIn({ kind, subdistrict, onClose }: Props) {
  const texts = useTexts()
  const { say, formats } = texts
  const [file, setFile] = useState<File | null>(null)
  const [coordinates, setCoordinates] = useState<Coordinates>('wgs84')
  const [told, setTold] = useState<Told | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const [sent, setSent] = useState(0)
  const percent = Math.round(sent * 100)
  const send = useMutation({ ...fillInRegisterMutation(kind, setSent), onMutate: () => setSent(0), onSuccess: setTold })
  const forget = (): void => {
    setTold(null)
    setPointed(null)
    send.reset()
  }
  const fields = useMemo(() => registerFields(kind), [kind])
  const fill = useGeoFillIn({ book: kind, fields, shapes: registerShapes[kind], near: subdistrict.bbox, onChange: forget })
  const isMap = file !== null && !isTable(file.name)
  const look = (chosen: File | null, system: Coordinates): void => {
    forget()
    if (chosen !== null) send.mutate({ file: chosen, commit: false, coordinates: system })
  }
  const choose = (chosen: File | null): void => {
    setFile(chosen)
    const asMap = chosen !== null && !isTable(chosen.name)
    fill.file.choose(asMap ? chosen : null)
    if (asMap) forget()
    else look(chosen, coordinates)
  }
  const done = told?.committed === true
  const ready = told === null ? 0 : told.counts.new + told.counts.changed
  const toLook = isMap && told === null
  const submit = (): void => {
    if (done || file === null) {
      onClose()
      return
    }
    const body = isMap ? fill.make() : file
    // what lies where it was put is in WGS-84 by now
    const system = isMap ? 'wgs84' : coordinates
    if (body === null) return
    if (toLook) send.mutate({ file: body, commit: false, coordinates: system })
    else if (ready === 0) onClose()
    else {
      if (isMap) fill.keep()
      send.mutate({ file: body, commit: true, coordinates: system })
    }
  }
  const [refusal = '', at = ''] = (send.error instanceof CallError ? (send.error.details[0]?.problem ?? '') : '').split(' ')
  const known = intakeRefusals.find((one) => one === refusal)
  const states = useMemo(
    () => (told === null || !isMap ? null : new Map(told.rows.map(({ line, state }) => [line, state] as const))),
    [told, isMap],
  )
  const needs = neededOfNew(kind).filter((field) => fill.mapping[field] === undefined)
  return (
    <FormDialog
      name="register-fill-in"
      wide={isMap}
      title={say('registerFillIn.title', { register: say(titles[kind]) })}
      confirm={
        toLook
          ? say('geoFile.look')
          : done || ready === 0
            ? say('app.close')
            : say('registerFillIn.confirm', { count: formats.number(ready) })
      }
      pending={send.isPending && !done}
      blocked={toLook && !fill.ready}
      failure={
        send.error === null ? null : (
          <p className="form-error" role="alert" data-testid="register-fill-in-failure">
            {known
              ? say(`intakeRefusal.${known}`, { at })
              : refusal === 'otherColumns'
                ? say('register.fillIn.otherColumns')
                : hasCode(send.error, 'too_large')
                  ? say('geoFile.sentTooLarge')
                  : say('registerFillIn.failed')}
          </p>
        )
      }
      onConfirm={submit}
      onClose={onClose}
    >
      {isMap ? null : <p className="form-note">{say('registerFillIn.note')}</p>}
      <FilePick
        label={say('registerFillIn.file')}
        accept={`${tableEndings},${mapEndings}`}
        name="register-fill-in-file"
        file={file}
        onFile={choose}
      />
      {isMap || kind === 'compound' ? null : (
        <CoordinatesField
          value={coordinates}
          onChange={(system) => {
            setCoordinates(system)
            look(file, system)
          }}
        />
      )}
      {isMap ? <GeoFillInForm fill={fill} subdistrict={subdistrict} states={states} pointed={pointed} /> : null}
      {isMap && fill.read !== null && needs.length > 0 ? (
        <p className="geo-note">
          {say('geoFile.newNeeds', { fields: needs.map((field) => fieldWords(field, texts)).join(say('register.and')) })}
        </p>
      ) : null}
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
        <ToldRows
          rows={told.rows.map((row) => ({ ...row, isTrouble: row.problem !== null, what: whatOf(row, texts) }))}
          summary={done ? say('registerFillIn.done', { count: formats.number(ready) }) : say('registerFillIn.counts', { ...told.counts })}
          troubles={`${kind}s-troubles.csv`}
          onPoint={isMap ? setPointed : null}
        />
      )}
    </FormDialog>
  )
}
