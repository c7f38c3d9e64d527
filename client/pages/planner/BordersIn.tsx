// Borders from a file: which layer, which coordinate system, which field; the preview lies over the map, nothing is taken before it was seen.
import { useEffect, useMemo, useState } from 'react'
import { usualCleaning } from '#domain/topology/clean-coverage.ts'
import type { Operation } from '#domain/topology/operations.ts'
import type { Refused } from '#domain/topology/refusal.ts'
import type { Topology } from '#domain/topology/topology.ts'
import { FilePick } from '../../app/FilePick.tsx'
import { LayerQuestion, SystemQuestion, useFileProblem } from '../../app/geo-file/GeoFileQuestions.tsx'
import { ReadingStage } from '../../app/geo-file/ReadingStage.tsx'
import { useGeoDesk, useGeoFile } from '../../app/geo-file/use-geo-file.ts'
import { usePlaced } from '../../app/geo-file/use-placed.ts'
import { boxOfTopology, chosenOutlines, cutContained, type FieldMapping, proposeMapping } from '../../editor/borders-file.ts'
import { type FileOutline, fieldsOf } from '../../editor/file-outline.ts'
import type { Lines } from '../../editor/offences.ts'
import type { PlanView } from '../../editor/plan-session.ts'
import { useTexts } from '../../i18n/text.ts'
import { FieldMappingForm } from './FieldMappingForm.tsx'
import { keepMapping, keptMapping } from './kept-mapping.ts'
import { PlanOfFile, unitsPerMetre } from './PlanOfFile.tsx'
import { useBorderPlan } from './use-border-plan.ts'

type Props = {
  readonly view: PlanView
  readonly perform: (...operations: readonly Operation[]) => Refused | null
  readonly onRefused: (refused: Refused) => void
  readonly show: (topology: Topology | null) => void
  /** The outlines of the file as they lie, in WGS-84. */
  readonly lay: (outlines: readonly FileOutline[] | null) => void
  readonly showFaults: (all: Lines, near: Lines) => void
  readonly onClose: () => void
}

const wanted = ['area'] as const
/** About half a metre to five. */
const tolerances = [50, usualCleaning.tolerance, 200, 500] as const

export function BordersIn({ view, perform, onRefused, show, lay, showFaults, onClose }: Props) {
  const { say, formats } = useTexts()
  const { desk, stage } = useGeoDesk()
  const [near] = useState(() => boxOfTopology(view.base))
  const file = useGeoFile(desk, near, wanted)
  const [key, setKey] = useState('')
  const [swapped, setSwapped] = useState(false)
  const [mapping, setMapping] = useState<FieldMapping | null>(null)
  const [tolerance, setTolerance] = useState(usualCleaning.tolerance)
  const [parent, setParent] = useState(() => communityOf(view.topology))
  const { plan, refusal, share, begin, forget } = useBorderPlan(show)
  const { read } = file
  const outlines = read?.layer.outlines ?? null
  const isOld = read?.recognised?.kind === 'old'

  // A new layer is a new question: neither the system nor the fields of the one before are an answer to it.
  useEffect(() => {
    setKey('')
    forget()
    setSwapped(read?.proposal.swapped ?? false)
    const found = read?.layer.outlines ?? null
    setMapping(found === null ? null : (keptMapping(fieldsOf(found)) ?? proposeMapping(found, view.base)))
  }, [read, forget, view.base])

  const placed = usePlaced(desk, outlines, { key, swapped, near }, forget)
  const chosen = useMemo(
    () => (placed === null || 'problem' in placed || mapping === null ? null : chosenOutlines(placed.outlines, mapping)),
    [placed, mapping],
  )
  useEffect(() => lay(chosen), [chosen, lay])
  // what cannot be mended is drawn, and gone to
  useEffect(() => {
    if (refusal !== null && refusal !== 'tooSlow') showFaults(refusal.pieces, refusal.pieces)
    else showFaults([], [])
  }, [refusal, showFaults])

  const preview = (): void => {
    if (chosen === null || mapping === null || read === null) return
    begin({
      topology: view.topology,
      outlines: read.offered.kind === 'dxf' ? cutContained(chosen) : chosen,
      mapping,
      parent,
      tolerance,
      newId: () => `new-${crypto.randomUUID().slice(0, 18)}`,
    })
  }
  const take = (): void => {
    if (mapping !== null && outlines !== null) keepMapping(fieldsOf(outlines), mapping)
    // somebody may have drawn there since it was looked at
    const refused = plan === null || plan.operations.length === 0 ? null : perform(...plan.operations)
    if (refused !== null) onRefused(refused)
    onClose()
  }
  const change = (next: FieldMapping): void => {
    setMapping(next)
    forget()
  }
  const problem = useFileProblem(file)
  const said =
    (refusal === null
      ? null
      : refusal === 'tooSlow'
        ? say('geoFile.problem.tooSlow')
        : say(`geoFile.problem.${refusal.reason}`, { grids: refusal.grids.slice(0, 6).join(say('planner.and')) })) ??
    problem ??
    (placed !== null && 'problem' in placed ? placed.problem : null)
  return (
    <>
      <FilePick
        label={say('bordersFile.file')}
        accept=".zip,.gpkg,.geojson,.json,.kml,.kmz,.dxf"
        name="geo-input"
        file={file.file}
        onFile={file.choose}
      />
      <ReadingStage stage={stage} stop={desk.stop} />
      <LayerQuestion file={file} />
      {read === null || isOld ? null : (
        <>
          <SystemQuestion file={file} system={key} swapped={swapped} onSystem={setKey} onSwapped={setSwapped} />
          {mapping === null || outlines === null ? null : (
            <FieldMappingForm
              outlines={outlines}
              topology={view.topology}
              mapping={mapping}
              parent={parent}
              onMapping={change}
              onParent={(code) => {
                setParent(code)
                forget()
              }}
            />
          )}
          <label className="planner-field">
            {say('bordersFile.tolerance')}
            <select
              className="field-input"
              value={tolerance}
              data-testid="borders-tolerance"
              onChange={({ target }) => {
                setTolerance(Number(target.value))
                forget()
              }}
            >
              {tolerances.map((units) => (
                <option key={units} value={units}>
                  {say('bordersFile.metres', { metres: formats.decimal(units / unitsPerMetre) })}
                </option>
              ))}
            </select>
          </label>
          {read.layer.leftOut === 0 ? null : (
            <p className="planner-note">{say('geoFile.leftOut', { count: formats.number(read.layer.leftOut) })}</p>
          )}
        </>
      )}
      <div className="borders-foot">
        {share === null ? null : <ReadingStage stage="planning" share={share} stop={forget} />}
        {plan === null ? null : <PlanOfFile plan={plan} tolerance={tolerance} topology={view.topology} showFaults={showFaults} />}
        {said === null ? null : (
          <p className="plan-stops" role="alert" data-testid="geo-problem">
            {said}
          </p>
        )}
        <div className="form-dialog-actions">
          <button type="button" className="button-quiet" onClick={onClose}>
            {say('app.close')}
          </button>
          {plan === null ? (
            <button
              type="button"
              className="button"
              disabled={chosen === null || chosen.length === 0 || stage !== null || share !== null}
              data-testid="borders-look"
              onClick={preview}
            >
              {say('bordersFile.look')}
            </button>
          ) : (
            <button type="button" className="button" disabled={plan.operations.length === 0} data-testid="borders-take" onClick={take}>
              {say('bordersFile.take')}
            </button>
          )}
        </div>
      </div>
    </>
  )
}

const communityOf = (topology: Topology): string =>
  [...topology.parents].filter(([, { level }]) => level === 2).sort(([a], [b]) => (a < b ? -1 : 1))[0]?.[0] ?? ''
