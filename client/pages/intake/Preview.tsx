// Every row with what is wrong with it, before anything is taken in; afterwards what became of it.
import { Button } from 'antd'
import { useState } from 'react'
import type { ImportDetail } from '#contract/imports.ts'
import { type RowStatus, rowStatuses } from '#domain/intake/intake-words.ts'
import { importErrorsAddress } from '../../api/imports.ts'
import { useTexts } from '../../i18n/text.ts'
import { CommitBar } from './CommitBar.tsx'
import { toneOf } from './intake-words.ts'
import { PlacesDrawer } from './PlacesDrawer.tsx'
import { RowsTable } from './RowsTable.tsx'

export function Preview({ job, onRename }: { job: ImportDetail; onRename: () => void }) {
  const { say, formats, language } = useTexts()
  const [status, setStatus] = useState<RowStatus | undefined>(undefined)
  const [placing, setPlacing] = useState(false)
  const counts = job.counts
  if (counts === null) return null
  const left = job.rowCount - counts.imported - counts.ready + job.excluded
  const chip = (key: RowStatus | undefined, count: number) => (
    <button
      key={key ?? 'all'}
      type="button"
      className="chip"
      aria-pressed={status === key}
      data-tone={key === undefined ? 'plain' : toneOf[key]}
      data-testid={`chip-${key ?? 'all'}`}
      disabled={count === 0 && status !== key}
      onClick={() => setStatus(key)}
    >
      {say(`rowStatus.${key ?? 'all'}`)} <strong>{formats.number(count)}</strong>
    </button>
  )
  return (
    <>
      <CommitBar job={job} />
      <fieldset className="chips" aria-label={say('intake.row.state')}>
        {chip(undefined, job.rowCount)}
        {rowStatuses.map((key) => chip(key, counts[key]))}
      </fieldset>
      <div className="intake-bar">
        <Button onClick={onRename} data-testid="intake-remap">
          {say('intake.remap')}
        </Button>
        {counts.confirmPlace > 0 ? (
          <Button onClick={() => setPlacing(true)} data-testid="intake-places">
            {say('intake.places.open')}
          </Button>
        ) : null}
        {left > 0 ? (
          <span className="intake-bar-end intake-downloads">
            {say('intake.errors')}
            {(['csv', 'xlsx'] as const).map((format) => (
              <a key={format} href={importErrorsAddress(job.importId, format, language)} download data-testid={`errors-${format}`}>
                .{format}
              </a>
            ))}
          </span>
        ) : null}
      </div>
      <RowsTable job={job} status={status} onPlace={() => setPlacing(true)} />
      <PlacesDrawer job={job} open={placing} onClose={() => setPlacing(false)} />
    </>
  )
}
