// How many of the entitled households consent, against what the sub-district asks for; beside it how many voted; and every round that was held.
import { useState } from 'react'
import { consentReached, consentsMissing } from '#domain/renovation/votes.ts'
import type { ConsentRound, Renovation } from '../../../api/renovations.ts'
import { calendarDateOf } from '../../../i18n/formats.ts'
import { useTexts } from '../../../i18n/text.ts'
import { exactPercent } from './renovation-rows.ts'
import type { PartProps } from './StageLine.tsx'
import { WithdrawVoteDialog } from './WithdrawVoteDialog.tsx'
import { CountField, DayField, ReasonField, WriteDialog } from './WriteDialog.tsx'

export function Consent({ renovation, write }: PartProps) {
  const texts = useTexts()
  const { say, formats } = texts
  const { project, rounds, consentPercent } = renovation
  const [adding, setAdding] = useState(false)
  const [withdrawing, setWithdrawing] = useState<ConsentRound | null>(null)
  const { numerator: consenting, denominator: entitled } = project.consent
  const { numerator: voted } = project.turnout
  const reached = consentReached({ entitled, consenting }, consentPercent)
  const missing = consentsMissing({ entitled, consenting }, consentPercent)
  const voting = write && project.stage === 'consent'
  const share = (part: number): string => `${entitled > 0 ? (part / entitled) * 100 : 0}%`
  const verdict = say(reached ? 'renovation.consent.reached' : 'renovation.consent.missing', { percent: consentPercent, count: missing })
  return (
    <section data-testid="consent">
      <h3 className="section-label">{say('renovation.consent')}</h3>
      <p className="renovation-figure">
        <strong>{exactPercent(consenting, entitled, texts)}</strong>
        <span>{say('renovation.consent.value', { part: formats.number(consenting), whole: formats.number(entitled) })}</span>
      </p>
      <div
        className="consent-bar"
        role="img"
        aria-label={say('renovation.consent.bar', {
          consent: exactPercent(consenting, entitled, texts),
          turnout: exactPercent(voted, entitled, texts),
          percent: consentPercent,
        })}
      >
        <span className="consent-bar-turnout" style={{ width: share(voted) }} />
        <span
          className={reached ? 'consent-bar-consent consent-bar-reached' : 'consent-bar-consent'}
          style={{ width: share(consenting) }}
        />
        <span className="consent-bar-mark" style={{ left: `${consentPercent}%` }} />
      </div>
      <p className="renovation-note">
        <span className={reached ? 'renovation-good' : 'renovation-open'} data-testid="consent-verdict">
          {verdict}
        </span>
        <span>
          {say('renovation.consent.turnout', {
            share: exactPercent(voted, entitled, texts),
            part: formats.number(voted),
            whole: formats.number(entitled),
          })}
        </span>
      </p>
      {rounds.length > 0 ? (
        <table className="renovation-table">
          <caption className="unseen">{say('renovation.rounds')}</caption>
          <thead>
            <tr>
              <th scope="col">{say('renovation.round.day')}</th>
              <th scope="col">{say('record.field.entitledHouseholds')}</th>
              <th scope="col">{say('record.field.votedHouseholds')}</th>
              <th scope="col">{say('record.field.consentingHouseholds')}</th>
              {voting ? (
                <th scope="col">
                  <span className="unseen">{say('renovation.round.more')}</span>
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {rounds.map((round) => (
              <tr key={round.id} className={round.withdrawn ? 'renovation-gone' : undefined}>
                <th scope="row">
                  {formats.day(round.heldOn)}
                  {round.note === '' ? null : <small>{round.note}</small>}
                  {round.withdrawn || round.ofThisList ? null : (
                    <small data-testid="round-older">{say('renovation.round.olderList')}</small>
                  )}
                  {round.withdrawn ? <small>{say('renovation.withdrawn', { reason: round.withdrawn.reason })}</small> : null}
                </th>
                <td>{formats.number(round.entitledHouseholds)}</td>
                <td>{formats.number(round.votedHouseholds)}</td>
                <td>{formats.number(round.consentingHouseholds)}</td>
                {voting ? (
                  <td>
                    {round.withdrawn === null ? (
                      <button type="button" className="button-quiet" onClick={() => setWithdrawing(round)}>
                        {say('renovation.form.withdraw')}
                      </button>
                    ) : null}
                  </td>
                ) : null}
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {voting ? (
        <button type="button" className="button-quiet" data-testid="round-add" onClick={() => setAdding(true)}>
          {say('renovation.round.add')}
        </button>
      ) : null}
      {adding ? <RoundDialog renovation={renovation} onClose={() => setAdding(false)} /> : null}
      {withdrawing ? (
        <WithdrawVoteDialog renovation={renovation} vote="consent" id={withdrawing.id} onClose={() => setWithdrawing(null)} />
      ) : null}
    </section>
  )
}

function RoundDialog({ renovation: { project }, onClose }: { renovation: Renovation; onClose: () => void }) {
  const { say } = useTexts()
  const today = calendarDateOf(Date.now())
  const [heldOn, setHeldOn] = useState(today)
  const [entitled, setEntitled] = useState(String(project.consent.denominator))
  const [voted, setVoted] = useState('')
  const [consenting, setConsenting] = useState('')
  const [note, setNote] = useState('')
  return (
    <WriteDialog
      write="addConsentRound"
      title={say('renovation.round.add')}
      confirm={say('renovation.form.save')}
      input={() => ({
        params: { id: project.renovationProjectId },
        body: {
          ...{ version: project.version, heldOn, note },
          ...{ entitledHouseholds: Number(entitled), votedHouseholds: Number(voted), consentingHouseholds: Number(consenting) },
        },
      })}
      onClose={onClose}
    >
      <DayField label={say('renovation.round.day')} value={heldOn} most={today} onValue={setHeldOn} />
      <CountField label={say('record.field.entitledHouseholds')} name="entitled" value={entitled} onValue={setEntitled} />
      <CountField label={say('record.field.votedHouseholds')} name="voted" value={voted} onValue={setVoted} />
      <CountField label={say('record.field.consentingHouseholds')} name="consenting" value={consenting} onValue={setConsenting} />
      <ReasonField value={note} must={false} onValue={setNote} />
    </WriteDialog>
  )
}
