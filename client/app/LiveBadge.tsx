// Whether changes arrive by themselves, and until when everything is known here.
import './live-badge.css'
import { useEffect, useState } from 'react'
import { useLiveState } from '../api/live.ts'
import { useTexts } from '../i18n/text.ts'

/** A stream that is opened again at once is no news. */
const patienceMs = 3000

export function LiveBadge() {
  const { say, formats } = useTexts()
  const { phase, asOf } = useLiveState()
  const [isLost, setIsLost] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setIsLost(phase === 'lost'), phase === 'lost' ? patienceMs : 0)
    return () => clearTimeout(timer)
  }, [phase])
  const time = asOf === null ? null : formats.time(asOf)
  const state = isLost ? 'lost' : time === null ? 'connecting' : 'open'
  const title = state === 'lost' ? say('live.lost.title') : state === 'open' && time ? say('live.open.title', { time }) : undefined
  return (
    <p className={`live-badge live-${state}`} data-testid="live" data-state={state} title={title}>
      <span className="live-dot" aria-hidden="true" />
      {state === 'lost' ? (
        <span role="status">{time === null ? say('live.lost.unknown') : say('live.lost', { time })}</span>
      ) : state === 'connecting' ? (
        say('live.connecting')
      ) : (
        <>
          {say('live.open')} <time className="live-time">{time}</time>
        </>
      )}
    </p>
  )
}
