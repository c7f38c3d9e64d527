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
    <div className="borders-stage" role="status" data-testid="borders-stage">
      <progress {...(share === undefined ? {} : { value: share, max: 1 })} aria-label={say(`bordersFile.stage.${stage}`)} />
      <span>{say(`bordersFile.stage.${stage}`)}</span>
      <button type="button" className="button-quiet" onClick={stop}>
        {say('bordersFile.stage.stop')}
      </button>
    </div>
  )
}
