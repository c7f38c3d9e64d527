// The stages in their order, each with how many projects stand there; a press shows those alone, another one all again.
import type { Renovation } from '../../../api/renovations.ts'
import { useTexts } from '../../../i18n/text.ts'

type Stage = Renovation['project']['stage']
type Props = {
  stages: readonly { readonly stage: Stage; readonly projects: number }[] | undefined
  chosen: string | undefined
  onChoose: (stage: Stage | undefined) => void
}

export function StageStrip({ stages, chosen, onChoose }: Props) {
  const { say, formats } = useTexts()
  if (stages === undefined) return <div className="stage-strip" aria-hidden="true" />
  return (
    <ol className="stage-strip" aria-label={say('renovation.strip')} data-testid="stage-strip">
      {stages.map(({ stage, projects }) => (
        <li key={stage}>
          <button
            type="button"
            className="stage-strip-stage"
            aria-pressed={chosen === stage}
            data-testid={`stage-${stage}`}
            onClick={() => onChoose(chosen === stage ? undefined : stage)}
          >
            <strong>{formats.number(projects)}</strong>
            <span>{say(`stage.${stage}`)}</span>
          </button>
        </li>
      ))}
    </ol>
  )
}
