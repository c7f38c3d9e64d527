// What the file itself says of its coordinate system, and what its numbers say: told beside the question, taken by a press.
import { systemKey } from '#domain/geo/coordinate-system.ts'
import { useTexts } from '../../i18n/text.ts'
import { useSystemWords } from './system-words.ts'
import type { ReadLayer } from './use-geo-file.ts'

type Props = { readonly read: ReadLayer; readonly chosen: string; readonly onTake: () => void }

export function SystemProposal({ read: { proposal, recognised }, chosen, onTake }: Props) {
  const { say } = useTexts()
  const words = useSystemWords()
  const { system, from, contradicts } = proposal
  return (
    <div className="borders-proposal" data-testid="borders-proposal">
      {recognised?.kind === 'other' ? <p>{say('bordersFile.proposal.other', { system: recognised.name })}</p> : null}
      {contradicts ? <p className="plan-stops">{say('bordersFile.proposal.contradicts')}</p> : null}
      {system === null || from === null ? (
        <p>{say('bordersFile.proposal.none')}</p>
      ) : (
        <>
          <p>{say(`bordersFile.proposal.${from}`, { system: words.name(system) })}</p>
          {chosen === systemKey(system) ? null : (
            <button type="button" className="button-quiet" data-testid="borders-proposed" onClick={onTake}>
              {say('bordersFile.proposal.take')}
            </button>
          )}
        </>
      )}
    </div>
  )
}
