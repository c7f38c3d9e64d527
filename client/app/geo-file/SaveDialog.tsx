// A list into a geographic file: the format and the coordinate system are asked.
import './geo-file.css'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import type { WrittenThing } from '../../editor/written-things.ts'
import { useTexts } from '../../i18n/text.ts'
import { SaveForm } from './SaveForm.tsx'

type Props = {
  readonly things: () => readonly WrittenThing[] | Promise<readonly WrittenThing[]>
  readonly layer: string
  /** what the file is called after */
  readonly title: string
  readonly children?: ReactNode
  readonly onClose: () => void
}

export function SaveDialog({ things, layer, title, children, onClose }: Props) {
  const { say } = useTexts()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="form-dialog geo-save" aria-labelledby={id} onClose={onClose} data-testid="geo-save-dialog">
      <h2 id={id}>{say('geoFile.save')}</h2>
      <p className="geo-note">{title}</p>
      {children}
      <SaveForm things={things} layer={layer} title={title} onClose={() => dialog.current?.close()} />
    </dialog>
  )
}
