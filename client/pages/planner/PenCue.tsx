// What the pen holds to, in words beside it: for whoever does not see the ring around the point, or draws by the keys and hears it.
import { fromLattice } from '#domain/topology/lattice.ts'
import { useTexts } from '../../i18n/text.ts'
import type { DrawnMap } from '../../map/IssueMap.tsx'
import type { Pen } from './use-pen.ts'

export function PenCue({ pen, map }: { pen: Pen; map: DrawnMap | null }) {
  const { say } = useTexts()
  // where the pen is, or, drawn by the keys, where it last pressed
  const there = pen.cue ?? pen.line?.last ?? null
  const at = map === null || there === null || there.kind === 'free' ? null : map.project(fromLattice(there.point))
  return (
    <p
      className="pen-cue"
      data-testid="pen-cue"
      role="status"
      aria-live="polite"
      style={at === null ? undefined : { left: at.x, top: at.y }}
    >
      {there === null || there.kind === 'free' ? null : say('planner.snapsTo', { what: say(`planner.snap.${there.kind}`) })}
    </p>
  )
}
