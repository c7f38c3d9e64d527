// The votes on lifts, unit by unit: turnout of everybody entitled, approval of those who took part, each by people and by area.
import { useState } from 'react'
import { hundredthsOf, hundredthsText } from '#domain/renovation/hundredths.ts'
import { liftOutcome } from '#domain/renovation/votes.ts'
import type { LiftVoteTaken, Renovation } from '../../../api/renovations.ts'
import { calendarDateOf } from '../../../i18n/formats.ts'
import { useTexts } from '../../../i18n/text.ts'
import { exactPercent } from './renovation-rows.ts'
import type { PartProps } from './StageLine.tsx'
import { WithdrawVoteDialog } from './WithdrawVoteDialog.tsx'
import { CountField, DayField, Labelled, ReasonField, WriteDialog } from './WriteDialog.tsx'

/** 0.01 m². */
const largestArea = 100_000_000_000

export function LiftVotes({ renovation, write }: PartProps) {
  const { say } = useTexts()
  const [adding, setAdding] = useState(false)
  const [withdrawing, setWithdrawing] = useState<number | null>(null)
  const { liftVotes, houses } = renovation
  const mayAdd = write && houses.length > 0
  if (liftVotes.length === 0 && !mayAdd) return null
  return (
    <section data-testid="lift-votes">
      <h3 className="section-label">{say('renovation.lift')}</h3>
      {liftVotes.length === 0 ? (
        <p className="renovation-note">{say('renovation.lift.none')}</p>
      ) : (
        <>
          <p className="renovation-note">{say('renovation.lift.rule')}</p>
          <ul className="lift-votes">
            {liftVotes.map((vote) => (
              <LiftVote key={vote.id} vote={vote} onWithdraw={write ? () => setWithdrawing(vote.id) : null} />
            ))}
          </ul>
        </>
      )}
      {mayAdd ? (
        <button type="button" className="button-quiet" data-testid="lift-add" onClick={() => setAdding(true)}>
          {say('renovation.lift.add')}
        </button>
      ) : null}
      {adding ? <LiftDialog renovation={renovation} onClose={() => setAdding(false)} /> : null}
      {withdrawing === null ? null : (
        <WithdrawVoteDialog renovation={renovation} vote="lift" id={withdrawing} onClose={() => setWithdrawing(null)} />
      )}
    </section>
  )
}

function LiftVote({ vote, onWithdraw }: { vote: LiftVoteTaken; onWithdraw: (() => void) | null }) {
  const texts = useTexts()
  const { say, name, formats } = texts
  const outcome = liftOutcome(vote)
  const square = (area: number): string => formats.decimal(area / 100)
  const figures = [
    ['peopleTurnout', vote.votedPeople, vote.entitledPeople, formats.number],
    ['areaTurnout', vote.votedArea, vote.entitledArea, square],
    ['peopleApproval', vote.approvingPeople, vote.votedPeople, formats.number],
    ['areaApproval', vote.approvingArea, vote.votedArea, square],
  ] as const
  const house = name({ name: vote.buildingName, nameEn: vote.buildingNameEn })
  return (
    <li className={vote.withdrawn ? 'lift-vote renovation-gone' : 'lift-vote'} data-testid="lift-vote">
      <p className="lift-vote-head">
        <strong>{vote.unitNumber === null ? house : `${house} ${say('places.unit', { number: vote.unitNumber })}`}</strong>
        <span className={vote.carries ? 'renovation-good' : 'renovation-open'}>
          {say(vote.carries ? 'renovation.lift.carries' : 'renovation.lift.fails')}
        </span>
        <time dateTime={vote.heldOn}>{formats.day(vote.heldOn)}</time>
      </p>
      <dl className="lift-figures">
        {figures.map(([key, part, whole, words]) => (
          <div key={key} className={outcome[key] ? 'lift-figure' : 'lift-figure lift-figure-below'}>
            <dt>{say(`renovation.lift.${key}`)}</dt>
            <dd>
              <strong>{exactPercent(part, whole, texts)}</strong>
              <span>
                {words(part)} / {words(whole)}
              </span>
              <span>{say(outcome[key] ? 'renovation.lift.enough' : 'renovation.lift.below')}</span>
            </dd>
          </div>
        ))}
      </dl>
      {vote.note === '' ? null : <p className="renovation-note">{vote.note}</p>}
      {vote.withdrawn ? (
        <p className="renovation-note">{say('renovation.withdrawn', { reason: vote.withdrawn.reason })}</p>
      ) : onWithdraw ? (
        <button type="button" className="button-quiet" onClick={onWithdraw}>
          {say('renovation.form.withdraw')}
        </button>
      ) : null}
    </li>
  )
}

const areas = ['entitledArea', 'votedArea', 'approvingArea'] as const
const people = ['entitledPeople', 'votedPeople', 'approvingPeople'] as const
type Figure = (typeof areas)[number] | (typeof people)[number]

function LiftDialog({ renovation: { project, houses }, onClose }: { renovation: Renovation; onClose: () => void }) {
  const { say, name } = useTexts()
  const today = calendarDateOf(Date.now())
  const [building, setBuilding] = useState(String(houses[0]?.buildingId ?? ''))
  const units = houses.find(({ buildingId }) => String(buildingId) === building)?.units ?? []
  const [unit, setUnit] = useState('')
  const [heldOn, setHeldOn] = useState(today)
  const [note, setNote] = useState('')
  const [given, setGiven] = useState<Readonly<Partial<Record<Figure, string>>>>({})
  const [wrong, setWrong] = useState(false)
  const put = (figure: Figure, value: string): void => setGiven((before) => ({ ...before, [figure]: value }))
  const area = (figure: Figure): number | null => hundredthsOf(given[figure] ?? '', largestArea)
  return (
    <WriteDialog
      write="addLiftVote"
      title={say('renovation.lift.add')}
      confirm={say('renovation.form.save')}
      input={() => {
        const [entitledArea, votedArea, approvingArea] = [area('entitledArea'), area('votedArea'), area('approvingArea')]
        setWrong(entitledArea === null || votedArea === null || approvingArea === null)
        if (entitledArea === null || votedArea === null || approvingArea === null) return null
        return {
          params: { id: project.renovationProjectId },
          body: {
            ...{ version: project.version, buildingId: Number(building), unitNumber: unit === '' ? null : Number(unit), heldOn, note },
            ...{ entitledPeople: Number(given.entitledPeople), votedPeople: Number(given.votedPeople), entitledArea, votedArea },
            ...{ approvingPeople: Number(given.approvingPeople), approvingArea },
          },
        }
      }}
      onClose={onClose}
    >
      <Labelled label={say('sheet.building')}>
        {(id) => (
          <select
            id={id}
            className="field-input"
            value={building}
            onChange={({ target }) => {
              setBuilding(target.value)
              setUnit('')
            }}
          >
            {houses.map((house) => (
              <option key={house.buildingId} value={house.buildingId}>
                {name(house)}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <Labelled label={say('record.field.units')}>
        {(id) => (
          <select id={id} className="field-input" value={unit} onChange={({ target }) => setUnit(target.value)}>
            <option value="">{say('renovation.lift.whole')}</option>
            {units.map((one) => (
              <option key={one} value={one}>
                {say('places.unit', { number: one })}
              </option>
            ))}
          </select>
        )}
      </Labelled>
      <DayField label={say('renovation.round.day')} value={heldOn} most={today} onValue={setHeldOn} />
      <div className="renovation-two">
        {people.map((figure, place) => (
          <div key={figure} className="renovation-pair">
            <CountField
              label={say(`renovation.lift.${figure}`)}
              name={figure}
              value={given[figure] ?? ''}
              onValue={(value) => put(figure, value)}
            />
            <AmountField figure={areas[place] ?? 'entitledArea'} value={given[areas[place] ?? 'entitledArea'] ?? ''} onValue={put} />
          </div>
        ))}
      </div>
      {wrong ? (
        <p className="form-error" role="alert">
          {say('renovation.form.areaWrong', { example: hundredthsText(8650) })}
        </p>
      ) : null}
      <ReasonField value={note} must={false} onValue={setNote} />
    </WriteDialog>
  )
}

function AmountField({ figure, value, onValue }: { figure: Figure; value: string; onValue: (figure: Figure, value: string) => void }) {
  const { say } = useTexts()
  return (
    <Labelled label={say(`renovation.lift.${figure}`)}>
      {(id) => (
        <input
          id={id}
          className="field-input"
          inputMode="decimal"
          required
          value={value}
          data-testid={`field-${figure}`}
          onChange={({ target }) => onValue(figure, target.value)}
        />
      )}
    </Labelled>
  )
}
