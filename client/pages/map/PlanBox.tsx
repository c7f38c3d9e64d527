// The plan that is thought of: what is different in it, what that brings and costs, and the plans that were kept.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link } from 'react-router'
import { changesText, parseChanges } from '#domain/walk/station-changes.ts'
import type { Ok } from '../../api/client.ts'
import { CallError } from '../../api/errors.ts'
import { type Scope, walkDifferenceQuery } from '../../api/queries.ts'
import { changeScenarioMutation, keepScenarioMutation, removeScenarioMutation, scenariosQuery } from '../../api/walking.ts'
import { useLook } from '../../app/look.ts'
import { useMay } from '../../app/session.ts'
import { useChangeWords } from '../../app/use-change-words.ts'
import { useTexts } from '../../i18n/text.ts'
import type { LegendProps } from './Legend.tsx'
import { walkOf } from './use-circles.ts'

type Props = Pick<LegendProps, 'address' | 'onFilter'> & { readonly scope: Scope }
type Scenario = Ok<'walkScenarios'>['scenarios'][number]

export function PlanBox(props: Props) {
  const { say } = useTexts()
  const { plan } = props.address
  /** The kept plan that is being worked on. */
  const [opened, setOpened] = useState<Scenario | null>(null)
  return (
    <section className="plan-box" data-testid="plan">
      {plan.length === 0 ? null : (
        <>
          <h4 className="choice-label">{say('circles.plan')}</h4>
          <Changes {...props} />
          <Difference {...props} />
          <Keep {...props} opened={opened} onKept={setOpened} />
        </>
      )}
      <Kept {...props} onOpened={setOpened} />
    </section>
  )
}

function Changes({ scope, address, onFilter }: Props) {
  const { say } = useTexts()
  const words = useChangeWords(scope)
  const without = (at: number): void => onFilter({ plan: address.plan.filter((_, index) => index !== at) })
  return (
    <ol className="plan-changes">
      {address.plan.map((one, at) => (
        <li key={changesText([one])} data-testid="plan-change">
          <span>{words(one, address.plan)}</span>
          <button
            type="button"
            className="link"
            aria-label={`${say('circles.plan.undo')} ${words(one, address.plan)}`}
            onClick={() => without(at)}
          >
            {say('circles.plan.undo')}
          </button>
        </li>
      ))}
    </ol>
  )
}

function Difference({ scope, address }: Props) {
  const { say, formats } = useTexts()
  const { data, isError } = useQuery(walkDifferenceQuery(scope, walkOf(address)))
  if (isError) return <p className="scale-unit">{say('layers.failed')}</p>
  if (data === undefined) return <p className="scale-unit">{say('state.loading')}</p>
  const percent = ({ households: { covered, known } }: typeof data.before) => formats.percent({ numerator: covered, denominator: known })
  const { before, after } = data.meanMinutes
  return (
    <div className="plan-difference" data-testid="plan-difference" aria-live="polite">
      <p className="scale-unit">{say('circles.plan.covered', { before: percent(data.before), after: percent(data.after) })}</p>
      <p className="scale-unit">
        {say('circles.plan.newly', {
          households: formats.number(data.newly.households),
          elderly: formats.count(data.newly.residents60Plus),
        })}
      </p>
      {data.lost.households > 0 ? (
        <p className="scale-unit row-lack">
          {say('circles.plan.lost', {
            households: formats.number(data.lost.households),
            elderly: formats.count(data.lost.residents60Plus),
          })}
        </p>
      ) : null}
      {before !== null && after !== null ? (
        <p className="scale-unit">{say('circles.plan.minutes', { before: formats.decimal(before), after: formats.decimal(after) })}</p>
      ) : null}
    </div>
  )
}

function Keep({ scope, address, onFilter, opened, onKept }: Props & { opened: Scenario | null; onKept: (plan: Scenario | null) => void }) {
  const { say } = useTexts()
  const may = useMay()
  const client = useQueryClient()
  const [name, setName] = useState('')
  // done when the list has it: what is opened or compared from there would be the plan as it was
  const onSettled = () => client.invalidateQueries({ queryKey: ['walkScenarios'] })
  const keep = useMutation({ ...keepScenarioMutation(scope), onSettled })
  const update = useMutation({ ...changeScenarioMutation(scope), onSettled })
  const changes = changesText(address.plan)
  const onSuccess = (kept: Scenario): void => {
    setName('')
    onKept(kept)
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    update.reset()
    keep.mutate({ name: name.trim(), changes }, { onSuccess })
  }
  const error = keep.error ?? update.error
  const conflict = error instanceof CallError && error.code === 'conflict'
  return (
    <>
      {may('keepWalkScenario') ? (
        <form className="plan-keep" onSubmit={submit}>
          <input
            aria-label={say('circles.plan.name')}
            className="field-input"
            data-testid="plan-name"
            required
            maxLength={60}
            placeholder={say('circles.plan.name')}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
          <button type="submit" className="choice-option" data-testid="plan-keep" aria-busy={keep.isPending}>
            {say('circles.plan.keep')}
          </button>
        </form>
      ) : null}
      {opened !== null && opened.changes !== changes && may('changeWalkScenario') ? (
        <button
          type="button"
          className="link plan-update"
          data-testid="plan-update"
          aria-busy={update.isPending}
          onClick={() => update.mutate({ ...opened, changes }, { onSuccess })}
        >
          {say('circles.plan.update', { plan: opened.name })}
        </button>
      ) : null}
      {error ? (
        <p className="form-error" role="alert">
          {say(!conflict ? 'error.internal' : update.error ? 'circles.plan.stale' : 'circles.plan.taken')}
        </p>
      ) : null}
      <p className="scale-unit">
        <CompareLink plans={['', changesText(address.plan)]} address={address} />{' '}
        <button
          type="button"
          className="link"
          data-testid="plan-clear"
          onClick={() => {
            onKept(null)
            onFilter({ plan: [] })
          }}
        >
          {say('circles.plan.clear')}
        </button>
      </p>
    </>
  )
}

function CompareLink({ plans: [a, b], address }: { plans: readonly [string, string]; address: Props['address'] }) {
  const { say } = useTexts()
  const { search } = useLook()
  const query = new URLSearchParams(search)
  query.set('a', a)
  query.set('b', b)
  query.set('walk', address.walk)
  if (address.openAt !== null) query.set('open', address.openAt)
  return (
    <Link to={`/circles?${query}`} className="link" data-testid="plan-compare">
      {say('circles.plan.compare')}
    </Link>
  )
}

function Kept({ scope, address, onFilter, onOpened }: Props & { onOpened: (plan: Scenario) => void }) {
  const { say, formats } = useTexts()
  const may = useMay()
  const client = useQueryClient()
  const { data } = useQuery({ ...scenariosQuery(scope), enabled: may('walkScenarios') })
  const remove = useMutation({
    ...removeScenarioMutation(scope),
    onSettled: () => client.invalidateQueries({ queryKey: ['walkScenarios'] }),
  })
  const [asking, setAsking] = useState(0)
  if (data === undefined || data.scenarios.length === 0) return null
  const open = (one: Scenario): void => {
    const plan = parseChanges(one.changes)
    if ('problem' in plan) return
    onOpened(one)
    onFilter({ plan, tried: null })
  }
  return (
    <details className="plan-kept" data-testid="plans-kept">
      <summary>{say('circles.plan.kept', { count: formats.number(data.scenarios.length) })}</summary>
      <ul>
        {data.scenarios.map((one) => (
          <li key={one.walkScenarioId}>
            <button type="button" className="link" data-testid="plan-open" onClick={() => open(one)}>
              {one.name}
            </button>
            <span>
              <CompareLink plans={['', one.changes]} address={address} />{' '}
              {may('removeWalkScenario') ? (
                <button
                  type="button"
                  className="link"
                  aria-label={`${say(asking === one.walkScenarioId ? 'circles.plan.remove.sure' : 'circles.plan.remove')} ${one.name}`}
                  data-testid="plan-remove"
                  onBlur={() => setAsking(0)}
                  onClick={() => (asking === one.walkScenarioId ? remove.mutate(one) : setAsking(one.walkScenarioId))}
                >
                  {say(asking === one.walkScenarioId ? 'circles.plan.remove.sure' : 'circles.plan.remove')}
                </button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
