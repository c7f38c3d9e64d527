// A GPX file for a run: chosen, looked at, and only then kept, without its ends.
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { hasCode } from '../../api/errors.ts'
import { type PatrolRun, type TrackTold, trackMutation } from '../../api/patrols.ts'
import { FilePick } from '../../app/FilePick.tsx'
import { FormDialog } from '../../app/FormDialog.tsx'
import { useTexts } from '../../i18n/text.ts'
import { CoverageStrip } from './CoverageStrip.tsx'
import { PatrolFailure } from './PatrolFailure.tsx'
import { clockOf } from './patrols-address.ts'

export function TrackDialog({ run, onClose }: { run: PatrolRun; onClose: () => void }) {
  const { say, name, formats } = useTexts()
  const [file, setFile] = useState<File | null>(null)
  const [told, setTold] = useState<TrackTold | null>(null)
  const send = useMutation({
    ...trackMutation(run.patrolRunId, run.version),
    onSuccess: (answer) => {
      setTold(answer)
      if (answer.committed) onClose()
    },
  })
  const choose = (chosen: File | null): void => {
    setFile(chosen)
    setTold(null)
    if (chosen !== null) send.mutate({ file: chosen, commit: false })
  }
  const figures = told?.figures ?? null
  const submit = (): void => {
    if (file !== null && figures !== null) send.mutate({ file, commit: true })
    else onClose()
  }
  return (
    <FormDialog
      name="track"
      title={say('patrols.track.title', { name: name(run) })}
      confirm={figures === null ? say('app.close') : say('patrols.track.keep')}
      pending={send.isPending}
      failure={
        hasCode(send.error, 'too_large') ? (
          <p className="form-error" role="alert">
            {say('patrols.track.tooLarge')}
          </p>
        ) : (
          <PatrolFailure error={send.error} />
        )
      }
      onConfirm={submit}
      onClose={onClose}
    >
      <p className="form-note">{say('patrols.track.rules')}</p>
      <FilePick label={say('patrols.track.file')} accept=".gpx,application/gpx+xml" name="track-file" file={file} onFile={choose} />
      {send.isPending ? (
        <p className="form-note" role="status">
          {say('state.loading')}
        </p>
      ) : null}
      {told?.problem ? (
        <p className="form-error" role="alert" data-testid="track-problem">
          {say('patrols.track.problem', { line: told.problem.line, problem: say(`trackProblem.${told.problem.problem}`) })}
        </p>
      ) : null}
      {figures === null ? null : (
        <section aria-live="polite" data-testid="track-told">
          <CoverageStrip passed={figures.passed} passedMetres={figures.passedMetres} lengthMetres={figures.routeMetres} />
          <ul className="patrols-told">
            <li>{say('patrols.track.time', { from: clockOf(figures.begins), to: clockOf(figures.ends) })}</li>
            <li>
              {say('patrols.track.length', {
                km: formats.decimal(Math.round(figures.lengthMetres / 10) / 100),
                fixes: formats.number(figures.fixes),
                silence: formats.number(Math.round(figures.longestSilenceSeconds)),
              })}
            </li>
            <li>{say('patrols.visits', { made: figures.made, planned: figures.planned })}</li>
            <li>
              {say('patrols.track.thrown', {
                off: formats.number(figures.offDuty),
                ends: formats.number(figures.fixes - figures.keptFixes),
              })}
            </li>
          </ul>
        </section>
      )}
    </FormDialog>
  )
}
