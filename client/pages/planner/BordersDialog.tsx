// Borders from a file and into one: the coordinate system is always asked, the preview lies over the map, nothing is taken before it was seen.
import { useEffect, useId, useRef, useState } from 'react'
import type { Operation } from '#domain/topology/operations.ts'
import type { Refused } from '#domain/topology/refusal.ts'
import type { Topology } from '#domain/topology/topology.ts'
import {
  type BordersPlan,
  type FileOutline,
  type FileSystem,
  fileSystems,
  planFromBorders,
  proposeProperty,
  readBorders,
  writeBorders,
} from '../../editor/borders-file.ts'
import type { PlanView } from '../../editor/plan-session.ts'
import { useTexts } from '../../i18n/text.ts'

type Props = {
  readonly view: PlanView
  readonly title: string
  readonly mayDraw: boolean
  readonly perform: (operation: Operation) => Refused | null
  readonly show: (topology: Topology | null) => void
  readonly onClose: () => void
}

/** A file of a sub-district with every corner is a few megabytes. */
const mostBytes = 40 * 1024 * 1024

export function BordersDialog({ view, title, mayDraw, perform, show, onClose }: Props) {
  const { say, formats, name } = useTexts()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.show(), [])
  const [system, setSystem] = useState<FileSystem | ''>('')
  const [outlines, setOutlines] = useState<readonly FileOutline[] | null>(null)
  const [property, setProperty] = useState('')
  const [parent, setParent] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [plan, setPlan] = useState<BordersPlan | null>(null)
  const communities = [...view.topology.parents].filter(([, { level }]) => level === 2).sort(([a], [b]) => (a < b ? -1 : 1))

  const forget = (): void => {
    setPlan(null)
    show(null)
  }
  const read = async (file: File | undefined): Promise<void> => {
    forget()
    setOutlines(null)
    if (file === undefined) return
    if (file.size > mostBytes) return setProblem(say('bordersFile.problem.tooMany'))
    const result = readBorders(await file.text())
    if (!result.ok) return setProblem(say(`bordersFile.problem.${result.reason}`))
    setProblem(null)
    setOutlines(result.outlines)
    setProperty(proposeProperty(result.outlines, view.topology) ?? '')
  }
  const preview = (): void => {
    if (outlines === null || system === '') return
    const result = planFromBorders({
      topology: view.topology,
      outlines,
      system,
      property,
      parent: parent || (communities[0]?.[0] ?? ''),
      newId: () => `new-${crypto.randomUUID().slice(0, 18)}`,
    })
    if (!result.ok) {
      forget()
      setProblem(say(`bordersFile.problem.${result.reason}`, { grids: result.grids.slice(0, 6).join(say('planner.and')) }))
      return
    }
    setProblem(null)
    setPlan(result.plan)
    show(result.plan.topology)
  }
  const take = (): void => {
    for (const operation of plan?.operations ?? []) if (perform(operation) !== null) break
    close()
  }
  const close = (): void => {
    show(null)
    dialog.current?.close()
  }
  const save = (): void => {
    if (system === '') return
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([writeBorders(view.topology, system)], { type: 'application/geo+json' }))
    link.download = `${title}.geojson`
    link.click()
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
  }
  const area = (plan?.changes ?? []).reduce((sum, { squareMetres }) => sum + squareMetres, 0)
  return (
    <dialog ref={dialog} className="borders-file" aria-labelledby={id} onClose={onClose} data-testid="borders-file">
      <h2 id={id}>{say('bordersFile.title')}</h2>
      <label className="planner-field">
        {say('bordersFile.system')}
        <select
          className="field-input"
          value={system}
          data-testid="borders-system"
          onChange={({ target }) => {
            forget()
            setSystem(fileSystems.find((one) => one === target.value) ?? '')
          }}
        >
          <option value="">{say('bordersFile.system.ask')}</option>
          {fileSystems.map((one) => (
            <option key={one} value={one}>
              {say(`bordersFile.system.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {mayDraw ? (
        <>
          <label className="planner-field">
            {say('bordersFile.file')}
            <input
              type="file"
              accept=".geojson,.json,application/geo+json"
              data-testid="borders-input"
              onChange={({ target }) => void read(target.files?.[0])}
            />
          </label>
          {outlines === null ? null : (
            <>
              <label className="planner-field">
                {say('bordersFile.property')}
                <select className="field-input" value={property} onChange={({ target }) => setProperty(target.value)}>
                  {Object.keys(outlines[0]?.properties ?? {}).map((one) => (
                    <option key={one} value={one}>
                      {one}
                    </option>
                  ))}
                </select>
              </label>
              <label className="planner-field">
                {say('bordersFile.parent')}
                <select className="field-input" value={parent} onChange={({ target }) => setParent(target.value)}>
                  {communities.map(([code, community]) => (
                    <option key={code} value={code}>
                      {name(community)}
                    </option>
                  ))}
                </select>
              </label>
            </>
          )}
          {plan === null ? null : (
            <div className="panel-part" data-testid="borders-preview" role="status">
              <p>
                {say('bordersFile.preview', {
                  known: formats.number(plan.known),
                  made: formats.number(plan.made),
                  steps: formats.number(plan.operations.length),
                })}
              </p>
              <p>
                {plan.changes.length === 0
                  ? say('bordersFile.clean')
                  : say('bordersFile.changes', { changes: formats.number(plan.changes.length), area: formats.number(Math.round(area)) })}
              </p>
              {plan.refused.map((one) => (
                <p key={one.name} className="plan-stops">
                  {say('planner.conflict', { what: one.name, why: say(`reason.${one.reason}`) })}
                </p>
              ))}
            </div>
          )}
        </>
      ) : null}
      {problem === null ? null : (
        <p className="plan-stops" role="alert" data-testid="borders-problem">
          {problem}
        </p>
      )}
      <div className="form-dialog-actions">
        <button type="button" className="button-quiet" onClick={close}>
          {say('app.close')}
        </button>
        <button type="button" className="button-quiet" disabled={system === ''} data-testid="borders-save" onClick={save}>
          {say('bordersFile.save')}
        </button>
        {!mayDraw ? null : plan === null ? (
          <button
            type="button"
            className="button"
            disabled={outlines === null || system === ''}
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
    </dialog>
  )
}
