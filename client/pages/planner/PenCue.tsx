// What the pen holds to, in words beside it: for whoever does not see the ring around the point, or draws by the keys and hears it.
import { lineLengthMetres } from '#domain/geo/local-plane.ts'
import { fromLattice } from '#domain/topology/lattice.ts'
import { useTexts } from '../../i18n/text.ts'
import type { DrawnMap } from '../../map/IssueMap.tsx'
import type { Pen } from './use-pen.ts'

export function PenCue({ pen, map }: { pen: Pen; map: DrawnMap | null }) {
  const { say, formats } = useTexts()
  const { walked, held } = pen
  // where the pen is, or, drawn by the keys, where it last pressed
  const there = pen.cue ?? pen.line?.last ?? null
  const words = (): string | null => {
    if (held?.byKeys === true) {
      const [[lng, lat], [toLng, toLat]] = [fromLattice(held.from), fromLattice(held.to)]
      const metres = (to: [number, number]): string => formats.number(Math.round(lineLengthMetres([[lng, lat], to])))
      return say('planner.nudged', {
        sideways: say(toLng < lng ? 'planner.nudged.west' : 'planner.nudged.east', { metres: metres([toLng, lat]) }),
        upwards: say(toLat < lat ? 'planner.nudged.south' : 'planner.nudged.north', { metres: metres([lng, toLat]) }),
      })
    }
    if (walked !== null)
      return say(walked.isNode ? 'planner.walked.node' : 'planner.walked', {
        number: formats.number(walked.number),
        count: formats.number(walked.count),
      })
    return there === null || there.kind === 'free' ? null : say('planner.snapsTo', { what: say(`planner.snap.${there.kind}`) })
  }
  const place = held?.byKeys === true ? held.to : (walked?.at ?? (there?.kind === 'free' ? null : there?.point) ?? null)
  const at = map === null || place === null ? null : map.project(fromLattice(place))
  return (
    <p
      className="pen-cue"
      data-testid="pen-cue"
      role="status"
      aria-live="polite"
      style={at === null ? undefined : { left: at.x, top: at.y }}
    >
      {words()}
    </p>
  )
}
