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
    <div className="geo-proposal" data-testid="geo-proposal">
      {recognised?.kind === 'other' ? <p>{say('geoFile.proposal.other', { system: recognised.name })}</p> : null}
      {contradicts ? <p className="geo-stops">{say('geoFile.proposal.contradicts')}</p> : null}
      {system === null || from === null ? (
        <p>{say('geoFile.proposal.none')}</p>
      ) : (
        <>
          <p>{say(`geoFile.proposal.${from}`, { system: words.name(system) })}</p>
          {chosen === systemKey(system) ? null : (
            <button type="button" className="button-quiet" data-testid="geo-proposed" onClick={onTake}>
              {say('geoFile.proposal.take')}
            </button>
          )}
        </>
      )}
    </div>
  )
}
