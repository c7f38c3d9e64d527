// The way of one project: the stages with the days they were entered, what the next one lacks, and the steps that may be taken.
import { useState } from 'react'
import { renovationStages } from '#contract/words.ts'
import { isBack } from '#domain/renovation/stages.ts'
import type { Renovation } from '../../../api/renovations.ts'
import { calendarDateOf } from '../../../i18n/formats.ts'
import { useTexts } from '../../../i18n/text.ts'
import { DayField, isKey, Labelled, ReasonField, WriteDialog } from './WriteDialog.tsx'

type Stage = Renovation['project']['stage']
export type PartProps = { renovation: Renovation; write: boolean }

export function StageLine({ renovation, write }: PartProps) {
  const { say, formats } = useTexts()
  const { project, next, steps } = renovation
  const [open, setOpen] = useState<'none' | 'on' | 'back' | 'withdraw'>('none')
  const at = renovationStages.indexOf(project.stage)
  const counting = steps.filter(({ counts }) => counts)
  const entered = (stage: Stage): string | undefined => counting.findLast(({ to }) => to === stage)?.onDay
  const lacks = next?.refusal ?? null
  const lackKey = `renovation.refusal.${lacks}`
  const close = (): void => setOpen('none')
  return (
    <section aria-label={say('renovation.way')} data-testid="stage-line">
      <ol className="stage-line">
        {renovationStages.map((stage, place) => {
          const day = place <= at ? entered(stage) : undefined
          const where = place < at ? 'stage-line-past' : place === at ? 'stage-line-here' : 'stage-line-ahead'
          return (
            <li key={stage} className={where} aria-current={place === at ? 'step' : undefined}>
              <span>{say(`stage.${stage}`)}</span>
              <time dateTime={day}>{day === undefined ? '' : formats.day(day)}</time>
            </li>
          )
        })}
      </ol>
      {next !== null && lacks !== null ? (
        <p className="renovation-lacks" data-testid="stage-lacks">
          {say('renovation.lacks', { stage: say(`stage.${next.stage}`), what: isKey(lackKey) ? say(lackKey) : lacks })}
        </p>
      ) : null}
      {write ? (
        <div className="renovation-actions">
          {next ? (
            <button type="button" className="button" disabled={lacks !== null} data-testid="step-on" onClick={() => setOpen('on')}>
              {say('renovation.step.on', { stage: say(`stage.${next.stage}`) })}
            </button>
          ) : null}
          {at > 0 ? (
            <button type="button" className="button-quiet" data-testid="step-back" onClick={() => setOpen('back')}>
              {say('renovation.step.back')}
            </button>
          ) : null}
          {counting.length > 1 ? (
            <button type="button" className="button-quiet" data-testid="step-withdraw" onClick={() => setOpen('withdraw')}>
              {say('renovation.step.withdraw')}
            </button>
          ) : null}
        </div>
      ) : null}
      <details className="stage-steps">
        <summary>{say('renovation.steps', { count: steps.length })}</summary>
        <ol>
          {steps.map(({ id, from, to, onDay, withdrawal, counts, reason, at: written, by }) => (
            <li key={id}>
              <span className={counts || withdrawal ? undefined : 'renovation-gone'}>
                {formats.day(onDay)}{' '}
                {withdrawal && from !== null
                  ? say('renovation.steps.withdrawn', { stage: say(`stage.${from}`) })
                  : say('renovation.steps.to', { stage: say(`stage.${to}`) })}
              </span>
              <small>{[reason, say('record.by', { by, at: formats.stamp(written) })].filter((one) => one !== '').join(' · ')}</small>
            </li>
          ))}
        </ol>
      </details>
      {open === 'on' && next ? <StepDialog renovation={renovation} to={next.stage} onClose={close} /> : null}
      {open === 'back' ? <StepDialog renovation={renovation} to={null} onClose={close} /> : null}
      {open === 'withdraw' ? <WithdrawStepDialog renovation={renovation} onClose={close} /> : null}
    </section>
  )
}

/** `to`: null where the person chooses an earlier stage. */
function StepDialog({ renovation, to, onClose }: { renovation: Renovation; to: Stage | null; onClose: () => void }) {
  const { say } = useTexts()
  const { project } = renovation
  const earlier = renovationStages.filter((stage) => isBack(project.stage, stage))
  const today = calendarDateOf(Date.now())
  const [chosen, setChosen] = useState<Stage>(to ?? earlier.at(-1) ?? 'candidate')
  const [onDay, setOnDay] = useState(today)
  const [reason, setReason] = useState('')
  return (
    <WriteDialog
      write="stepRenovation"
      title={to === null ? say('renovation.step.back') : say('renovation.step.on', { stage: say(`stage.${to}`) })}
      confirm={say('renovation.form.save')}
      input={() => ({
        params: { id: project.renovationProjectId },
        body: { version: project.version, to: chosen, onDay, reason },
      })}
      onClose={onClose}
    >
      {to === null ? (
        <Labelled label={say('renovation.form.backTo')}>
          {(id) => (
            <select
              id={id}
              className="field-input"
              value={chosen}
              data-testid="field-to"
              onChange={({ target }) => setChosen(earlier.find((stage) => stage === target.value) ?? chosen)}
            >
              {earlier.map((stage) => (
                <option key={stage} value={stage}>
                  {say(`stage.${stage}`)}
                </option>
              ))}
            </select>
          )}
        </Labelled>
      ) : null}
      <DayField label={say('renovation.form.onDay')} value={onDay} least={project.stageSince} most={today} onValue={setOnDay} />
      <ReasonField value={reason} must={to === null} onValue={setReason} />
    </WriteDialog>
  )
}

function WithdrawStepDialog({ renovation, onClose }: { renovation: Renovation; onClose: () => void }) {
  const { say, formats } = useTexts()
  const { project } = renovation
  const [reason, setReason] = useState('')
  return (
    <WriteDialog
      write="withdrawRenovationStep"
      title={say('renovation.step.withdraw')}
      confirm={say('renovation.form.withdraw')}
      input={() => ({ params: { id: project.renovationProjectId }, body: { version: project.version, reason } })}
      onClose={onClose}
    >
      <p>{say('renovation.step.withdrawHint', { stage: say(`stage.${project.stage}`), day: formats.day(project.stageSince) })}</p>
      <ReasonField value={reason} must onValue={setReason} />
    </WriteDialog>
  )
}
