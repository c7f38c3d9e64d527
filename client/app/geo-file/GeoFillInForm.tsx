// The questions about a geographic file that goes into a register, and its preview.
import type { Subdistrict } from '#contract/registers.ts'
import { useTexts } from '../../i18n/text.ts'
import { ColumnsForm } from './ColumnsForm.tsx'
import { LayerQuestion, SystemQuestion } from './GeoFileQuestions.tsx'
import { LaidMap } from './LaidMap.tsx'
import { ReadingStage } from './ReadingStage.tsx'
import type { GeoFillIn } from './use-geo-fill-in.ts'

type Props = {
  readonly fill: GeoFillIn
  readonly subdistrict: Subdistrict
  readonly states: ReadonlyMap<number, 'new' | 'changed' | 'trouble'> | null
  readonly pointed: number | null
}

export function GeoFillInForm({ fill, subdistrict, states, pointed }: Props) {
  const { say, formats } = useTexts()
  const { file, stage, stop, read, outlines, problem, columns, fields, mapping, onMapping } = fill
  const leftOut = file.read?.layer.leftOut ?? 0
  return (
    <>
      <ReadingStage stage={stage} stop={stop} />
      <LayerQuestion file={file} />
      {read === null ? null : (
        <>
          <SystemQuestion file={file} system={fill.system} swapped={fill.swapped} onSystem={fill.onSystem} onSwapped={fill.onSwapped} />
          {leftOut === 0 ? null : <p className="geo-note">{say('geoFile.leftOut', { count: formats.number(leftOut) })}</p>}
          <ColumnsForm outlines={read} columns={columns} fields={fields} mapping={mapping} onMapping={onMapping} />
        </>
      )}
      {problem === null ? null : (
        <p className="geo-stops" role="alert" data-testid="geo-problem">
          {problem}
        </p>
      )}
      {outlines === null ? null : <LaidMap subdistrict={subdistrict} outlines={outlines} states={states} pointed={pointed} />}
    </>
  )
}
