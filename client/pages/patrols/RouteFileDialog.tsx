// Routes of a team as lines of a map file: chosen, looked at line by line, and only then written, all of them at once.
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useMemo, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import { intakeRefusals } from '#domain/intake/intake-words.ts'
import { CallError, hasCode } from '../../api/errors.ts'
import { fillInRoutesMutation, type RoutesTold } from '../../api/patrol-files.ts'
import { teamsQuery } from '../../api/patrols.ts'
import { type Scope, subdistrictsQuery } from '../../api/queries.ts'
import { FilePick } from '../../app/FilePick.tsx'
import { FormDialog } from '../../app/FormDialog.tsx'
import { isTable, mapEndings } from '../../app/geo-file/file-endings.ts'
import { GeoFillInForm } from '../../app/geo-file/GeoFillInForm.tsx'
import { ToldRows } from '../../app/geo-file/ToldRows.tsx'
import { useGeoFillIn } from '../../app/geo-file/use-geo-fill-in.ts'
import { routeFields, routeShapes } from '../../editor/register-fields.ts'
import { useTexts } from '../../i18n/text.ts'

type Props = { scope: Scope; onClose: () => void }
const usualShift = { begins: '08:30', ends: '11:30' }

export function RouteFileDialog(props: Props) {
  const { data } = useQuery(subdistrictsQuery())
  const subdistrict = data?.subdistricts[0]
  return subdistrict === undefined ? null : <Dialog {...props} subdistrict={subdistrict} />
}

function Dialog({ scope, subdistrict, onClose }: Props & { subdistrict: Subdistrict }) {
  const { say, name, formats } = useTexts()
  const id = useId()
  const teams = useQuery(teamsQuery(scope, 'open'))
  const [file, setFile] = useState<File | null>(null)
  const [team, setTeam] = useState<number | null>(null)
  const [shift, setShift] = useState(usualShift)
  const [told, setTold] = useState<RoutesTold | null>(null)
  const [pointed, setPointed] = useState<number | null>(null)
  const send = useMutation({ ...fillInRoutesMutation(() => undefined), onSuccess: setTold })
  const forget = (): void => {
    setTold(null)
    setPointed(null)
    send.reset()
  }
  const fill = useGeoFillIn({ book: 'patrolRoute', fields: routeFields, shapes: routeShapes, near: subdistrict.bbox, onChange: forget })
  const asTable = file !== null && isTable(file.name)
  const choose = (chosen: File | null): void => {
    setFile(chosen)
    forget()
    fill.file.choose(chosen !== null && !isTable(chosen.name) ? chosen : null)
  }
  const done = told?.committed === true
  const ready = told === null ? 0 : told.counts.new + told.counts.changed
  const submit = (): void => {
    const body = fill.make()
    if (done || (told !== null && ready === 0)) {
      onClose()
      return
    }
    if (body === null || team === null) return
    if (told !== null) fill.keep()
    send.mutate({ file: body, commit: told !== null, team, ...shift })
  }
  const states = useMemo(() => (told === null ? null : new Map(told.rows.map(({ line, state }) => [line, state] as const))), [told])
  const [refusal = '', at = ''] = (send.error instanceof CallError ? (send.error.details[0]?.problem ?? '') : '').split(' ')
  const known = intakeRefusals.find((one) => one === refusal)
  const open = (teams.data?.rows ?? []).filter(({ mayChange }) => mayChange)
  const time = (field: keyof typeof usualShift) => (
    <input
      type="time"
      required
      className="field-input"
      aria-label={say(field === 'begins' ? 'patrols.shiftStart' : 'patrols.shiftEnd')}
      value={shift[field]}
      onChange={({ target }) => {
        setShift({ ...shift, [field]: target.value })
        forget()
      }}
    />
  )
  return (
    <FormDialog
      name="route-file"
      wide
      title={say('patrols.file.title')}
      confirm={
        told === null
          ? say('geoFile.look')
          : done || ready === 0
            ? say('app.close')
            : say('registerFillIn.confirm', { count: formats.number(ready) })
      }
      pending={send.isPending && !done}
      blocked={told === null && (!fill.ready || team === null || shift.begins === '' || shift.ends === '')}
      failure={
        send.error === null && !asTable ? null : (
          <p className="form-error" role="alert" data-testid="route-file-failure">
            {asTable
              ? say('patrols.file.table')
              : known
                ? say(`intakeRefusal.${known}`, { at })
                : hasCode(send.error, 'too_large')
                  ? say('geoFile.sentTooLarge')
                  : say('registerFillIn.failed')}
          </p>
        )
      }
      onConfirm={submit}
      onClose={onClose}
    >
      <p className="form-note">{say('patrols.file.note')}</p>
      <div className="geo-fields">
        <div className="field">
          <label className="field-label" htmlFor={`${id}-team`}>
            {say('patrols.file.team')}
          </label>
          <select
            id={`${id}-team`}
            className="field-input"
            value={team ?? ''}
            data-testid="route-file-team"
            onChange={({ target }) => {
              setTeam(target.value === '' ? null : Number(target.value))
              forget()
            }}
          >
            <option value="">{say('patrols.file.team.ask')}</option>
            {open.map((one) => (
              <option key={one.patrolTeamId} value={one.patrolTeamId}>
                {name(one)}
              </option>
            ))}
          </select>
        </div>
        <fieldset className="geo-shift">
          <legend className="field-label">{say('patrols.file.shift')}</legend>
          {time('begins')}
          {time('ends')}
        </fieldset>
      </div>
      <FilePick label={say('patrols.file.file')} accept={mapEndings} name="route-file" file={file} onFile={choose} />
      {file === null || asTable ? null : <GeoFillInForm fill={fill} subdistrict={subdistrict} states={states} pointed={pointed} />}
      {send.isPending ? (
        <p className="form-note" role="status">
          {say('registerFillIn.checking')}
        </p>
      ) : null}
      {told === null ? null : (
        <ToldRows
          rows={told.rows.map(({ line, name: called, state, problem, lengthMetres, checkpoints }) => ({
            ...{ line, name: called, code: '', isTrouble: problem !== null },
            what:
              problem !== null
                ? say(`routeLineProblem.${problem}`)
                : say(state === 'new' ? 'patrols.file.new' : 'patrols.file.changed', {
                    length: formats.number(lengthMetres ?? 0),
                    checkpoints: formats.number(checkpoints),
                  }),
          }))}
          summary={done ? say('registerFillIn.done', { count: formats.number(ready) }) : say('registerFillIn.counts', { ...told.counts })}
          troubles="patrol-routes-troubles.csv"
          onPoint={setPointed}
        />
      )}
    </FormDialog>
  )
}
