// A table is dropped here or chosen with a button. What it is refused for is said in words that help to mend it.
import { useMutation } from '@tanstack/react-query'
import { Button } from 'antd'
import { type DragEvent, useRef, useState } from 'react'
import { createImportMutation } from '../../api/imports.ts'
import { Failure } from '../../app/Failure.tsx'
import { useTexts } from '../../i18n/text.ts'
import { mostMegabytes, refusalIn, refusalWords } from './intake-words.ts'

const endings = '.xlsx,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export function UploadBox({ onSent }: { onSent: (id: number) => void }) {
  const { say } = useTexts()
  const send = useMutation(createImportMutation())
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const take = (file: File | undefined): void => {
    if (file !== undefined) send.mutate(file, { onSuccess: ({ importId }) => onSent(importId) })
  }
  const drag = (event: DragEvent): void => {
    event.preventDefault()
    setOver(event.type === 'dragover')
  }
  const refusal = refusalIn(send.error)
  return (
    <section className="intake-card">
      {/* the drop is a convenience for a mouse; the button does the same for everybody */}
      <fieldset
        className="intake-drop"
        aria-label={say('intake.choose')}
        data-over={over}
        data-testid="intake-drop"
        onDragOver={drag}
        onDragLeave={drag}
        onDrop={(event) => {
          drag(event)
          take(event.dataTransfer.files[0])
        }}
      >
        <p className="intake-drop-text">
          {say('intake.drop')} <span className="intake-muted">{say('intake.drop.or')}</span>
        </p>
        <Button type="primary" size="large" loading={send.isPending} onClick={() => input.current?.click()} data-testid="intake-choose">
          {send.isPending ? say('intake.uploading') : say('intake.choose')}
        </Button>
        <input
          ref={input}
          type="file"
          accept={endings}
          hidden
          aria-label={say('intake.choose')}
          data-testid="intake-file"
          onChange={(event) => {
            take(event.target.files?.[0])
            event.target.value = ''
          }}
        />
        <p className="intake-muted">{say('intake.limits', { size: mostMegabytes })}</p>
      </fieldset>
      {send.error ? (
        refusal === null ? (
          <Failure error={send.error} />
        ) : (
          <p className="intake-refused" role="alert" data-testid="intake-refused">
            {refusalWords(refusal, '', say)}
          </p>
        )
      ) : null}
      <p className="intake-muted">{say('intake.privacy')}</p>
    </section>
  )
}
