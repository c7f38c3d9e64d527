// Before and after, one over the other, with a slider between them; pairs are added half by half and go for good.
import { useMutation } from '@tanstack/react-query'
import { type ChangeEvent, useId, useState } from 'react'
import { type PhotoPair, type Renovation, renovationMutation, renovationPhotoAddress } from '../../../api/renovations.ts'
import { smallerPhoto } from '../../../app/case/smaller-photo.ts'
import { useTexts } from '../../../i18n/text.ts'
import type { PartProps } from './StageLine.tsx'
import { Labelled, ReasonField, WriteDialog, WriteFailure } from './WriteDialog.tsx'

type Side = 'before' | 'after'
const sides: readonly Side[] = ['before', 'after']
const kinds = 'image/jpeg,image/png,image/webp'

export function PhotoPairs({ renovation, write }: PartProps) {
  const { say } = useTexts()
  const { pairs, project } = renovation
  const [removing, setRemoving] = useState<number | null>(null)
  if (pairs.length === 0 && !write) return null
  return (
    <section data-testid="photo-pairs">
      <h3 className="section-label">{say('renovation.photos')}</h3>
      {pairs.length === 0 ? <p className="renovation-note">{say('renovation.photos.none')}</p> : null}
      <ul className="photo-pairs">
        {pairs.map((pair) => (
          <li key={pair.id} className="photo-pair">
            <Pair project={project.renovationProjectId} pair={pair} />
            {write ? (
              <div className="renovation-actions">
                {sides
                  .filter((side) => !pair.sides.some((one) => one.side === side))
                  .map((side) => (
                    <AddPhoto key={side} project={project.renovationProjectId} side={side} pair={pair.id} caption="" />
                  ))}
                <button type="button" className="button-quiet" onClick={() => setRemoving(pair.id)}>
                  {say('renovation.photos.remove')}
                </button>
              </div>
            ) : null}
          </li>
        ))}
      </ul>
      {write ? <NewPair project={project.renovationProjectId} /> : null}
      {removing === null ? null : <RemoveDialog renovation={renovation} pair={removing} onClose={() => setRemoving(null)} />}
    </section>
  )
}

function Pair({ project, pair }: { project: number; pair: PhotoPair }) {
  const { say } = useTexts()
  const [at, setAt] = useState(50)
  const picture = (side: Side) => {
    const size = pair.sides.find((one) => one.side === side)
    return size ? (
      <img
        src={renovationPhotoAddress(project, pair.id, side)}
        width={size.width}
        height={size.height}
        loading="lazy"
        alt={say(`renovation.photos.alt.${side}`, { caption: pair.caption })}
      />
    ) : null
  }
  const both = pair.sides.length === 2
  return (
    <figure>
      <div className="photo-compare">
        {both ? (
          <>
            {picture('after')}
            <div className="photo-compare-before" style={{ clipPath: `inset(0 ${100 - at}% 0 0)` }}>
              {picture('before')}
            </div>
            <span className="photo-compare-line" style={{ left: `${at}%` }} aria-hidden="true" />
          </>
        ) : (
          (picture('before') ?? picture('after'))
        )}
      </div>
      {both ? (
        <input
          className="photo-compare-slider"
          type="range"
          min={0}
          max={100}
          value={at}
          aria-label={say('renovation.photos.slider', { caption: pair.caption })}
          aria-valuetext={say('renovation.photos.shown', { percent: at })}
          data-testid="photo-slider"
          onChange={({ target }) => setAt(target.valueAsNumber)}
        />
      ) : null}
      <figcaption>{pair.caption}</figcaption>
    </figure>
  )
}

function NewPair({ project }: { project: number }) {
  const { say } = useTexts()
  const [caption, setCaption] = useState('')
  return (
    <div className="photo-new">
      <Labelled label={say('renovation.photos.caption')} hint={say('renovation.photos.hint')}>
        {(id) => (
          <input id={id} className="field-input" maxLength={80} value={caption} onChange={({ target }) => setCaption(target.value)} />
        )}
      </Labelled>
      <div className="renovation-actions">
        {sides.map((side) => (
          <AddPhoto key={side} project={project} side={side} pair={null} caption={caption.trim()} onDone={() => setCaption('')} />
        ))}
      </div>
    </div>
  )
}

type AddProps = { project: number; side: Side; pair: number | null; caption: string; onDone?: () => void }
function AddPhoto({ project, side, pair, caption, onDone }: AddProps) {
  const { say } = useTexts()
  const id = useId()
  const add = useMutation(renovationMutation('addRenovationPhoto'))
  const closed = add.isPending || (pair === null && caption === '')
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = target.files ?? []
    if (file === undefined) return
    const sent = await smallerPhoto(file)
    target.value = ''
    const query = pair === null ? { side, caption } : { side, pair }
    add.mutate({ params: { id: project }, query, file: sent }, { onSuccess: () => onDone?.() })
  }
  return (
    <>
      <label className={closed ? 'button-quiet photo-add-closed' : 'button-quiet'} htmlFor={id}>
        {say(add.isPending ? 'photo.adding' : `renovation.photos.add.${side}`)}
      </label>
      <input
        id={id}
        className="unseen"
        type="file"
        accept={kinds}
        disabled={closed}
        data-testid={`photo-add-${side}`}
        onChange={(event) => void choose(event)}
      />
      {add.error ? <WriteFailure error={add.error} /> : null}
    </>
  )
}

function RemoveDialog({ renovation: { project }, pair, onClose }: { renovation: Renovation; pair: number; onClose: () => void }) {
  const { say } = useTexts()
  const [reason, setReason] = useState('')
  return (
    <WriteDialog
      write="withdrawRenovationPhotos"
      title={say('renovation.photos.remove')}
      confirm={say('renovation.photos.remove')}
      input={() => ({ params: { id: project.renovationProjectId, pair }, body: { reason } })}
      onClose={onClose}
    >
      <ReasonField value={reason} must onValue={setReason} />
    </WriteDialog>
  )
}
