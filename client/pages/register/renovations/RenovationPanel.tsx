// One project: where it stands and what it lacks, its votes, what is built, what it costs, pictures, and who wrote what.
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Scope } from '../../../api/queries.ts'
import { renovationQuery } from '../../../api/renovations.ts'
import { Attachments } from '../../../app/Attachments.tsx'
import { Failure } from '../../../app/Failure.tsx'
import { useLook } from '../../../app/look.ts'
import { PanelHead, PanelSkeleton } from '../../../app/panel/parts.tsx'
import { RegisterHistory } from '../../../app/RegisterHistory.tsx'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Icon } from '../../../ui/Icon.tsx'
import { Consent } from './Consent.tsx'
import { LiftVotes } from './LiftVotes.tsx'
import { PhotoPairs } from './PhotoPairs.tsx'
import { StageLine } from './StageLine.tsx'
import { Costs, Items } from './Works.tsx'

export function RenovationPanel({ id, scope, onClose }: { id: number; scope: Scope; onClose: () => void }) {
  const { say, name } = useTexts()
  const may = useMay()
  const { search } = useLook()
  const query = useQuery(renovationQuery(scope, id))
  const write = may('changeRenovation')
  const and = (path: string, more: string): string => `${path}${search === '' ? '?' : `${search}&`}${more}`
  const { data } = query
  return (
    <aside
      className="register-panel renovation-panel"
      aria-label={data ? name(data.project) : say('state.loading')}
      data-testid="renovation-panel"
    >
      <div className="register-tools">
        <button type="button" className="button-quiet" aria-label={say('issues.back')} onClick={onClose} data-testid="panel-close">
          <Icon name="close" />
        </button>
        {data ? (
          <>
            <Link className="button-quiet" to={and('/', `pick=compound:${data.project.compoundId}`)}>
              <Icon name="map" />
              {say('issues.onMap')}
            </Link>
            <Link className="button-quiet" to={`/register/compounds/${data.project.compoundId}${search}`}>
              {say('places.sheet')}
            </Link>
          </>
        ) : null}
      </div>
      {data === undefined ? (
        query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} back={onClose} />
        ) : (
          <PanelSkeleton />
        )
      ) : (
        <>
          <PanelHead kind={say(`renovationClass.${data.project.renovationClass}`)} title={name(data.project)} />
          <StageLine renovation={data} write={write} />
          <Consent renovation={data} write={write} />
          <LiftVotes renovation={data} write={write} />
          <Items renovation={data} write={write} />
          <Costs renovation={data} write={write} />
          <PhotoPairs renovation={data} write={write} />
          <Attachments scope={scope} kind="renovation" id={id} />
          <RegisterHistory scope={scope} kind="renovation" id={id} />
        </>
      )}
    </aside>
  )
}
