// The field walk of a plan: each stretch of a new border on a sketch with its corners and their coordinates, room to write, and the photos
// that were taken there. For the screen, for a phone on the spot, and for paper.
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ChangeEvent, useEffect, useId, useMemo, useRef, useState } from 'react'
import { isUnderWay } from '#domain/plans/stages.ts'
import { borderAt, degreesText, numberedCorners, type WalkedBorder, walkedBorders } from '#domain/plans/walked-borders.ts'
import { fromLattice, toLattice } from '#domain/topology/lattice.ts'
import { OUTSIDE } from '#domain/topology/topology.ts'
import { type PlanPhoto, planPhotoAddress, planPhotoMutation, planPhotosQuery } from '../../api/plan-photos.ts'
import { type OpenedPlan, planFactsQuery } from '../../api/plans.ts'
import { smallerPhoto } from '../../app/case/smaller-photo.ts'
import { Failure } from '../../app/Failure.tsx'
import { FormDialog } from '../../app/FormDialog.tsx'
import type { PlanView } from '../../editor/plan-session.ts'
import { useTexts } from '../../i18n/text.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { BorderSketch } from './BorderSketch.tsx'
import { gridName } from './operation-words.ts'
import { guidesIn } from './use-figures.ts'

type Props = { readonly opened: OpenedPlan; readonly view: PlanView; readonly onClose: () => void }
/** A photo is of the border beside which it was taken: the error of a fix between houses, and a street's width. */
const photoMetres = 60

export function WalkDialog({ opened, view, onClose }: Props) {
  const { say, formats } = useTexts()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  const { planId, title, stage } = opened.plan
  const facts = useQuery(planFactsQuery(planId))
  const photos = useQuery(planPhotosQuery(planId))
  const guides = useMemo(() => (facts.data === undefined ? [] : guidesIn(facts.data)), [facts.data])
  const borders = useMemo(() => walkedBorders(view.base, view.topology), [view])
  const shown = photos.data?.photos ?? []
  const photosOf = useMemo(() => {
    const near = new Map<number, PlanPhoto[]>()
    for (const photo of shown) {
      const number = borderAt(borders, photo, photoMetres)?.border.number ?? 0
      near.set(number, [...(near.get(number) ?? []), photo])
    }
    return near
  }, [shown, borders])
  const elsewhere = photosOf.get(0) ?? []
  const failed = facts.error ?? photos.error
  return (
    <dialog ref={dialog} className="impact" aria-labelledby="walk-title" onClose={onClose} data-testid="walk-dialog">
      <header className="impact-head">
        <h2 id="walk-title">{say('planner.walk.title', { plan: title })}</h2>
        <div className="impact-tools">
          <button type="button" className="button-quiet" onClick={() => window.print()}>
            {say('report.print')}
          </button>
          <button type="button" className="button-quiet" onClick={() => dialog.current?.close()}>
            {say('app.close')}
          </button>
        </div>
        <p className="planner-note">
          {say('planner.walk.note', {
            base: opened.plan.base.title,
            count: formats.number(borders.length),
            metres: formats.number(Math.round(borders.reduce((sum, { lengthMetres }) => sum + lengthMetres, 0))),
          })}
        </p>
      </header>
      {failed ? (
        <Failure error={failed} retry={() => void Promise.all([facts.refetch(), photos.refetch()])} />
      ) : facts.data === undefined || photos.data === undefined ? (
        <Skeleton height={320} />
      ) : borders.length === 0 ? (
        <p className="planner-empty">{say('planner.walk.none')}</p>
      ) : (
        <>
          {borders.map((border) => (
            <Stretch
              key={border.number}
              {...{ border, view, guides, planId }}
              photos={photosOf.get(border.number) ?? []}
              mayAdd={isUnderWay(stage)}
            />
          ))}
          {elsewhere.length === 0 ? null : (
            <section className="walk-stretch">
              <h3>{say('planner.walk.elsewhere')}</h3>
              <Photos planId={planId} photos={elsewhere} mayRemove={isUnderWay(stage)} />
            </section>
          )}
        </>
      )}
    </dialog>
  )
}

type StretchProps = {
  readonly border: WalkedBorder
  readonly view: PlanView
  readonly guides: Parameters<typeof BorderSketch>[0]['guides']
  readonly planId: number
  readonly photos: readonly PlanPhoto[]
  readonly mayAdd: boolean
}
function Stretch({ border, view, guides, planId, photos, mayAdd }: StretchProps) {
  const texts = useTexts()
  const { say, formats } = texts
  const { number, sides, lengthMetres } = border
  const [one, other] = sides.map((grid) => (grid === OUTSIDE ? say('planner.outside') : gridName(grid, view, texts)))
  const heading = say('planner.walk.border', { number, one: one ?? '', other: other ?? '' })
  return (
    <section className="walk-stretch" data-testid="walk-border">
      <h3>
        {heading} <span className="planner-note">{say('planner.walk.metres', { metres: formats.number(Math.round(lengthMetres)) })}</span>
      </h3>
      <div className="walk-sheet">
        <BorderSketch
          border={border}
          base={view.base}
          guides={guides}
          photos={photos.map(({ lng, lat }) => toLattice([lng, lat]))}
          label={heading}
        />
        <table className="impact-table walk-corners">
          <caption>{say('planner.walk.corners')}</caption>
          <tbody>
            {numberedCorners(border).map(({ number: corner, point }) => (
              <tr key={corner}>
                <th scope="row">{corner}</th>
                <td>{degreesText(point)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Photos planId={planId} photos={photos} mayRemove={mayAdd} />
      {mayAdd ? <AddPhoto planId={planId} border={border} /> : null}
      <dl className="walk-lines">
        {(['seen', 'who', 'day'] as const).map((line) => (
          <div key={line}>
            <dt>{say(`planner.walk.line.${line}`)}</dt>
            <dd />
          </div>
        ))}
      </dl>
    </section>
  )
}

function Photos({ planId, photos, mayRemove }: { planId: number; photos: readonly PlanPhoto[]; mayRemove: boolean }) {
  const { say, formats } = useTexts()
  const [removing, setRemoving] = useState<PlanPhoto | null>(null)
  if (photos.length === 0) return null
  return (
    <ul className="walk-photos" data-testid="walk-photos">
      {photos.map((photo) => (
        <li key={photo.planPhotoId}>
          <a href={planPhotoAddress(planId, photo.planPhotoId, 'full')} target="_blank" rel="noreferrer">
            <img
              src={planPhotoAddress(planId, photo.planPhotoId, 'thumbnail')}
              width={photo.width}
              height={photo.height}
              alt={photo.note || say('planner.walk.photo')}
            />
          </a>
          <p>
            {photo.note} <span className="planner-note">{degreesText(toLattice([photo.lng, photo.lat]))}</span>
          </p>
          <p className="planner-note">{say('record.by', { by: photo.by, at: formats.moment(photo.at) })}</p>
          {mayRemove ? (
            <button type="button" className="button-quiet impact-tools" onClick={() => setRemoving(photo)}>
              {say('planner.walk.remove')}
            </button>
          ) : null}
        </li>
      ))}
      {removing === null ? null : <RemoveDialog planId={planId} photo={removing} onClose={() => setRemoving(null)} />}
    </ul>
  )
}

/** Where it was taken: at a corner of the border, or where this device is. */
function AddPhoto({ planId, border }: { planId: number; border: WalkedBorder }) {
  const { say } = useTexts()
  const id = useId()
  const [corner, setCorner] = useState('0')
  const [note, setNote] = useState('')
  const [lost, setLost] = useState(false)
  const add = useMutation(planPhotoMutation('addPlanPhoto'))
  const place = async (): Promise<readonly [number, number]> => {
    if (corner !== 'here') return fromLattice(border.corners[Number(corner)] ?? border.points[0] ?? [0, 0])
    const { coords } = await new Promise<GeolocationPosition>((resolve, reject) =>
      navigator.geolocation.getCurrentPosition(resolve, reject, { enableHighAccuracy: true, timeout: 15_000 }),
    )
    return [coords.longitude, coords.latitude]
  }
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = target.files ?? []
    if (file === undefined) return
    const sent = await smallerPhoto(file)
    target.value = ''
    const at = await place().catch(() => null)
    setLost(at === null)
    if (at === null) return
    const [lng, lat] = at
    add.mutate({ params: { id: planId }, query: { lng, lat, note: note.trim() }, file: sent }, { onSuccess: () => setNote('') })
  }
  return (
    <div className="walk-add impact-tools">
      <label className="planner-field">
        {say('planner.walk.at')}
        <select className="field-input" value={corner} data-testid="walk-at" onChange={({ target }) => setCorner(target.value)}>
          {numberedCorners(border).map(({ number }) => (
            <option key={number} value={String(number - 1)}>
              {say('planner.walk.corner', { number })}
            </option>
          ))}
          <option value="here">{say('planner.walk.here')}</option>
        </select>
      </label>
      <label className="planner-field">
        {say('planner.walk.seen')}
        <input
          className="field-input"
          maxLength={80}
          value={note}
          data-testid="walk-note"
          onChange={({ target }) => setNote(target.value)}
        />
      </label>
      <label className="button-quiet" htmlFor={id}>
        {say(add.isPending ? 'photo.adding' : 'planner.walk.add')}
      </label>
      <input
        id={id}
        className="unseen"
        type="file"
        accept="image/jpeg,image/png,image/webp"
        disabled={add.isPending}
        data-testid="walk-add"
        onChange={(event) => void choose(event)}
      />
      {lost ? (
        <p className="form-error" role="alert">
          {say('planner.walk.lost')}
        </p>
      ) : null}
      {add.error ? <Failure error={add.error} retry={() => add.reset()} /> : null}
    </div>
  )
}

function RemoveDialog({ planId, photo, onClose }: { planId: number; photo: PlanPhoto; onClose: () => void }) {
  const { say } = useTexts()
  const [reason, setReason] = useState('')
  const remove = useMutation({ ...planPhotoMutation('withdrawPlanPhoto'), onSuccess: onClose })
  return (
    <FormDialog
      name="walk-remove"
      title={say('planner.walk.remove')}
      confirm={say('planner.walk.remove')}
      pending={remove.isPending}
      failure={remove.error === null ? null : <Failure error={remove.error} retry={() => remove.reset()} />}
      onConfirm={() => remove.mutate({ params: { id: planId, photo: photo.planPhotoId }, body: { reason } })}
      onClose={onClose}
    >
      <label className="planner-field">
        {say('patrols.reason')}
        <input
          className="field-input"
          required
          minLength={2}
          maxLength={200}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
    </FormDialog>
  )
}
