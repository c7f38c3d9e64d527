// One's own account. Also what is shown, with nothing but the password, when that has to be changed first.
import './account.css'
import { PageHead } from '../../app/PageHead.tsx'
import { usePageTitle } from '../../app/page-title.ts'
import { personName } from '../../app/person-name.ts'
import { scopeWords } from '../../app/scope-words.ts'
import { useSession } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { PasswordSection } from './PasswordSection.tsx'
import { SecondFactorSection } from './SecondFactorSection.tsx'
import { SessionsSection } from './SessionsSection.tsx'

export default function AccountPage() {
  const texts = useTexts()
  const { say } = texts
  const session = useSession()
  const { mustChangePassword, demo, role } = session
  const title = say(mustChangePassword ? 'password.must.title' : 'account.title')
  usePageTitle(title)
  return (
    <div className="page" data-testid="account">
      <PageHead title={title} />
      <main className="account-page">
        {mustChangePassword ? (
          <p className="form-note" role="status" data-testid="must-change-password">
            {say('password.must.reason')}
          </p>
        ) : (
          <section className="account-section account-self">
            <h2>{personName(session, texts)}</h2>
            <dl>
              <dt>{say('account.username')}</dt>
              <dd>{session.username}</dd>
              <dt>{say('account.role')}</dt>
              <dd>{role === null ? say('role.none') : say(`role.${role}`)}</dd>
              <dt>{say('account.scopeLabel')}</dt>
              <dd>{scopeWords(session.scope, texts)}</dd>
            </dl>
          </section>
        )}
        {demo ? (
          <section className="account-section">
            <h2>{say('password.title')}</h2>
            <p className="account-note">{say('account.demo')}</p>
          </section>
        ) : (
          <PasswordSection />
        )}
        {demo || mustChangePassword ? null : <SecondFactorSection />}
        {mustChangePassword ? null : <SessionsSection />}
      </main>
    </div>
  )
}
