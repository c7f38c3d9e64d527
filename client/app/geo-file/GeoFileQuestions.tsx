// What is asked about a file before anything comes of it: which layer, how its texts are written, which coordinate system, what stands first.
import './geo-file.css'
import { systemKey } from '#domain/geo/coordinate-system.ts'
import { useTexts } from '../../i18n/text.ts'
import { textEncodings } from '../../workers/text-encoding.ts'
import { SystemField } from './SystemField.tsx'
import { SystemProposal } from './SystemProposal.tsx'
import type { GeoFile } from './use-geo-file.ts'

type Props = {
  readonly file: GeoFile
  readonly system: string
  readonly swapped: boolean
  readonly onSystem: (key: string) => void
  readonly onSwapped: (swapped: boolean) => void
}

export function LayerQuestion({ file: { layers, read, take } }: Pick<Props, 'file'>) {
  const { say, formats } = useTexts()
  if (layers.length < 2) return null
  return (
    <label className="geo-field">
      {say('geoFile.layer')}
      <select
        className="field-input"
        value={read === null ? '' : layers.indexOf(read.offered)}
        data-testid="geo-layer"
        onChange={({ target }) => {
          const wanted = target.value === '' ? undefined : layers[Number(target.value)]
          if (wanted !== undefined) take(wanted, null)
        }}
      >
        <option value="">{say('geoFile.layer.ask')}</option>
        {layers.map((one, i) => (
          <option key={`${one.source} ${one.layer}`} value={i}>
            {one.count === 0 ? one.label : say('geoFile.layer.count', { layer: one.label, count: formats.number(one.count) })}
          </option>
        ))}
      </select>
    </label>
  )
}

export function SystemQuestion({ file: { read, take }, system, swapped, onSystem, onSwapped }: Props) {
  const { say } = useTexts()
  if (read === null) return null
  const { offered, encoding, proposal } = read
  return (
    <>
      {offered.encoding === null || offered.encoding.from === 'plain' ? null : (
        <label className="geo-field">
          {say('geoFile.encoding')}
          <select
            className="field-input"
            value={encoding ?? offered.encoding.encoding}
            data-testid="geo-encoding"
            onChange={({ target }) => take(offered, textEncodings.find((one) => one === target.value) ?? null)}
          >
            {textEncodings.map((one) => (
              <option key={one} value={one}>
                {say(`geoFile.encoding.${one}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <SystemField label={say('geoFile.system')} ask={say('geoFile.system.ask')} value={system} name="geo-system" onChange={onSystem} />
      <SystemProposal read={read} chosen={system} onTake={() => proposal.system !== null && onSystem(systemKey(proposal.system))} />
      {proposal.swapped || swapped ? (
        <label className="geo-swapped">
          <input type="checkbox" checked={swapped} onChange={({ target }) => onSwapped(target.checked)} />
          {say('geoFile.swapped')}
        </label>
      ) : null}
    </>
  )
}

/** Why the file is not read any further, in words; null: it is. */
export function useFileProblem({ problem, read }: GeoFile): string | null {
  const { say } = useTexts()
  if (problem !== null) return say(`geoFile.problem.${problem}`)
  return read?.recognised?.kind === 'old' ? say('geoFile.problem.oldSystem', { system: say(`geoSystem.${read.recognised.name}`) }) : null
}
