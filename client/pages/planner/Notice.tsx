// Why something was not done, in one line over the map; said to who cannot see it too.

import type { LatticePoint } from '#domain/topology/lattice.ts'
import { type EditRefusal, editRefusals } from '#domain/topology/refusal.ts'
import { useTexts } from '../../i18n/text.ts'
import type { TextKey } from '../../i18n/zh-CN.ts'

/** What the pen itself has to say, before anything is tried. */
const penReasons = ['noBlock', 'noBorder', 'nodeStays'] as const
/** Why something was not done, and where. */
export type Told = { readonly reason: EditRefusal | (typeof penReasons)[number]; readonly at?: LatticePoint }

type Props = {
  readonly refused: { readonly reason: string } | null
  /** It was drawn here and not taken by the service. */
  readonly isLate: boolean
  readonly factsFailed: boolean
  readonly onClose: () => void
}

const journalReasons = ['notKnown', 'notYours', 'undoneAlready', 'notUndone', 'idUsed', 'neededLater'] as const
const reasons = [...editRefusals, ...penReasons, ...journalReasons]

const reasonKey = (reason: string): TextKey => `reason.${reasons.find((one) => one === reason) ?? 'unknown'}`

export function Notice({ refused, isLate, factsFailed, onClose }: Props) {
  const { say } = useTexts()
  return (
    <div className="editor-notices" role="status" aria-live="polite">
      {refused === null ? null : (
        <p className="editor-notice" data-testid="refusal">
          <span>{isLate ? say('planner.late', { reason: say(reasonKey(refused.reason)) }) : say(reasonKey(refused.reason))}</span>
          <button type="button" className="button-quiet" onClick={onClose}>
            {say('app.close')}
          </button>
        </p>
      )}
      {factsFailed ? <p className="editor-notice">{say('planner.factsFailed')}</p> : null}
    </div>
  )
}
