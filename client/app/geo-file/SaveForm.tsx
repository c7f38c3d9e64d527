// Things into a file: the format and the coordinate system are chosen, the file is made on this device.
import '../form-dialog.css'
import './geo-file.css'
import { useState } from 'react'
import { systemOf } from '#domain/geo/coordinate-system.ts'
import type { WrittenThing } from '../../editor/written-things.ts'
import { useTexts } from '../../i18n/text.ts'
import { Choice } from '../../ui/Choice.tsx'
import type { FileProblem } from '../../workers/file-problem.ts'
import { type WrittenFormat, writtenFormats } from '../../workers/geo-files.ts'
import type { NamedBytes } from '../../workers/unpack-zip.ts'
import { mayWrite, writeThings } from '../../workers/write-things.ts'
import { ReadingStage } from './ReadingStage.tsx'
import { SystemField } from './SystemField.tsx'
import { useGeoDesk } from './use-geo-file.ts'

type Props = {
  /** asked for when the file is made; what cannot be had throws */
  readonly things: () => readonly WrittenThing[] | Promise<readonly WrittenThing[]>
  /** what the layer in the file is called */
  readonly layer: string
  readonly title: string
  readonly onClose: () => void
}

export function SaveForm({ things, layer, title, onClose }: Props) {
  const { say } = useTexts()
  const { desk, stage } = useGeoDesk()
  const [format, setFormat] = useState<WrittenFormat>('shapefile')
  const [key, setKey] = useState('')
  const [problem, setProblem] = useState<FileProblem | 'notAsked' | null>(null)
  const [asking, setAsking] = useState(false)
  const system = systemOf(key)
  const possible = system !== null && mayWrite(format, system)
  const save = async (): Promise<void> => {
    if (system === null) return
    setProblem(null)
    setAsking(true)
    const found = await Promise.resolve(things()).catch(() => null)
    setAsking(false)
    if (found === null) return setProblem('notAsked')
    const told = await writeThings({ layer, name: fileName(title), things: found }, format, system, desk)
    if (told.ok) download(told.value)
    else setProblem(told.problem)
  }
  return (
    <>
      <Choice
        label={say('geoFile.format')}
        options={writtenFormats.map((value) => ({ value, text: say(`geoFile.format.${value}`) }))}
        value={format}
        onChange={setFormat}
      />
      <SystemField
        label={say('geoFile.system.out')}
        ask={say('geoFile.system.ask')}
        value={possible ? key : ''}
        name="geo-out-system"
        allows={(one) => {
          const wanted = systemOf(one)
          return wanted !== null && mayWrite(format, wanted)
        }}
        onChange={setKey}
      />
      <p className="geo-note">{say(`geoFile.format.${format}.note`)}</p>
      <ReadingStage stage={stage} stop={desk.stop} />
      {problem === null ? null : (
        <p className="geo-stops" role="alert" data-testid="geo-problem">
          {say(`geoFile.problem.${problem}`)}
        </p>
      )}
      <div className="form-dialog-actions">
        <button type="button" className="button-quiet" onClick={onClose}>
          {say('app.close')}
        </button>
        <button
          type="button"
          className="button"
          disabled={!possible || stage !== null || asking}
          data-testid="geo-save"
          onClick={() => void save()}
        >
          {say('geoFile.save')}
        </button>
      </div>
    </>
  )
}

/** What no system takes in the name of a file is left out. */
const fileName = (title: string): string => title.replaceAll(/[\\/:*?"<>|\s]+/g, '-').slice(0, 60) || 'file'

function download({ name, bytes }: NamedBytes): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([bytes]))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
