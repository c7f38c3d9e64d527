// One case, wherever it is shown: what it is about, how it stands to its limit, photos, the next steps, what happened.
import './case.css'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { type IssueCase, similarIssuesQuery } from '../../api/issues.ts'
import type { Scope } from '../../api/queries.ts'
import { type Texts, useTexts } from '../../i18n/text.ts'
import { useLook } from '../look.ts'
import { type Fact, Facts, PanelHead } from '../panel/parts.tsx'
import { useMay } from '../session.ts'
import { IssueSteps } from './IssueSteps.tsx'
import { Lamp } from './Lamp.tsx'
import { Photos } from './Photos.tsx'
import { StepDialog } from './StepDialog.tsx'
import { useStep } from './use-step.tsx'

export function CaseView({ scope, issue, crumbs }: { scope: Scope; issue: IssueCase; crumbs?: ReactNode }) {
  const texts = useTexts()
  const { say, name } = texts
  const may = useMay()
  const [now] = useState(Date.now)
  const { properties, itemName, itemNameEn, lamp } = issue
  const urgent = properties.severity === 'urgent'
  return (
    <>
      {crumbs}
      <PanelHead
        kind={`${say(`issueClass.${properties.class}`)} · ${say('issue.number', { id: properties.issueId })}`}
        title={name({ name: itemName, nameEn: itemNameEn })}
        note={properties.description}
      />
      <p className={`status ${lamp === 'red' || urgent ? 'status-missing' : 'status-present'}`}>
        <span>{say(`issueStatus.${properties.status}`)}</span>
        {urgent ? <span>{say('issue.urgent')}</span> : null}
        <Lamp lamp={lamp} dueAt={properties.dueAt} closedAt={properties.closedAt} now={now} />
      </p>
      <Facts facts={factsOf(issue, texts)} />
      <Photos issue={issue} />
      {may('moveIssue') ? <IssueSteps scope={scope} issue={issue} /> : null}
      {may('similarIssues') && issue.choices.includes('merge') ? <SimilarIssues scope={scope} issue={issue} /> : null}
      <Timeline issue={issue} />
    </>
  )
}

function factsOf(
  { properties, extendedUntil, reviewOn, masterIssueId, handlerName, parkedMinutes, waitingMinutes }: IssueCase,
  texts: Texts,
): Fact[] {
  const { say, formats } = texts
  const minute = 60_000
  return [
    ['issue.address', properties.address],
    ['issue.reportedAt', formats.moment(properties.reportedAt)],
    ['issue.source', say(`issueSource.${properties.source}`)],
    ['issue.level', say(`handlerLevel.${properties.handlerLevel}`)],
    ...(handlerName === null ? [] : ([['issue.handler', handlerName]] as const)),
    ['issue.dueAt', properties.dueAt === null ? null : formats.moment(properties.dueAt)],
    ...(extendedUntil === null ? [] : ([['issue.extendedUntil', formats.day(extendedUntil)]] as const)),
    ...(reviewOn === null ? [] : ([['issue.reviewOn', formats.day(reviewOn)]] as const)),
    ...(waitingMinutes === 0 ? [] : ([['issue.waiting', formats.span(waitingMinutes * minute)]] as const)),
    ...(parkedMinutes === 0 ? [] : ([['issue.parked', formats.span(parkedMinutes * minute)]] as const)),
    ...(masterIssueId === null ? [] : ([['issue.master', <CaseLink key="master" id={masterIssueId} />]] as const)),
  ]
}

function CaseLink({ id }: { id: number }) {
  const { say } = useTexts()
  const { search } = useLook()
  return (
    <Link className="link" to={`/issues${search === '' ? '?' : `${search}&`}pick=${id}`}>
      {say('issue.number', { id })}
    </Link>
  )
}

/** Offered while the case may still be merged: cases that may be the same matter, each with how far away it is in metres and days. */
function SimilarIssues({ scope, issue }: { scope: Scope; issue: IssueCase }) {
  const { say, formats } = useTexts()
  const { issueId } = issue.properties
  const { data } = useQuery(similarIssuesQuery(scope.subdistrict, { issue: issueId }))
  const { move, take, failure } = useStep(scope, issue)
  const [master, setMaster] = useState<number | null>(null)
  if (data === undefined || data.issues.length === 0) return null
  return (
    <section className="similar" data-testid="similar">
      <h3 className="section-label">{say('issue.similar')}</h3>
      <ul>
        {data.issues.map(({ issue: other, distanceMetres, daysApart }) => (
          <li key={other.properties.issueId}>
            <span>
              <CaseLink id={other.properties.issueId} /> {say(`issueStatus.${other.properties.status}`)}
              <span className="similar-apart">
                {say('issue.similar.apart', {
                  metres: formats.number(Math.round(distanceMetres)),
                  span: formats.span(daysApart * 86_400_000),
                })}
              </span>
            </span>
            <button type="button" className="button-quiet" onClick={() => setMaster(other.properties.issueId)} data-testid="merge-into">
              {say('issue.similar.merge')}
            </button>
          </li>
        ))}
      </ul>
      {master === null ? null : (
        <StepDialog
          action="merge"
          levels={issue.levels}
          usual={issue.properties.handlerLevel}
          said={{ master: String(master) }}
          pending={move.isPending}
          failure={failure}
          onSay={(said) => take('merge', said, () => setMaster(null))}
          onClose={() => setMaster(null)}
        />
      )}
    </section>
  )
}

function Timeline({ issue }: { issue: IssueCase }) {
  const { say, formats } = useTexts()
  return (
    <ol className="timeline" aria-label={say('issue.timeline')}>
      {issue.timeline.map((event) => (
        <li key={`${event.happenedAt} ${event.action} ${event.to}`}>
          <span>{say(event.action === null ? `issueStatus.${event.to}` : `issueAction.${event.action}`)}</span>
          <time dateTime={event.happenedAt}>{formats.moment(event.happenedAt)}</time>
          {event.actorName === '' && event.reason === '' ? null : (
            <p className="timeline-note">{[event.actorName, event.reason].filter((text) => text !== '').join(' · ')}</p>
          )}
        </li>
      ))}
    </ol>
  )
}
