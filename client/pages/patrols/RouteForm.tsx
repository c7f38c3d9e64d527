// A route that is drawn or changed: its line and checkpoints on the map beside, and what they are called. Everything that the mouse does can be done
// from here too: the middle of the map is the place, and the map is moved by the arrow keys.
import { useMutation, useQuery } from '@tanstack/react-query'
import { type FormEvent, useEffect, useState } from 'react'
import { lineLengthMetres } from '#domain/geo/local-plane.ts'
import { CallError } from '../../api/errors.ts'
import { saveRouteMutation, teamsQuery } from '../../api/patrols.ts'
import type { Scope } from '../../api/queries.ts'
import { useTexts } from '../../i18n/text.ts'
import type { DrawnMap } from '../../map/IssueMap.tsx'
import { Choice } from '../../ui/Choice.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { PatrolFailure } from './PatrolFailure.tsx'
import {
  addCheckpoint,
  addCorner,
  bodyOf,
  type Drawing,
  earlier,
  fill,
  fillCheckpoint,
  type Held,
  isNamed,
  move,
  type Place,
  removeHeld,
  undo,
} from './route-draft.ts'
import { ShiftFields } from './ShiftFields.tsx'

type Props = {
  scope: Scope
  /** Null: a new one. */
  id: number | null
  version: number
  drawing: Drawing
  held: Held | null
  adds: Held['kind']
  map: DrawnMap | null
  checkpointName: string
  onAdds: (adds: Held['kind']) => void
  onDrawing: (drawing: Drawing, held: Held | null) => void
  onClose: () => void
  onDone: (id: number) => void
}

export function RouteForm({
  scope,
  id,
  version: read,
  drawing,
  held,
  adds,
  map,
  checkpointName,
  onAdds,
  onDrawing,
  onClose,
  onDone,
}: Props) {
  const { say, name, formats } = useTexts()
  const teams = useQuery(teamsQuery(scope, 'open'))
  const [version, setVersion] = useState(read)
  const save = useMutation(saveRouteMutation(id))
  const draft = drawing.now
  const [saved] = useState(draft.shifts)
  const body = bodyOf(draft)
  // after a refusal because somebody was quicker, saving again is meant
  const newest = save.error instanceof CallError ? save.error.details.find(({ path }) => path === 'version')?.problem : undefined
  useEffect(() => {
    if (newest !== undefined) setVersion(Number(newest))
  }, [newest])
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (body !== null) save.mutate({ ...body, version }, { onSuccess: ({ properties }) => onDone(properties.patrolRouteId) })
  }
  const middle = (): Place | null => {
    const centre = map?.getCenter()
    return centre ? { lng: centre.lng, lat: centre.lat } : null
  }
  const atMiddle = (act: (place: Place) => Drawing, next: Held | null) => (): void => {
    const place = middle()
    if (place !== null) onDrawing(act(place), next)
  }
  const metres = draft.line.length < 2 ? 0 : lineLengthMetres(draft.line.map(({ lng, lat }) => [lng, lat]))
  const corner = held?.kind === 'corner' ? held : null
  return (
    <aside className="patrols-panel" aria-label={say('patrols.route.form')} data-testid="route-form">
      <form className="patrols-form" onSubmit={submit}>
        <h2>{say(id === null ? 'patrols.route.add' : 'patrols.route.edit')}</h2>
        <label className="field">
          <span className="field-label">{say('record.field.name')}</span>
          <input
            className="field-input"
            required
            maxLength={60}
            value={draft.name}
            data-testid="route-name"
            onChange={({ target }) => onDrawing(fill(drawing, { name: target.value }), held)}
          />
        </label>
        <label className="field">
          <span className="field-label">{say('patrol.team')}</span>
          <select
            className="field-input"
            required
            value={draft.patrolTeamId ?? ''}
            data-testid="route-team"
            onChange={({ target }) => onDrawing(fill(drawing, { patrolTeamId: Number(target.value) || null }), held)}
          >
            <option value="" />
            {(teams.data?.rows ?? [])
              .filter(({ mayChange }) => mayChange)
              .map((team) => (
                <option key={team.patrolTeamId} value={team.patrolTeamId}>
                  {name(team)}
                </option>
              ))}
          </select>
        </label>
        <ShiftFields
          shifts={draft.shifts}
          saved={id === null ? null : saved}
          onChange={(shifts) => onDrawing(fill(drawing, { shifts }), held)}
        />
        <section>
          <Choice
            label={say('patrols.draw.adds')}
            options={[
              { value: 'corner', text: say('patrols.draw.corner') },
              { value: 'checkpoint', text: say('patrols.draw.checkpoint') },
            ]}
            value={adds}
            onChange={onAdds}
          />
          <p className="patrols-note">{say(map === null ? 'patrols.draw.noMap' : 'patrols.draw.hint')}</p>
          <div className="patrols-draw">
            <button
              type="button"
              className="button-quiet"
              disabled={map === null}
              data-testid="draw-middle"
              onClick={atMiddle(
                (place) => (adds === 'corner' ? addCorner(drawing, place, false) : addCheckpoint(drawing, place, checkpointName)),
                null,
              )}
            >
              {say('patrols.draw.middle')}
            </button>
            <button
              type="button"
              className="button-quiet"
              disabled={drawing.past.length === 0}
              onClick={() => onDrawing(undo(drawing), null)}
              data-testid="draw-undo"
            >
              {say('patrols.draw.undo')}
            </button>
          </div>
          <div className="patrols-draw">
            <label className="field patrols-corner">
              <span className="field-label">
                {say('patrols.draw.corners', { count: draft.line.length, metres: formats.number(Math.round(metres)) })}
              </span>
              <select
                className="field-input"
                value={corner?.index ?? ''}
                data-testid="corner"
                onChange={({ target }) => onDrawing(drawing, target.value === '' ? null : { kind: 'corner', index: Number(target.value) })}
              >
                <option value="">{say('patrols.draw.none')}</option>
                {draft.line
                  .map((_, index) => index + 1)
                  .map((number) => (
                    <option key={number} value={number - 1}>
                      {say('patrols.draw.cornerNumber', { number })}
                    </option>
                  ))}
              </select>
            </label>
            <button
              type="button"
              className="button-quiet"
              disabled={corner === null || map === null}
              onClick={corner === null ? undefined : atMiddle((place) => move(drawing, corner, place, true), corner)}
            >
              {say('patrols.draw.toMiddle')}
            </button>
            <button
              type="button"
              className="button-quiet"
              disabled={corner === null}
              onClick={() => (corner === null ? undefined : onDrawing(removeHeld(drawing, corner), null))}
              data-testid="corner-remove"
            >
              {say('patrols.draw.remove')}
            </button>
          </div>
        </section>
        <Checkpoints
          drawing={drawing}
          held={held}
          onDrawing={onDrawing}
          onMiddle={(index) =>
            atMiddle((place) => move(drawing, { kind: 'checkpoint', index }, place, true), { kind: 'checkpoint', index })()
          }
        />
        <PatrolFailure error={save.error} />
        <div className="patrols-foot">
          {body === null ? (
            <span className="patrols-note">{say(isNamed(draft) ? 'patrols.draw.missing.shifts' : 'patrols.draw.missing')}</span>
          ) : null}
          <button type="button" className="button-quiet" onClick={onClose} data-testid="route-cancel">
            {say('app.cancel')}
          </button>
          <button type="submit" className="button" aria-busy={save.isPending} disabled={body === null} data-testid="route-save">
            {say('patrols.save')}
          </button>
        </div>
      </form>
    </aside>
  )
}

type CheckpointsProps = Pick<Props, 'drawing' | 'held' | 'onDrawing'> & { onMiddle: (index: number) => void }
function Checkpoints({ drawing, held, onDrawing, onMiddle }: CheckpointsProps) {
  const { say } = useTexts()
  const checkpoints = drawing.now.checkpoints.map((one, index) => ({ one, index }))
  return (
    <section>
      <h3 className="section-label">{say('patrol.checkpoints')}</h3>
      {checkpoints.length === 0 ? <p className="patrols-note">{say('patrols.draw.noCheckpoints')}</p> : null}
      <ol className="patrols-points">
        {checkpoints.map(({ one, index }) => {
          const own: Held = { kind: 'checkpoint', index }
          // places in the order are what they are: a checkpoint that moves up takes the row of the other
          const isHeld = held?.kind === 'checkpoint' && held.index === index
          return (
            <li
              key={`${one.checkpointId ?? 'new'} ${index}`}
              className={isHeld ? 'patrols-point patrols-point-held' : 'patrols-point'}
              data-testid="draft-checkpoint"
            >
              <span className="patrols-mark patrols-mark-plain">{index + 1}</span>
              <input
                className="field-input"
                aria-label={say('patrols.draw.name', { number: index + 1 })}
                required
                maxLength={60}
                value={one.name}
                onFocus={() => onDrawing(drawing, own)}
                onChange={({ target }) => onDrawing(fillCheckpoint(drawing, index, { name: target.value }), own)}
              />
              <label className="patrols-small">
                {say('patrols.draw.radius')}
                <input
                  type="number"
                  className="field-input"
                  required
                  min={5}
                  max={100}
                  value={one.radiusMetres}
                  onChange={({ target }) => onDrawing(fillCheckpoint(drawing, index, { radiusMetres: Number(target.value) }), own)}
                />
              </label>
              <label className="patrols-small">
                {say('patrols.draw.minute')}
                <input
                  type="number"
                  className="field-input"
                  min={0}
                  max={1440}
                  placeholder={say('patrols.draw.minute.auto')}
                  value={one.plannedMinute ?? ''}
                  onChange={({ target }) =>
                    onDrawing(fillCheckpoint(drawing, index, { plannedMinute: target.value === '' ? null : Number(target.value) }), own)
                  }
                />
              </label>
              <span className="patrols-point-tools">
                <button
                  type="button"
                  className="button-quiet"
                  disabled={index === 0}
                  aria-label={say('patrols.draw.earlier', { number: index + 1 })}
                  onClick={() => onDrawing(earlier(drawing, index), null)}
                >
                  <Icon name="up" />
                </button>
                <button
                  type="button"
                  className="button-quiet"
                  aria-label={say('patrols.draw.checkpointToMiddle', { number: index + 1 })}
                  onClick={() => onMiddle(index)}
                >
                  <Icon name="fit" />
                </button>
                <button
                  type="button"
                  className="button-quiet"
                  aria-label={say('patrols.draw.removeCheckpoint', { number: index + 1 })}
                  onClick={() => onDrawing(removeHeld(drawing, own), null)}
                  data-testid="checkpoint-remove"
                >
                  <Icon name="close" />
                </button>
              </span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
