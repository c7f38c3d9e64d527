// One field of a record as an input, by what may stand in it.
import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { call } from '../../../api/client.ts'
import { gridsQuery } from '../../../api/queries.ts'
import { fieldWords, valueWords } from '../../../app/record-words.ts'
import { useTexts } from '../../../i18n/text.ts'
import { boxOf } from '../../../map/camera.ts'
import type { Area } from '../../../map/use-outline.ts'
import type { Field } from './books.ts'

type Props = {
  field: Field
  value: unknown
  subdistrict: string
  /** What is drawn by now; compounds are offered around it. */
  near: Area | null
  onValue: (value: unknown) => void
}
type Unit = { readonly unitNumber: number; readonly households: number; readonly lift: boolean }

export function FieldInput(props: Props) {
  const { field, value, onValue } = props
  const texts = useTexts()
  const { say } = texts
  const id = useId()
  const label = fieldWords(field.name, texts)
  if (field.input === 'units') return <Units value={(value ?? []) as readonly Unit[]} onValue={onValue} />
  if (field.input === 'choices') {
    const chosen = (value ?? []) as readonly string[]
    return (
      <fieldset className="field">
        <legend className="field-label">{label}</legend>
        <div className="places-services">
          {field.options.map((option) => (
            <label key={option} className="places-check">
              <input
                type="checkbox"
                checked={chosen.includes(option)}
                onChange={() => onValue(field.options.filter((one) => (one === option) !== chosen.includes(one)))}
              />
              {valueWords(field.name, option, texts)}
            </label>
          ))}
        </div>
      </fieldset>
    )
  }
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {field.input === 'text' ? (
        <input
          id={id}
          className="field-input"
          required={field.required ?? false}
          maxLength={field.most}
          value={String(value ?? '')}
          data-testid={`field-${field.name}`}
          onChange={({ target }) => onValue(target.value)}
        />
      ) : field.input === 'number' ? (
        <input
          id={id}
          className="field-input"
          type="number"
          required={(field.required ?? false) && value !== '<3'}
          min={field.least}
          max={field.most}
          step={field.name === 'areaM2' ? 'any' : 1}
          placeholder={value === '<3' ? say('places.form.small') : undefined}
          value={typeof value === 'number' ? value : ''}
          data-testid={`field-${field.name}`}
          onChange={({ target }) => onValue(target.value === '' ? null : target.valueAsNumber)}
        />
      ) : field.input === 'choice' ? (
        <select
          id={id}
          className="field-input"
          value={String(value)}
          data-testid={`field-${field.name}`}
          onChange={({ target }) => onValue(target.value)}
        >
          {field.options.map((option) => (
            <option key={option} value={option}>
              {valueWords(field.name, option, texts)}
            </option>
          ))}
        </select>
      ) : field.input === 'community' ? (
        <Communities id={id} {...props} />
      ) : (
        <Compounds id={id} {...props} />
      )}
    </div>
  )
}

function Communities({ id, value, subdistrict, onValue }: Props & { id: string }) {
  const { name } = useTexts()
  const { data } = useQuery(gridsQuery({ subdistrict, version: 0 }, { level: 2 }))
  return (
    <select
      id={id}
      className="field-input"
      required
      value={String(value ?? '')}
      data-testid="field-communityCode"
      onChange={({ target }) => onValue(target.value)}
    >
      <option value="" />
      {(data?.features ?? []).map(({ properties }) => (
        <option key={properties.gridCode} value={properties.gridCode.slice(0, 12)}>
          {name(properties)}
        </option>
      ))}
    </select>
  )
}

/** Half a kilometre, in degrees. */
const around = 0.005

function Compounds({ id, value, subdistrict, near, onValue }: Props & { id: string }) {
  const { say, name } = useTexts()
  const box = near === null ? null : boxOf(near.coordinates.flat(2) as [number, number][])
  const bbox = box && [box[0] - around, box[1] - around, box[2] + around, box[3] + around].map((one) => one.toFixed(4)).join(',')
  const { data } = useQuery({
    queryKey: ['compoundsAround', subdistrict, bbox],
    queryFn: ({ signal }) => call('compounds', { query: { subdistrict, limit: 500, bbox: bbox ?? '' }, signal }),
    enabled: bbox !== null,
  })
  const known = data?.features.some(({ properties }) => properties.compoundId === value) ?? false
  return (
    <select
      id={id}
      className="field-input"
      value={value === null || value === undefined ? '' : String(value)}
      data-testid="field-compoundId"
      onChange={({ target }) => onValue(target.value === '' ? null : Number(target.value))}
    >
      <option value="">{say('places.form.noCompound')}</option>
      {typeof value === 'number' && !known ? <option value={value}>{value}</option> : null}
      {(data?.features ?? []).map(({ properties }) => (
        <option key={properties.compoundId} value={properties.compoundId}>
          {name(properties)}
        </option>
      ))}
    </select>
  )
}

function Units({ value, onValue }: { value: readonly Unit[]; onValue: (units: readonly Unit[]) => void }) {
  const texts = useTexts()
  const { say } = texts
  const next = Math.max(0, ...value.map(({ unitNumber }) => unitNumber)) + 1
  const put = (number: number, change: Partial<Unit>): void =>
    onValue(value.map((unit) => (unit.unitNumber === number ? { ...unit, ...change } : unit)))
  return (
    <fieldset className="field">
      <legend className="field-label">{fieldWords('units', texts)}</legend>
      {value.map(({ unitNumber, households, lift }) => (
        <div key={unitNumber} className="places-unit">
          <span>{say('places.unit', { number: unitNumber })}</span>
          <input
            className="field-input"
            type="number"
            required
            min={0}
            max={9999}
            aria-label={`${say('places.unit', { number: unitNumber })} ${fieldWords('households', texts)}`}
            value={Number.isNaN(households) ? '' : households}
            onChange={({ target }) => put(unitNumber, { households: target.valueAsNumber })}
          />
          <label className="places-check">
            <input type="checkbox" checked={lift} onChange={() => put(unitNumber, { lift: !lift })} />
            {say('places.lift')}
          </label>
          <button
            type="button"
            className="button-quiet"
            aria-label={say('places.form.removeUnit', { number: unitNumber })}
            onClick={() => onValue(value.filter((unit) => unit.unitNumber !== unitNumber))}
          >
            ×
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button-quiet"
        disabled={next > 99}
        onClick={() => onValue([...value, { unitNumber: next, households: 0, lift: false }])}
      >
        {say('places.form.addUnit')}
      </button>
    </fieldset>
  )
}
