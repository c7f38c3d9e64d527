// A record that is added or changed: its fields beside the map it is drawn on. Somebody else's change is shown, never overwritten unseen.
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useMemo, useState } from 'react'
import { CallError, hasCode } from '../../../api/errors.ts'
import { type RecordChange, writeRecordMutation } from '../../../api/places.ts'
import { buildingQuery } from '../../../api/queries.ts'
import { useLook } from '../../../app/look.ts'
import { PanelSkeleton } from '../../../app/panel/parts.tsx'
import { fieldWords, valueWords } from '../../../app/record-words.ts'
import { useTexts } from '../../../i18n/text.ts'
import type { DrawnMap, Place } from '../../../map/IssueMap.tsx'
import { palettes } from '../../../map/palette.ts'
import { type Area, useOutline } from '../../../map/use-outline.ts'
import { hasWebgl } from '../../../map/webgl.ts'
import { fields, fresh, type Kind, type PlaceRow } from './books.ts'
import { FieldInput } from './FieldInput.tsx'

type Props = {
  kind: Kind
  subdistrict: string
  /** Null: a new one. */
  row: PlaceRow | null
  map: DrawnMap | null
  place: Place | null
  onPlace: (place: Place | null) => void
  onClose: () => void
  onDone: (id: number) => void
}

/** A building is read whole first: the list has neither its outline nor its units. */
export function PlaceForm(props: Props) {
  const { kind, row, subdistrict } = props
  const wanted = kind === 'building' && row !== null
  const building = useQuery({ ...buildingQuery({ subdistrict, version: 0 }, row?.id ?? 0), enabled: wanted, staleTime: 0 })
  const [first, setFirst] = useState<typeof building.data>(undefined)
  useEffect(() => {
    if (building.data && !building.isFetching) setFirst((known) => known ?? building.data)
  }, [building.data, building.isFetching])
  if (wanted && first === undefined)
    return (
      <aside className="register-panel">
        <PanelSkeleton />
      </aside>
    )
  const said: Readonly<Record<string, unknown>> =
    row === null ? fresh[kind] : first ? { ...first.properties, units: first.properties.unitList } : row.feature.properties
  const geometry = first?.geometry ?? row?.feature.geometry ?? null
  return <Form {...props} said={said} area={geometry?.type === 'MultiPolygon' ? geometry : null} />
}

type FormProps = Props & { readonly said: Readonly<Record<string, unknown>>; readonly area: Area | null }

function Form({ kind, row, subdistrict, map, place, onPlace, onClose, onDone, said, area: areaBefore }: FormProps) {
  const texts = useTexts()
  const { say } = texts
  const { theme } = useLook()
  const isPoint = kind === 'station'
  const [changed, setChanged] = useState<Readonly<Record<string, unknown>>>({})
  const [area, setArea] = useState<Area | null>(areaBefore)
  const [reason, setReason] = useState('')
  const [version, setVersion] = useState(Number(said.version ?? 0))
  const [webgl] = useState(hasWebgl)
  const start = useMemo(() => areaBefore, [areaBefore])
  const outline = useOutline({
    map: isPoint ? null : map,
    start,
    colour: palettes[theme].accent as `#${string}`,
    onChange: setArea,
  })
  const write = useMutation(writeRecordMutation())

  // the pin of a station stands where the register says until it is moved
  const pointBefore = row?.feature.geometry.type === 'Point' ? row.feature.geometry.coordinates : null
  const [lngBefore = null, latBefore = null] = pointBefore ?? []
  useEffect(() => {
    if (isPoint && lngBefore !== null && latBefore !== null) onPlace({ lng: lngBefore, lat: latBefore })
  }, [isPoint, lngBefore, latBefore, onPlace])

  const moved = isPoint ? place !== null && (place.lng !== lngBefore || place.lat !== latBefore) : area !== areaBefore && area !== null
  const geometry = isPoint ? place && { type: 'Point', coordinates: [place.lng, place.lat] } : area
  const dirty = moved || Object.keys(changed).length > 0
  useEffect(() => {
    if (!dirty) return
    const stay = (event: BeforeUnloadEvent): void => event.preventDefault()
    window.addEventListener('beforeunload', stay)
    return () => window.removeEventListener('beforeunload', stay)
  }, [dirty])
  const leave = (): void => {
    if (!dirty || window.confirm(say('places.leave'))) onClose()
  }
  const values = { ...said, ...changed }
  const set = (field: string, value: unknown): void => {
    const { [field]: _, ...others } = changed
    setChanged(JSON.stringify(said[field] ?? null) === JSON.stringify(value) ? others : { ...others, [field]: value })
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (write.isPending || (row === null && geometry === null)) return
    const own = Object.fromEntries(fields[kind].map(({ name }) => [name, values[name]]))
    const body = row === null ? { ...own, geometry, reason } : { ...changed, ...(moved && { geometry }), version, reason }
    write.mutate({ kind, id: row?.id ?? null, body } as unknown as RecordChange, { onSuccess: ({ id }) => onDone(id) })
  }

  const conflict = write.error instanceof CallError && hasCode(write.error, 'conflict') ? write.error : null
  const theirs = conflict?.details.filter(({ path }) => path.startsWith('body.')) ?? []
  const newest = conflict?.details.find(({ path }) => path === 'version')?.problem
  useEffect(() => {
    if (newest !== undefined) setVersion(Number(newest))
  }, [newest])
  const sum = Array.isArray(values.units) ? values.units.reduce((total: number, unit) => total + Number(unit.households), 0) : 0
  const nothing = row === null && geometry === null
  return (
    <aside className="register-panel" aria-label={say('places.edit')} data-testid="place-form">
      <form className="places-form" onSubmit={submit}>
        <h2>{row === null ? say(`places.form.${kind}`) : say('places.form.edit', { name: row.title })}</h2>
        {fields[kind].map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            value={values[field.name]}
            subdistrict={subdistrict}
            near={area}
            onValue={(value) => set(field.name, value)}
          />
        ))}
        {sum > 0 && sum !== values.households ? (
          <p className="field-warning" role="status">
            {say('places.form.sum', { sum, households: String(values.households) })}
          </p>
        ) : null}
        <section>
          <h3 className="section-label">{say('places.form.geometry')}</h3>
          {webgl ? (
            <>
              <p className="places-hint">{say(isPoint ? 'places.form.draw.point' : 'places.form.draw.area')}</p>
              {isPoint ? null : (
                <>
                  <p className="places-hint">{say('places.form.keys')}</p>
                  <p className="places-hint" role="status" data-testid="draw-keys">
                    {outline.keys === null ? '' : say(`places.form.keys.${outline.keys.step}`, { count: outline.keys.points })}
                  </p>
                </>
              )}
              {isPoint ? null : (
                <div className="places-draw">
                  <button type="button" className="button-quiet" disabled={!outline.ready} onClick={outline.undo} data-testid="draw-undo">
                    {say('places.form.undo')}
                  </button>
                  <button type="button" className="button-quiet" disabled={!outline.ready} onClick={outline.redo}>
                    {say('places.form.redo')}
                  </button>
                  <button type="button" className="button-quiet" disabled={!outline.ready} onClick={outline.redraw} data-testid="draw-anew">
                    {say('places.form.redraw')}
                  </button>
                </div>
              )}
              {nothing ? <p className="field-warning">{say('places.form.noGeometry')}</p> : null}
            </>
          ) : (
            <p className="field-warning">{say('places.form.mapFailed')}</p>
          )}
        </section>
        <label className="field">
          <span className="field-label">{say('places.form.reason')}</span>
          <input className="field-input" maxLength={200} value={reason} onChange={({ target }) => setReason(target.value)} />
        </label>
        {conflict && theirs.length + (newest === undefined ? 0 : 1) > 0 ? (
          <div className="places-conflict" role="alert" data-testid="place-conflict">
            <p>{say('places.form.conflict')}</p>
            <ul>
              {theirs.map(({ path, problem }) => {
                const field = path.slice('body.'.length)
                return (
                  <li key={path}>{say('places.form.conflict.field', { field: fieldWords(field, texts), value: told(field, problem) })}</li>
                )
              })}
            </ul>
            <button type="button" className="button-quiet" onClick={onClose}>
              {say('places.form.takeTheirs')}
            </button>
          </div>
        ) : write.error ? (
          <p className="form-error" role="alert" data-testid="place-refused">
            {write.error instanceof CallError && write.error.details.length > 0
              ? say('places.form.refused', { problem: write.error.details.map(refusal).join('; ') })
              : say(`error.${write.error instanceof CallError ? write.error.code : 'internal'}`)}
          </p>
        ) : null}
        <div className="places-foot">
          <button type="button" className="button-quiet" onClick={leave} data-testid="place-cancel">
            {say('app.cancel')}
          </button>
          <button
            type="submit"
            className="button"
            aria-busy={write.isPending}
            disabled={nothing || (row !== null && !dirty)}
            data-testid="place-save"
          >
            {say('places.form.save')}
          </button>
        </div>
      </form>
    </aside>
  )

  function told(field: string, problem: string): string {
    try {
      return valueWords(field, JSON.parse(problem), texts)
    } catch {
      return problem
    }
  }
  function refusal({ path, problem }: { path: string; problem: string }): string {
    const field = path.replace(/^body\./, '').split('.')[0] ?? ''
    return `${fieldWords(field, texts)} ${problem}`
  }
}
