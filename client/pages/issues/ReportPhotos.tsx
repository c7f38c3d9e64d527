// Up to four photos, made smaller on the device before they are kept.
import { type ChangeEvent, useEffect, useId, useState } from 'react'
import { mostPhotos } from '#domain/issues/photo-rules.ts'
import { smallerPhoto } from '../../app/case/smaller-photo.ts'
import { useTexts } from '../../i18n/text.ts'
import { Icon } from '../../ui/Icon.tsx'

/** Addresses of pictures that are only here, given back when they are not shown any more. */
function useAddresses(photos: readonly Blob[]): readonly string[] {
  const [addresses, setAddresses] = useState<readonly string[]>([])
  useEffect(() => {
    const made = photos.map((photo) => URL.createObjectURL(photo))
    setAddresses(made)
    return () => {
      for (const address of made) URL.revokeObjectURL(address)
    }
  }, [photos])
  return addresses
}

export function ReportPhotos({ photos, onChange }: { photos: readonly Blob[]; onChange: (photos: readonly Blob[]) => void }) {
  const { say } = useTexts()
  const id = useId()
  const addresses = useAddresses(photos)
  const [busy, setBusy] = useState(false)
  const add = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const files = [...(target.files ?? [])].slice(0, mostPhotos - photos.length)
    target.value = ''
    setBusy(true)
    const made: Blob[] = []
    for (const file of files) made.push(await smallerPhoto(file))
    onChange([...photos, ...made])
    setBusy(false)
  }
  return (
    <ul className="report-photos">
      {addresses.map((address, index) => (
        <li key={address} className="photo">
          <img src={address} alt={say('reporting.photo', { number: index + 1 })} />
          <button
            type="button"
            className="photo-remove"
            aria-label={say('reporting.photo.remove', { number: index + 1 })}
            onClick={() => onChange(photos.filter((_, at) => at !== index))}
          >
            <Icon name="close" size={16} />
          </button>
        </li>
      ))}
      {photos.length >= mostPhotos ? null : (
        <li>
          <label className="photo photo-add" htmlFor={id}>
            <Icon name="plus" />
            <span>{busy ? say('photo.adding') : say('photo.add')}</span>
          </label>
          <input
            id={id}
            className="unseen"
            type="file"
            accept="image/jpeg,image/png,image/webp"
            multiple
            disabled={busy}
            data-testid="report-photo"
            onChange={(event) => void add(event)}
          />
        </li>
      )}
    </ul>
  )
}
