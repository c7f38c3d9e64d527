import { useMutation } from '@tanstack/react-query'
import { Button, Popconfirm } from 'antd'
import { Link } from 'react-router'
import type { ImportDetail } from '#contract/imports.ts'
import { commitImportMutation } from '../../api/imports.ts'
import { Failure } from '../../app/Failure.tsx'
import { useLook } from '../../app/look.ts'
import { useTexts } from '../../i18n/text.ts'

const confirmButton = { 'data-testid': 'intake-commit-confirm' } as const

/** What was taken in, and the one button that takes in what is ready. */
export function CommitBar({ job }: { job: ImportDetail }) {
  const { say, formats } = useTexts()
  const { search } = useLook()
  const commit = useMutation(commitImportMutation(job.importId))
  const ready = (job.counts?.ready ?? 0) - job.excluded
  const imported = job.counts?.imported ?? 0
  const left = job.rowCount - imported
  return (
    <section className="intake-card intake-commit" data-testid="intake-commit-bar">
      {imported > 0 ? (
        <p className="intake-done" data-testid="intake-done">
          {say('intake.done', { count: formats.number(imported) })}
          {left > 0 ? <span className="intake-muted"> {say('intake.done.left', { count: formats.number(left) })}</span> : null}
          <Link className="button" to={`/issues${search}`}>
            {say('intake.toIssues')}
          </Link>
        </p>
      ) : null}
      {ready > 0 ? (
        <Popconfirm
          title={say('intake.commit', { count: formats.number(ready) })}
          description={say('intake.commit.question')}
          okText={say('intake.commit', { count: formats.number(ready) })}
          cancelText={say('app.cancel')}
          okButtonProps={confirmButton}
          onConfirm={() => commit.mutate()}
        >
          <Button type="primary" size="large" loading={commit.isPending} data-testid="intake-commit">
            {say('intake.commit', { count: formats.number(ready) })}
          </Button>
        </Popconfirm>
      ) : imported === 0 ? (
        <p className="intake-muted">{say('intake.commit.none')}</p>
      ) : null}
      {job.excluded > 0 ? <p className="intake-muted">{say('intake.commit.excluded', { count: formats.number(job.excluded) })}</p> : null}
      {commit.error ? <Failure error={commit.error} /> : null}
    </section>
  )
}
