// The way of the plan from desk to desk, with what was said; remarks at places on the map, for whoever sends it back.
import { useEffect, useRef } from 'react'
import { useTexts } from '../../i18n/text.ts'
import type { PanelProps } from './EditorPanel.tsx'

export function WayPanel({ opened, remarks, setRemarks, remarking, setRemarking, showPlace }: PanelProps) {
  const { say, formats } = useTexts()
  const mayReturn = opened.ways.includes('draft')
  const place = ({ lng, lat }: { lng: number; lat: number }) => showPlace([Math.round(lng * 1e7), Math.round(lat * 1e7)])
  return (
    <div className="panel-part">
      <ol className="panel-way">
        <li>
          <strong>{say('planStage.draft')}</strong>
          <span>{say('planner.way.begun', { who: opened.plan.begunBy, time: formats.moment(opened.plan.begunAt) })}</span>
        </li>
        {opened.steps.map((step) => (
          <li key={`${step.at} ${step.to}`}>
            <strong>{say(`planStage.${step.to}`)}</strong>
            <span>{say('planner.way.step', { who: step.by, time: formats.moment(step.at) })}</span>
            {step.note === '' ? null : <p>{step.note}</p>}
            {step.remarks.map((remark) => (
              <button
                key={`${remark.lng} ${remark.lat}`}
                type="button"
                className="panel-link"
                data-testid="remark-place"
                onClick={() => place(remark)}
              >
                {remark.note}
              </button>
            ))}
          </li>
        ))}
      </ol>
      {mayReturn ? (
        <section className="panel-remarks">
          <h3>{say('planner.remarks')}</h3>
          <p className="planner-note">{say('planner.remarks.note')}</p>
          {remarks.map((remark, i) => (
            <RemarkField
              key={`${remark.lng} ${remark.lat}`}
              number={i + 1}
              note={remark.note}
              onChange={(note) => setRemarks(remarks.map((one, k) => (k === i ? { ...one, note } : one)))}
              onRemove={() => setRemarks(remarks.filter((one) => one !== remark))}
            />
          ))}
          <button
            type="button"
            className="button-quiet"
            aria-pressed={remarking}
            data-testid="add-remark"
            onClick={() => setRemarking(!remarking)}
          >
            {say(remarking ? 'planner.remarks.press' : 'planner.remarks.add')}
          </button>
        </section>
      ) : null}
    </div>
  )
}

type FieldProps = {
  readonly number: number
  readonly note: string
  readonly onChange: (note: string) => void
  readonly onRemove: () => void
}

function RemarkField({ number, note, onChange, onRemove }: FieldProps) {
  const { say, formats } = useTexts()
  const field = useRef<HTMLInputElement>(null)
  // the place was just pressed to say something about it
  useEffect(() => field.current?.focus(), [])
  return (
    <div className="panel-remark">
      <label className="planner-field">
        {say('planner.remark', { number: formats.number(number) })}
        <input
          className="field-input"
          data-testid="remark-note"
          ref={field}
          value={note}
          maxLength={200}
          onChange={({ target }) => onChange(target.value)}
        />
      </label>
      <button type="button" className="button-quiet" onClick={onRemove}>
        {say('planner.remarks.remove')}
      </button>
    </div>
  )
}
