// The photos of a case, by what they show: each opens large, one may be added, the desk may take one away.
import { useMutation } from '@tanstack/react-query'
import { type ChangeEvent, useEffect, useId, useRef, useState } from 'react'
import { mostPhotos, type PhotoKind, photoKinds } from '#domain/issues/photo-rules.ts'
import { hasCode } from '../../api/errors.ts'
import { addPhotoMutation, type IssueCase, photoAddress, withdrawPhotoMutation } from '../../api/issues.ts'
import { useTexts } from '../../i18n/text.ts'
import { Icon } from '../../ui/Icon.tsx'
import { FormDialog } from '../FormDialog.tsx'
import { useMay } from '../session.ts'
import { smallerPhoto } from './smaller-photo.ts'

type Photo = IssueCase['photos'][number]

export function Photos({ issue }: { issue: IssueCase }) {
  const { say } = useTexts()
  const may = useMay()
  const [large, setLarge] = useState<Photo | null>(null)
  const { issueId } = issue.properties
  const kinds = photoKinds.filter((kind) => issue.photos.some((photo) => photo.kind === kind) || issue.photoKind === kind)
  if (kinds.length === 0) return null
  return (
    <section className="photos" aria-label={say('photo.title')} data-testid="photos">
      <h3 className="section-label">{say('photo.title')}</h3>
      <div className="photo-kinds">
        {kinds.map((kind) => (
          <div key={kind} className="photo-kind">
            <h4>{say(`photoKind.${kind}`)}</h4>
            <ul>
              {issue.photos
                .filter((photo) => photo.kind === kind)
                .map((photo) => (
                  <li key={photo.photoId}>
                    <Thumbnail issueId={issueId} photo={photo} onOpen={() => setLarge(photo)} />
                  </li>
                ))}
              {issue.photoKind === kind && may('addIssuePhoto') ? <AddPhoto issue={issue} kind={kind} /> : null}
            </ul>
          </div>
        ))}
      </div>
      {large ? <LargePhoto issueId={issueId} photo={large} onClose={() => setLarge(null)} /> : null}
    </section>
  )
}

function Thumbnail({ issueId, photo, onOpen }: { issueId: number; photo: Photo; onOpen: () => void }) {
  const { say, formats } = useTexts()
  if (photo.withdrawn) return <span className="photo-gone">{say('photo.withdrawn')}</span>
  const label = say('photo.label', { kind: say(`photoKind.${photo.kind}`), time: formats.moment(photo.addedAt) })
  return (
    <button type="button" className="photo" onClick={onOpen} data-testid="photo">
      <img src={photoAddress(issueId, photo.photoId, 'thumbnail')} alt={label} width={96} height={96} loading="lazy" />
    </button>
  )
}

function AddPhoto({ issue, kind }: { issue: IssueCase; kind: PhotoKind }) {
  const { say } = useTexts()
  const id = useId()
  const [failed, setFailed] = useState(false)
  const add = useMutation(addPhotoMutation(issue.properties.issueId))
  const present = issue.photos.filter((photo) => photo.kind === kind && !photo.withdrawn).length
  if (present >= mostPhotos) return null
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const files = [...(target.files ?? [])].slice(0, mostPhotos - present)
    target.value = ''
    setFailed(false)
    try {
      for (const file of files) await add.mutateAsync(await smallerPhoto(file))
    } catch {
      setFailed(true)
    }
  }
  return (
    <li>
      <label className="photo photo-add" htmlFor={id}>
        <Icon name="plus" />
        <span>{add.isPending ? say('photo.adding') : say('photo.add')}</span>
      </label>
      <input
        id={id}
        className="unseen"
        type="file"
        accept="image/jpeg,image/png,image/webp"
        multiple
        disabled={add.isPending}
        data-testid="photo-add"
        onChange={(event) => void choose(event)}
      />
      {failed ? (
        <p className="form-error" role="alert">
          {say(hasCode(add.error, 'conflict') ? 'photo.full' : 'photo.failed')}
        </p>
      ) : null}
    </li>
  )
}

function LargePhoto({ issueId, photo, onClose }: { issueId: number; photo: Photo; onClose: () => void }) {
  const { say, formats } = useTexts()
  const may = useMay()
  const dialog = useRef<HTMLDialogElement>(null)
  const [asking, setAsking] = useState(false)
  useEffect(() => dialog.current?.showModal(), [])
  const label = say('photo.label', { kind: say(`photoKind.${photo.kind}`), time: formats.moment(photo.addedAt) })
  return (
    <dialog ref={dialog} className="photo-large" aria-label={label} onClose={onClose} data-testid="photo-large">
      <img src={photoAddress(issueId, photo.photoId, 'full')} alt={label} width={photo.width} height={photo.height} />
      <div className="photo-large-foot">
        <p>{label}</p>
        {may('withdrawIssuePhoto') ? (
          <button type="button" className="button-quiet" onClick={() => setAsking(true)} data-testid="photo-withdraw">
            {say('photo.withdraw')}
          </button>
        ) : null}
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {say('app.close')}
        </button>
      </div>
      {asking ? <Withdraw issueId={issueId} photo={photo} onClose={() => setAsking(false)} onDone={onClose} /> : null}
    </dialog>
  )
}

function Withdraw(props: { issueId: number; photo: Photo; onClose: () => void; onDone: () => void }) {
  const { say } = useTexts()
  const id = useId()
  const [reason, setReason] = useState('')
  const withdraw = useMutation({ ...withdrawPhotoMutation(props.issueId), onSuccess: props.onDone })
  return (
    <FormDialog
      name="withdraw"
      title={say('photo.withdraw')}
      confirm={say('photo.withdraw.confirm')}
      pending={withdraw.isPending}
      failure={
        withdraw.isError ? (
          <p className="form-error" role="alert">
            {say('photo.failed')}
          </p>
        ) : null
      }
      onConfirm={() => {
        if (reason.trim() !== '') withdraw.mutate({ photo: props.photo.photoId, reason })
      }}
      onClose={props.onClose}
    >
      <p className="field-hint">{say('photo.withdraw.hint')}</p>
      <div className="field">
        <label className="field-label" htmlFor={id}>
          {say('issueNeed.reason')}
        </label>
        <input id={id} className="field-input" required maxLength={200} value={reason} onChange={({ target }) => setReason(target.value)} />
      </div>
    </FormDialog>
  )
}
