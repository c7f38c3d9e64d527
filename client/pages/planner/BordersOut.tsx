// Borders into a file: the format and the coordinate system are chosen, the file is made on this device.
import { useState } from 'react'
import { systemOf } from '#domain/geo/coordinate-system.ts'
import type { WrittenGrid } from '../../editor/borders-out.ts'
import { useTexts } from '../../i18n/text.ts'
import { Choice } from '../../ui/Choice.tsx'
import type { FileProblem } from '../../workers/file-problem.ts'
import { type WrittenFormat, writtenFormats } from '../../workers/geo-files.ts'
import type { NamedBytes } from '../../workers/unpack-zip.ts'
import { mayWrite, writeBorders } from '../../workers/write-borders.ts'
import { ReadingStage } from './ReadingStage.tsx'
import { SystemField } from './SystemField.tsx'
import { useGeoDesk } from './use-geo-file.ts'

type Props = { readonly grids: () => readonly WrittenGrid[]; readonly title: string; readonly onClose: () => void }

export function BordersOut({ grids, title, onClose }: Props) {
  const { say } = useTexts()
  const { desk, stage } = useGeoDesk()
  const [format, setFormat] = useState<WrittenFormat>('shapefile')
  const [key, setKey] = useState('')
  const [problem, setProblem] = useState<FileProblem | null>(null)
  const system = systemOf(key)
  const possible = system !== null && mayWrite(format, system)
  const save = async (): Promise<void> => {
    if (system === null) return
    setProblem(null)
    const told = await writeBorders(grids(), format, system, fileName(title), desk)
    if (told.ok) download(told.value)
    else setProblem(told.problem)
  }
  return (
    <>
      <Choice
        label={say('bordersFile.format')}
        options={writtenFormats.map((value) => ({ value, text: say(`bordersFile.format.${value}`) }))}
        value={format}
        onChange={setFormat}
      />
      <SystemField
        label={say('bordersFile.system.out')}
        ask={say('bordersFile.system.ask')}
        value={possible ? key : ''}
        name="borders-out-system"
        allows={(one) => {
          const wanted = systemOf(one)
          return wanted !== null && mayWrite(format, wanted)
        }}
        onChange={setKey}
      />
      <p className="planner-note">{say(`bordersFile.format.${format}.note`)}</p>
      <ReadingStage stage={stage} stop={desk.stop} />
      {problem === null ? null : (
        <p className="plan-stops" role="alert" data-testid="borders-problem">
          {say(`bordersFile.problem.${problem}`)}
        </p>
      )}
      <div className="form-dialog-actions">
        <button type="button" className="button-quiet" onClick={onClose}>
          {say('app.close')}
        </button>
        <button
          type="button"
          className="button"
          disabled={!possible || stage !== null}
          data-testid="borders-save"
          onClick={() => void save()}
        >
          {say('bordersFile.save')}
        </button>
      </div>
    </>
  )
}

/** What no system takes in the name of a file is left out. */
const fileName = (title: string): string => title.replaceAll(/[\\/:*?"<>|\s]+/g, '-').slice(0, 60) || 'borders'

function download({ name, bytes }: NamedBytes): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([bytes]))
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
