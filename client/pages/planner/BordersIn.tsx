// Borders from a file: which layer, which coordinate system, which field; the preview lies over the map, nothing is taken before it was seen.
import { useEffect, useMemo, useState } from 'react'
import { systemKey, systemOf } from '#domain/geo/coordinate-system.ts'
import type { Operation } from '#domain/topology/operations.ts'
import type { Refused } from '#domain/topology/refusal.ts'
import type { Topology } from '#domain/topology/topology.ts'
import { FilePick } from '../../app/FilePick.tsx'
import { boxOfTopology, chosenOutlines, cutContained, type FieldMapping, farAway, proposeMapping } from '../../editor/borders-file.ts'
import { type FileOutline, fieldsOf } from '../../editor/file-outline.ts'
import type { PlanView } from '../../editor/plan-session.ts'
import { useTexts } from '../../i18n/text.ts'
import { placeOutlines } from '../../workers/place-outlines.ts'
import { textEncodings } from '../../workers/text-encoding.ts'
import { FieldMappingForm } from './FieldMappingForm.tsx'
import { keepMapping, keptMapping } from './kept-mapping.ts'
import { PlanOfFile } from './PlanOfFile.tsx'
import { ReadingStage } from './ReadingStage.tsx'
import { SystemField } from './SystemField.tsx'
import { SystemProposal } from './SystemProposal.tsx'
import { useBorderPlan } from './use-border-plan.ts'
import { useGeoDesk, useGeoFile } from './use-geo-file.ts'

type Props = {
  readonly view: PlanView
  readonly perform: (operation: Operation) => Refused | null
  readonly onRefused: (refused: Refused) => void
  readonly show: (topology: Topology | null) => void
  /** The outlines of the file as they lie, in WGS-84. */
  readonly lay: (outlines: readonly FileOutline[] | null) => void
  readonly onClose: () => void
}

type Placed = { readonly outlines: readonly FileOutline[] } | { readonly problem: string }

export function BordersIn({ view, perform, onRefused, show, lay, onClose }: Props) {
  const { say, formats } = useTexts()
  const { desk, stage } = useGeoDesk()
  const [near] = useState(() => boxOfTopology(view.base))
  const file = useGeoFile(desk, near)
  const [key, setKey] = useState('')
  const [swapped, setSwapped] = useState(false)
  const [mapping, setMapping] = useState<FieldMapping | null>(null)
  const [parent, setParent] = useState(() => communityOf(view.topology))
  const [placed, setPlaced] = useState<Placed | null>(null)
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

  useEffect(() => {
    const system = systemOf(key)
    setPlaced(null)
    forget()
    if (outlines === null || system === null) return
    let isWanted = true
    void placeOutlines(outlines, system, swapped, desk.project).then((told) => {
      if (!isWanted) return
      const metres = told.ok ? farAway(told.value, near) : null
      if (!told.ok) setPlaced({ problem: say(`bordersFile.problem.${told.problem}`) })
      else if (metres !== null)
        setPlaced({ problem: say('bordersFile.problem.farAway', { far: formats.number(Math.round(metres / 1000)) }) })
      else setPlaced({ outlines: told.value })
    })
    return () => {
      isWanted = false
    }
  }, [outlines, key, swapped, desk, near, forget, say, formats])

  const chosen = useMemo(
    () => (placed === null || 'problem' in placed || mapping === null ? null : chosenOutlines(placed.outlines, mapping)),
    [placed, mapping],
  )
  useEffect(() => lay(chosen), [chosen, lay])

  const preview = (): void => {
    if (chosen === null || mapping === null || read === null) return
    begin({
      topology: view.topology,
      outlines: read.offered.kind === 'dxf' ? cutContained(chosen) : chosen,
      mapping,
      parent,
      newId: () => `new-${crypto.randomUUID().slice(0, 18)}`,
    })
  }
  const take = (): void => {
    if (mapping !== null && outlines !== null) keepMapping(fieldsOf(outlines), mapping)
    for (const operation of plan?.operations ?? []) {
      // somebody may have drawn there since it was looked at
      const refused = perform(operation)
      if (refused === null) continue
      onRefused(refused)
      break
    }
    onClose()
  }
  const change = (next: FieldMapping): void => {
    setMapping(next)
    forget()
  }
  const said =
    (refusal === null
      ? null
      : refusal === 'tooSlow'
        ? say('bordersFile.problem.tooSlow')
        : say(`bordersFile.problem.${refusal.reason}`, { grids: refusal.grids.slice(0, 6).join(say('planner.and')) })) ??
    (file.problem !== null
      ? say(`bordersFile.problem.${file.problem}`)
      : isOld && read.recognised?.kind === 'old'
        ? say('bordersFile.problem.oldSystem', { system: say(`geoSystem.${read.recognised.name}`) })
        : placed !== null && 'problem' in placed
          ? placed.problem
          : null)
  return (
    <>
      <FilePick
        label={say('bordersFile.file')}
        accept=".zip,.gpkg,.geojson,.json,.kml,.kmz,.dxf"
        name="borders-input"
        file={file.file}
        onFile={file.choose}
      />
      <ReadingStage stage={stage} stop={desk.stop} />
      {file.layers.length < 2 ? null : (
        <label className="planner-field">
          {say('bordersFile.layer')}
          <select
            className="field-input"
            value={read === null ? '' : file.layers.indexOf(read.offered)}
            data-testid="borders-layer"
            onChange={({ target }) => {
              const wanted = target.value === '' ? undefined : file.layers[Number(target.value)]
              if (wanted !== undefined) file.take(wanted, null)
            }}
          >
            <option value="">{say('bordersFile.layer.ask')}</option>
            {file.layers.map((one, i) => (
              <option key={`${one.source} ${one.layer}`} value={i}>
                {one.count === 0 ? one.label : say('bordersFile.layer.count', { layer: one.label, count: formats.number(one.count) })}
              </option>
            ))}
          </select>
        </label>
      )}
      {read === null || isOld ? null : (
        <>
          {read.offered.encoding === null || read.offered.encoding.from === 'plain' ? null : (
            <label className="planner-field">
              {say('bordersFile.encoding')}
              <select
                className="field-input"
                value={read.encoding ?? read.offered.encoding.encoding}
                data-testid="borders-encoding"
                onChange={({ target }) => file.take(read.offered, textEncodings.find((one) => one === target.value) ?? null)}
              >
                {textEncodings.map((one) => (
                  <option key={one} value={one}>
                    {say(`bordersFile.encoding.${one}`)}
                  </option>
                ))}
              </select>
            </label>
          )}
          <SystemField
            label={say('bordersFile.system')}
            ask={say('bordersFile.system.ask')}
            value={key}
            name="borders-system"
            onChange={setKey}
          />
          <SystemProposal
            read={read}
            chosen={key}
            onTake={() => read.proposal.system !== null && setKey(systemKey(read.proposal.system))}
          />
          {read.proposal.swapped || swapped ? (
            <label className="borders-swapped">
              <input type="checkbox" checked={swapped} onChange={({ target }) => setSwapped(target.checked)} />
              {say('bordersFile.swapped')}
            </label>
          ) : null}
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
          {read.layer.leftOut === 0 ? null : (
            <p className="planner-note">{say('bordersFile.leftOut', { count: formats.number(read.layer.leftOut) })}</p>
          )}
        </>
      )}
      <div className="borders-foot">
        {share === null ? null : <ReadingStage stage="planning" share={share} stop={forget} />}
        {plan === null ? null : <PlanOfFile plan={plan} />}
        {said === null ? null : (
          <p className="plan-stops" role="alert" data-testid="borders-problem">
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
