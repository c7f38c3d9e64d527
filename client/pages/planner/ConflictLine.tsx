// An operation that does not hold, with why; it leads to the place, or to the grid, where one is known.
import type { Operation } from '#domain/topology/operations.ts'
import type { Refused } from '#domain/topology/refusal.ts'
import { useTexts } from '../../i18n/text.ts'
import type { PanelProps } from './EditorPanel.tsx'
import { operationWords } from './operation-words.ts'

type Props = Pick<PanelProps, 'live' | 'showGrid' | 'showPlace'> & { readonly operation: Operation; readonly refused: Refused | undefined }

export function ConflictLine({ operation, refused, live, showGrid, showPlace }: Props) {
  const texts = useTexts()
  const { say } = texts
  const { view } = live
  const text = say('planner.conflict', { what: operationWords(operation, view, texts), why: say(`reason.${refused?.reason ?? 'unknown'}`) })
  const { at, grid } = refused ?? {}
  const show = at !== undefined ? () => showPlace(at) : grid !== undefined && view.topology.grids.has(grid) ? () => showGrid(grid) : null
  return show === null ? (
    <span>{text}</span>
  ) : (
    <button type="button" className="panel-link" data-testid="conflict" onClick={show}>
      <span>{text}</span>
    </button>
  )
}
