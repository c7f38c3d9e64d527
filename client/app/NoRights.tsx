// An account that was made but has no role yet: what is missing, who gives it, and the way out.
import { useMutation } from '@tanstack/react-query'
import { Link } from 'react-router'
import { signOutMutation } from '../api/session.ts'
import { useTexts } from '../i18n/text.ts'
import { useSession } from './session.ts'

export function NoRights({ search }: { search: string }) {
  const { say } = useTexts()
  const session = useSession()
  const signOut = useMutation(signOutMutation())
  return (
    <main className="message message-page" data-testid="no-rights">
      <h1 className="message-title">{say('noRights.title')}</h1>
      <p className="message-body">{say('noRights.body', { name: session.displayName, username: session.username })}</p>
      <div className="message-actions">
        <button type="button" className="button" onClick={() => window.location.reload()}>
          {say('noRights.again')}
        </button>
        <Link className="button-quiet" to={`/account${search}`}>
          {say('account.toAccount')}
        </Link>
        <button type="button" className="button-quiet" data-testid="sign-out" onClick={() => signOut.mutate()}>
          {say('account.signOut')}
        </button>
      </div>
    </main>
  )
}
