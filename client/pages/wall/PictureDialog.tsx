// The present scene as a picture to keep or to print.
import { useEffect, useState } from 'react'
import type { WallScene } from '#domain/wall/scenes.ts'
import { useTexts } from '../../i18n/text.ts'
import { printPicture, saveAs, snapshotOf } from './snapshot.ts'

export function PictureDialog({ element, scene, onClose }: { element: HTMLElement; scene: WallScene; onClose: () => void }) {
  const { say, formats } = useTexts()
  const [picture, setPicture] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)
  const [takenAt] = useState(Date.now)
  useEffect(() => {
    let gone = false
    snapshotOf(element).then(
      (made) => gone || setPicture(made),
      () => gone || setFailed(true),
    )
    return () => {
      gone = true
    }
  }, [element])
  const title = `${say(`scene.${scene}`)} ${formats.moment(takenAt)}`
  const stamp = new Date(takenAt + 8 * 3_600_000).toISOString().slice(0, 16).replace(/[-:T]/g, '')
  return (
    <div className="wall-picture" role="dialog" aria-label={say('wall.picture')} data-snapshot="without" data-testid="picture">
      <h2>{title}</h2>
      {failed ? (
        <p role="alert">{say('wall.picture.failed')}</p>
      ) : picture === null ? (
        <p>{say('wall.picture.taking')}</p>
      ) : (
        <img src={picture} alt={title} />
      )}
      <p className="wall-picture-acts">
        {picture ? (
          <>
            <button
              type="button"
              className="wall-button wall-button-strong"
              onClick={() => saveAs(picture, `fangyuan-${scene}-${stamp}.png`)}
            >
              {say('wall.picture.save')}
            </button>
            <button type="button" className="wall-button" onClick={() => printPicture(picture, title)}>
              {say('wall.picture.print')}
            </button>
          </>
        ) : null}
        <button type="button" className="wall-button" onClick={onClose}>
          {say('app.close')}
        </button>
      </p>
    </div>
  )
}
