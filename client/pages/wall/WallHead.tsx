// The strip above: whose wall it is, what it shows and why, the time, and how old everything is.

import type { WallLayout } from '#domain/wall/layout.ts'
import { useLiveState } from '../../api/live.ts'
import type { Texts } from '../../i18n/text.ts'
import { useTexts } from '../../i18n/text.ts'
import { useWall } from './context.ts'
import { placed } from './placed.ts'
import { useAge } from './use-age.ts'
import type { Stage } from './use-tour.ts'
import { useClock } from './use-unattended.ts'

export function reasonWords({ why, paused }: Pick<Stage, 'why' | 'paused'>, { say, name }: Texts): string {
  if (why.kind === 'occasion') {
    const { kind, place } = why.news
    return place === null ? say(`wall.why.${kind}`) : say(`wall.why.${kind}At`, { place: name(place) })
  }
  if (paused && (why.kind === 'turn' || why.kind === 'hand')) return say('wall.why.paused')
  return say(`wall.why.${why.kind}`)
}

type Props = {
  readonly layout: WallLayout
  readonly stage: Stage
  readonly demo: boolean
  readonly tooSlow: boolean
}

export function WallHead({ layout, stage, demo, tooSlow }: Props) {
  const texts = useTexts()
  const { say, name } = texts
  const { subdistrict } = useWall()
  return (
    <header className="wall-head">
      <div className="wall-title wall-text" style={placed(layout.title)}>
        <h1>{name(subdistrict)}</h1>
        <p className="wall-scene" data-testid="scene-name">
          {say(`scene.${stage.scene}`)}
        </p>
        <p className="wall-why" data-testid="why">
          {reasonWords(stage, texts)}
        </p>
        {tooSlow ? (
          <p className="wall-slow" role="status" data-testid="too-slow">
            {say('wall.tooSlow')}
          </p>
        ) : null}
      </div>
      <div className="wall-clock wall-text" style={placed(layout.clock)}>
        {demo ? <p className="wall-demo">{say('app.demo')}</p> : null}
        <LiveWords />
        <Clock />
      </div>
    </header>
  )
}

function Clock() {
  const { formats } = useTexts()
  const clock = useClock()
  return (
    <p className="wall-now">
      <span>{formats.weekday(Date.now())}</span>
      <time>{clock}</time>
    </p>
  )
}

/** The stream says every fifteen seconds until when it knows everything; so many missed are news. */
const beatsMissedMs = 60_000

function LiveWords() {
  const { say, formats } = useTexts()
  const { phase, asOf } = useLiveState()
  const stale = useAge(asOf ?? 0, beatsMissedMs)
  const lost = phase === 'lost' || stale
  return (
    <p className="wall-live" data-state={lost ? 'lost' : asOf === null ? 'connecting' : 'open'} data-testid="live" role="status">
      <span aria-hidden="true" />
      {asOf === null
        ? say('live.connecting')
        : lost
          ? say('live.lost', { time: formats.recent(asOf) })
          : say('wall.asOf', { time: formats.recent(asOf) })}
    </p>
  )
}
