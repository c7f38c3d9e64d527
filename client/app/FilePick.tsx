// A file is chosen in the words of the page, not in those of the browser.
import { type ChangeEvent, useId } from 'react'
import { useTexts } from '../i18n/text.ts'

type Props = { label: string; accept: string; name: string; file: File | null; onFile: (file: File | null) => void }

/** `name` is the one of the tests. */
export function FilePick({ label, accept, name, file, onFile }: Props) {
  const { say } = useTexts()
  const id = useId()
  const choose = ({ target }: ChangeEvent<HTMLInputElement>): void => {
    onFile(target.files?.[0] ?? null)
    // the same file may be chosen again once it was changed
    target.value = ''
  }
  return (
    <div className="field">
      <span className="field-label" id={`${id}-label`}>
        {label}
      </span>
      <div className="file-pick">
        <input
          id={id}
          className="unseen"
          type="file"
          accept={accept}
          aria-labelledby={`${id}-label ${id}-button`}
          data-testid={name}
          onChange={choose}
        />
        <label id={`${id}-button`} htmlFor={id} className="button-quiet file-pick-button">
          {say('file.choose')}
        </label>
        <span className="file-pick-name">{file?.name ?? say('file.none')}</span>
      </div>
    </div>
  )
}
