// The case that is open, beside the list; over it on a phone. It can be printed, with whoever printed it and when.
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { Link } from 'react-router'
import type { Subdistrict } from '#contract/registers.ts'
import { issueQuery } from '../../api/queries.ts'
import { CaseView } from '../../app/case/CaseView.tsx'
import { Failure } from '../../app/Failure.tsx'
import { useLook } from '../../app/look.ts'
import { PanelSkeleton } from '../../app/panel/parts.tsx'
import { personName } from '../../app/person-name.ts'
import { useSession } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { Icon } from '../../ui/Icon.tsx'

export function CasePanel({ subdistrict, id, onClose }: { subdistrict: Subdistrict; id: number; onClose: () => void }) {
  const texts = useTexts()
  const { say, name, formats } = texts
  const { search } = useLook()
  const session = useSession()
  const scope = { subdistrict: subdistrict.subdistrictCode, version: 0 }
  const query = useQuery(issueQuery(scope, id))
  const panel = useRef<HTMLElement>(null)
  useEffect(() => {
    if (id) panel.current?.scrollTo(0, 0)
  }, [id])
  return (
    <aside ref={panel} className="case-panel" aria-label={say('issue.title')} data-testid="case">
      <div className="case-tools">
        <button type="button" className="button-quiet" aria-label={say('issues.back')} onClick={onClose} data-testid="case-close">
          <Icon name="close" />
        </button>
        <Link className="button-quiet" to={`/${search === '' ? '?' : `${search}&`}pick=issue:${id}`}>
          <Icon name="map" />
          {say('issues.onMap')}
        </Link>
        <button type="button" className="button-quiet" onClick={() => window.print()} disabled={!query.data} data-testid="case-print">
          {say('issues.print')}
        </button>
      </div>
      <p className="print-only print-head">
        {name(subdistrict)}
        {subdistrict.source === 'demo' ? ` · ${say('app.demo')}` : ''}
      </p>
      {query.data ? (
        <CaseView key={id} scope={scope} issue={query.data} />
      ) : query.error ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : (
        <PanelSkeleton />
      )}
      <p className="print-only print-foot">
        {say('issues.printed', { name: personName(session, texts), time: formats.moment(Date.now()) })}
      </p>
    </aside>
  )
}
