// Borders and files: one side reads them into the plan, the other saves them.
import { useEffect, useId, useRef, useState } from 'react'
import type { Operation } from '#domain/topology/operations.ts'
import type { Refused } from '#domain/topology/refusal.ts'
import type { Topology } from '#domain/topology/topology.ts'
import { SaveForm } from '../../app/geo-file/SaveForm.tsx'
import { gridsOfTopology } from '../../editor/borders-out.ts'
import type { FileOutline } from '../../editor/file-outline.ts'
import type { Lines } from '../../editor/offences.ts'
import type { PlanView } from '../../editor/plan-session.ts'
import { useTexts } from '../../i18n/text.ts'
import { Choice } from '../../ui/Choice.tsx'
import { BordersIn } from './BordersIn.tsx'

type Props = {
  readonly view: PlanView
  readonly title: string
  readonly mayDraw: boolean
  readonly perform: (...operations: readonly Operation[]) => Refused | null
  readonly onRefused: (refused: Refused) => void
  readonly show: (topology: Topology | null) => void
  readonly lay: (outlines: readonly FileOutline[] | null) => void
  readonly showFaults: (all: Lines, near: Lines) => void
  readonly onClose: () => void
}

export function BordersDialog({ view, title, mayDraw, perform, onRefused, show, lay, showFaults, onClose }: Props) {
  const { say } = useTexts()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.show(), [])
  const [side, setSide] = useState<'in' | 'out'>(mayDraw ? 'in' : 'out')
  const clear = (): void => {
    show(null)
    lay(null)
    showFaults([], [])
  }
  const close = (): void => {
    clear()
    dialog.current?.close()
  }
  return (
    <dialog ref={dialog} className="borders-file" aria-labelledby={id} onClose={onClose} data-testid="borders-file">
      <h2 id={id}>{say('bordersFile.title')}</h2>
      {mayDraw ? (
        <Choice
          label={say('bordersFile.side')}
          options={(['in', 'out'] as const).map((value) => ({ value, text: say(`bordersFile.side.${value}`) }))}
          value={side}
          onChange={(next) => {
            clear()
            setSide(next)
          }}
        />
      ) : null}
      {side === 'in' ? (
        <BordersIn view={view} perform={perform} onRefused={onRefused} show={show} lay={lay} showFaults={showFaults} onClose={close} />
      ) : (
        <SaveForm layer="grids" things={() => gridsOfTopology(view.topology)} title={title} onClose={close} />
      )}
    </dialog>
  )
}
