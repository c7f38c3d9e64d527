// What the worker is at, and the way out of it.
import { useTexts } from '../../i18n/text.ts'
import type { Stage } from '../../workers/geo-desk.ts'

export function ReadingStage({ stage, stop }: { readonly stage: Stage | null; readonly stop: () => void }) {
  const { say } = useTexts()
  if (stage === null) return null
  return (
    <div className="borders-stage" role="status" data-testid="borders-stage">
      <progress aria-label={say(`bordersFile.stage.${stage}`)} />
      <span>{say(`bordersFile.stage.${stage}`)}</span>
      <button type="button" className="button-quiet" onClick={stop}>
        {say('bordersFile.stage.stop')}
      </button>
    </div>
  )
}
