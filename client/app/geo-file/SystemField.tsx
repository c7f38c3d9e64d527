// The coordinate system of a file is asked, never guessed: nothing is chosen until somebody has chosen it.
import { degreeDatums, systemKey, zones } from '#domain/geo/coordinate-system.ts'
import { useSystemWords } from './system-words.ts'

type Props = {
  readonly label: string
  readonly ask: string
  /** of a system, or nothing */
  readonly value: string
  readonly name: string
  readonly allows?: (key: string) => boolean
  readonly onChange: (key: string) => void
}

export function SystemField({ label, ask, value, name, allows = () => true, onChange }: Props) {
  const words = useSystemWords()
  const degrees = degreeDatums.map((datum) => ({ kind: 'degrees', datum }) as const)
  const groups = [
    { title: words.group('degrees'), systems: degrees },
    { title: words.group('zone'), systems: zones.map((zone) => ({ kind: 'zone', zone }) as const) },
    { title: words.group('meridian'), systems: zones.map((zone) => ({ kind: 'meridian', zone }) as const) },
  ]
  return (
    <label className="geo-field">
      {label}
      <select className="field-input" value={value} data-testid={name} onChange={({ target }) => onChange(target.value)}>
        <option value="">{ask}</option>
        {groups.map(({ title, systems }) => (
          <optgroup key={title} label={title}>
            {systems.map((system) => {
              const key = systemKey(system)
              return (
                <option key={key} value={key} disabled={!allows(key)}>
                  {words.name(system)}
                </option>
              )
            })}
          </optgroup>
        ))}
      </select>
    </label>
  )
}
