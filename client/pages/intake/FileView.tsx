// One file in the state it is in: being read, to be named, being checked, to be confirmed, being taken in, done, or refused.
import { useMutation, useQuery } from '@tanstack/react-query'
import { Button, Popconfirm, Progress } from 'antd'
import { useState } from 'react'
import type { ImportDetail } from '#contract/imports.ts'
import { discardImportMutation, importJobQuery, isBusy } from '../../api/imports.ts'
import { Failure } from '../../app/Failure.tsx'
import { useTexts } from '../../i18n/text.ts'
import { Waiting } from './ImportPage.tsx'
import { refusalWords } from './intake-words.ts'
import { MappingForm } from './MappingForm.tsx'
import { Preview } from './Preview.tsx'

export function FileView({ id, onBack }: { id: number; onBack: () => void }) {
  const { say, formats } = useTexts()
  const query = useQuery(importJobQuery(id))
  const discard = useMutation(discardImportMutation())
  const job = query.data
  return (
    <>
      <div className="intake-bar">
        <Button onClick={onBack} data-testid="intake-back">
          {say('intake.back')}
        </Button>
        {job ? (
          <h2 className="intake-title" data-testid="intake-name">
            {job.fileName}
          </h2>
        ) : null}
        {job ? <span className="intake-muted">{say('intake.kept', { date: formats.day(job.expiresAt.slice(0, 10)) })}</span> : null}
        {job && job.state !== 'committing' ? (
          <Popconfirm
            title={say('intake.discard.question')}
            okText={say('intake.discard')}
            cancelText={say('app.cancel')}
            okButtonProps={{ danger: true }}
            onConfirm={() => discard.mutate(id, { onSuccess: onBack })}
          >
            <Button className="intake-bar-end" loading={discard.isPending} data-testid="intake-discard">
              {say('intake.discard')}
            </Button>
          </Popconfirm>
        ) : null}
      </div>
      {discard.error ? <Failure error={discard.error} /> : null}
      {job ? (
        <InState job={job} />
      ) : query.error ? (
        <Failure error={query.error} back={onBack} retry={() => void query.refetch()} />
      ) : (
        <Waiting />
      )}
    </>
  )
}

function InState({ job }: { job: ImportDetail }) {
  const { say } = useTexts()
  const [renaming, setRenaming] = useState(false)
  if (isBusy(job)) return <AtWork job={job} />
  if (job.refusal !== null)
    return (
      <p className="intake-refused" role="alert" data-testid="intake-refused">
        {refusalWords(job.refusal, job.refusedAt, say)}
      </p>
    )
  if (job.state === 'failed') return <p className="intake-refused">{say('intake.failed')}</p>
  if (job.state === 'mapping' || renaming) return <MappingForm job={job} onDone={() => setRenaming(false)} />
  return <Preview job={job} onRename={() => setRenaming(true)} />
}

function AtWork({ job }: { job: ImportDetail }) {
  const { say, formats } = useTexts()
  const percent = job.toDo === 0 ? 0 : Math.min(100, Math.round((100 * job.done) / job.toDo))
  return (
    <section className="intake-card intake-work" role="status" data-testid="intake-work">
      <p>{say(`intakeState.${job.state}`)}</p>
      {job.toDo > 0 ? (
        <>
          <Progress percent={percent} showInfo={false} aria-label={say(`intakeState.${job.state}`)} />
          <p className="intake-muted">{say('intake.progress', { done: formats.number(job.done), total: formats.number(job.toDo) })}</p>
        </>
      ) : null}
    </section>
  )
}
