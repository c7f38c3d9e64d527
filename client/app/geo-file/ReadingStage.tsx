// What the worker is at, and the way out of it.
import { useTexts } from '../../i18n/text.ts'
import type { Stage } from '../../workers/geo-desk.ts'

type Props = {
  readonly stage: Stage | 'planning' | null
  /** how much of it is done, where that is known */
  readonly share?: number
  readonly stop: () => void
}

export function ReadingStage({ stage, share, stop }: Props) {
  const { say } = useTexts()
  if (stage === null) return null
  return (
    <div className="geo-stage" role="status" data-testid="geo-stage">
      <progress {...(share === undefined ? {} : { value: share, max: 1 })} aria-label={say(`geoFile.stage.${stage}`)} />
      <span>{say(`geoFile.stage.${stage}`)}</span>
      <button type="button" className="button-quiet" onClick={stop}>
        {say('geoFile.stage.stop')}
      </button>
    </div>
  )
}
