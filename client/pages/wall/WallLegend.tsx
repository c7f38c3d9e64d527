// What the colours of the map mean, in words that read from afar; and of which moment a replayed picture is.
import { useMemo } from 'react'
import { coverageClasses } from '#domain/coverage/coverage-scale.ts'
import { heatScales } from '#domain/density/heat-scale.ts'
import type { Box } from '#domain/wall/layout.ts'
import type { WallLayer } from '#domain/wall/scenes.ts'
import { useTexts } from '../../i18n/text.ts'
import { legendColour, patrolColour } from '../../map/layer.ts'
import { beyondColour, ringColours } from '../../map/layers/circles.ts'
import { palettes } from '../../map/palette.ts'
import { useWall } from './context.ts'
import { placed } from './placed.ts'

type Entry = { readonly key: string; readonly colour: string; readonly words: string; readonly round?: boolean }

type Props = {
  readonly box: Box
  readonly layers: readonly WallLayer[]
  readonly frame: string | null
  /** Over how many days the heat is counted. */
  readonly heatDays: number
  /** Borders that change next are drawn. */
  readonly changes: boolean
}

export function WallLegend({ box, layers, frame, heatDays, changes }: Props) {
  const { say, formats } = useTexts()
  const { theme, setting } = useWall()
  const entries = useMemo((): readonly Entry[] => {
    const made: Entry[] = []
    if (layers.includes('heat'))
      made.push(
        ...heatScales.raw.classes.map((one, at) => ({
          key: `heat${at}`,
          colour: one[theme],
          words: at === 0 ? say('wall.legend.few') : at === heatScales.raw.classes.length - 1 ? say('wall.legend.many') : '',
        })),
      )
    if (layers.includes('coverage'))
      made.push(
        ...coverageClasses.map((one, at) => ({
          key: `coverage${at}`,
          colour: one[theme],
          words: formats.percent({ numerator: Math.round(one.from * 100), denominator: 100 }),
        })),
      )
    if (layers.includes('heads'))
      made.push({ key: 'missing', colour: legendColour('buildings', 'missing', theme), words: say('wall.legend.noHead') })
    if (layers.includes('circles'))
      made.push(
        ...ringColours[theme].map(([minutes, colour]) => ({
          key: `ring${minutes}`,
          colour,
          words: say('legend.circles.ring', { minutes }),
        })),
        { key: 'beyond', colour: beyondColour(theme), words: say('wall.legend.beyond') },
      )
    if (layers.includes('stations'))
      made.push(
        { key: 'station', colour: legendColour('stations', 'station', theme), words: say('wall.legend.stationOpen') },
        { key: 'closed', colour: legendColour('stations', 'closed', theme), words: say('wall.legend.stationClosed') },
      )
    if (layers.includes('patrols'))
      made.push(
        ...(['finished', 'running', 'missed', 'planned'] as const).map((state) => ({
          key: `patrol-${state}`,
          colour: patrolColour(state, theme),
          words: say(`wall.run.${state}`),
        })),
      )
    if (layers.includes('renovations'))
      for (const key of ['preparing', 'underConstruction', 'done'] as const)
        made.push({ key, colour: legendColour('renovations', key, theme), words: say(`legend.renovations.${key}`) })
    if (changes) made.push({ key: 'changes', colour: palettes[theme].accent, words: say('wall.legend.nextBorders') })
    return made
  }, [layers, changes, theme, say, formats])
  const replay = layers.includes('heat') && frame ? (frame.length === 10 ? formats.day(frame) : formats.moment(frame)) : null
  if (entries.length === 0 && replay === null) return null
  return (
    <div className="wall-legend wall-text" style={placed(box)} data-testid="legend">
      {layers.includes('heat') && replay === null ? <p className="wall-replay">{say('wall.legend.heatDays', { days: heatDays })}</p> : null}
      {replay ? <p className="wall-replay">{say('wall.replay', { at: replay, days: setting.replayDays })}</p> : null}
      <ul>
        {entries.map(({ key, colour, words }) => (
          <li key={key}>
            <span style={{ background: colour }} aria-hidden="true" />
            {words}
          </li>
        ))}
      </ul>
    </div>
  )
}
