// Whose session this is, with the ways to the account, to administration, and out.
import { useMutation } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import { Link, useLocation } from 'react-router'
import { signOutMutation } from '../api/session.ts'
import { useTexts } from '../i18n/text.ts'
import { Icon, type IconName } from '../ui/Icon.tsx'
import { AlarmBell } from './AlarmBell.tsx'
import { personName } from './person-name.ts'
import { scopeWords } from './scope-words.ts'
import { mayAdminister, useMay, useSession } from './session.ts'

/** `search`: language and theme, carried along to the other pages. */
export function AccountMenu({ search }: { search: string }) {
  const texts = useTexts()
  const { say } = texts
  const session = useSession()
  const may = useMay()
  const { pathname } = useLocation()
  const panelId = useId()
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  const signOut = useMutation(signOutMutation())

  // Closed by a press or the focus elsewhere, and by Escape, which then means nothing else on the page.
  useEffect(() => {
    if (!open) return
    const closing = new AbortController()
    const { signal } = closing
    const leave = (event: Event): void => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false)
    }
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      setOpen(false)
      button.current?.focus()
    }
    document.addEventListener('pointerdown', leave, { signal })
    document.addEventListener('focusin', leave, { signal })
    document.addEventListener('keydown', onKeyDown, { signal, capture: true })
    return () => closing.abort()
  }, [open])

  const entry = (to: string, icon: IconName, text: string) =>
    pathname === to ? null : (
      <Link className="account-entry" to={to + search} onClick={() => setOpen(false)}>
        <Icon name={icon} />
        {text}
      </Link>
    )
  const role = session.role === null ? say('role.none') : say(`role.${session.role}`)

  return (
    <>
      <AlarmBell search={search} />
      <div ref={root} className="account-menu">
        <button
          ref={button}
          type="button"
          className="button-quiet account-button"
          aria-expanded={open}
          aria-controls={panelId}
          aria-label={say('account.menu', { name: personName(session, texts), role })}
          title={personName(session, texts)}
          data-testid="account-menu"
          onClick={() => setOpen(!open)}
        >
          <Icon name="person" />
          <span className="account-name">{personName(session, texts)}</span>
        </button>
        <div id={panelId} className="account-panel" hidden={!open} data-testid="account-panel">
          <div className="account-who">
            <p className="account-display-name">{personName(session, texts)}</p>
            <p>{session.role === 'wall' ? role : `${role} · ${session.username}`}</p>
            <p>{say('account.scope', { scope: scopeWords(session.scope, texts) })}</p>
          </div>
          {may('layers') ? entry('/', 'map', say('account.toMap')) : null}
          {may('vacancies') ? entry('/register', 'person', say('account.toRegister')) : null}
          {may('issueQueues') ? entry('/issues', 'clipboard', say('account.toIssues')) : null}
          {may('reportIssue') ? entry('/issues/report', 'flag', say('reporting.title')) : null}
          {session.role === 'wall' ? null : entry('/account', 'person', say('account.toAccount'))}
          {may('periodReport') ? entry('/reports', 'clipboard', say('account.toReport')) : null}
          {may('plans') ? entry('/planner', 'grid', say('planner.title')) : null}
          {may('createImport') ? entry('/issues/import', 'layers', say('account.toImport')) : null}
          {may('wallSetting') ? entry('/wall', 'screen', say('account.toWall')) : null}
          {may('steerWall') ? entry('/wall/remote', 'alert', say('account.toRemote')) : null}
          {may('wallDisplays') ? entry('/wall/settings', 'gear', say('account.toWallSettings')) : null}
          {mayAdminister(session) ? entry('/admin', 'gear', say('account.toAdmin')) : null}
          <button
            type="button"
            className="account-entry"
            data-testid="sign-out"
            disabled={signOut.isPending}
            onClick={() => signOut.mutate()}
          >
            <Icon name="out" />
            {say('account.signOut')}
          </button>
          {signOut.isError ? (
            <p className="account-error" role="alert">
              {say('account.signOut.failed')}
            </p>
          ) : null}
        </div>
      </div>
    </>
  )
}
