// An account that can sign in but see nothing yet, for want of a role or of grids: what is missing, who gives it, and the way out.
import { useMutation } from '@tanstack/react-query'
import { Link } from 'react-router'
import { signOutMutation } from '../api/session.ts'
import { useTexts } from '../i18n/text.ts'
import { useLook } from './look.ts'
import { useSession } from './session.ts'

export function NoRights({ missing }: { missing: 'role' | 'scope' }) {
  const { say } = useTexts()
  const { search } = useLook()
  const { displayName, username, role } = useSession()
  const signOut = useMutation(signOutMutation())
  return (
    <main className="message message-page" data-testid={missing === 'role' ? 'no-rights' : 'no-scope'}>
      <h1 className="message-title">{say(missing === 'role' ? 'noRights.title' : 'noScope.title')}</h1>
      <p className="message-body">{missing === 'role' ? say('noRights.body', { name: displayName, username }) : say('noScope.body')}</p>
      <div className="message-actions">
        <button type="button" className="button" onClick={() => window.location.reload()}>
          {say('noRights.again')}
        </button>
        {role === 'wall' ? null : (
          <Link className="button-quiet" to={`/account${search}`}>
            {say('account.toAccount')}
          </Link>
        )}
        <button type="button" className="button-quiet" data-testid="sign-out" onClick={() => signOut.mutate()}>
          {say('account.signOut')}
        </button>
      </div>
    </main>
  )
}
