// What the coordinates in the rows of a table are in; a map file is asked in more words.
import { useId } from 'react'
import type { Coordinates } from '../../../api/places.ts'
import { useTexts } from '../../../i18n/text.ts'

const systems = ['wgs84', 'gcj02', 'bd09'] as const

export function CoordinatesField({ value, onChange }: { value: Coordinates; onChange: (system: Coordinates) => void }) {
  const { say } = useTexts()
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {say('registerFillIn.coordinates')}
      </label>
      <select
        id={id}
        className="field-input"
        value={value}
        onChange={({ target }) => onChange(systems.find((one) => one === target.value) ?? 'wgs84')}
      >
        {systems.map((one) => (
          <option key={one} value={one}>
            {say(`registerFillIn.${one}`)}
          </option>
        ))}
      </select>
    </div>
  )
}
