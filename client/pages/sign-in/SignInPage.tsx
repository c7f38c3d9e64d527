// Signing in: in the demo as one of its fictional people, otherwise with a password or by single sign-on.
import './sign-in.css'
import { useQuery } from '@tanstack/react-query'
import { type Presence, signInWaysQuery } from '../../api/session.ts'
import { Failure } from '../../app/Failure.tsx'
import { LookTools } from '../../app/LookTools.tsx'
import { useLook } from '../../app/look.ts'
import { usePageTitle } from '../../app/page-title.ts'
import { useTexts } from '../../i18n/text.ts'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { DemoCards } from './DemoCards.tsx'
import { Emblem } from './Emblem.tsx'
import { PasswordForm } from './PasswordForm.tsx'

type Because = Extract<Presence, { session: null }>['because']

export default function SignInPage({ because }: { because: Because }) {
  const { say } = useTexts()
  const { theme, change } = useLook()
  const query = useQuery(signInWaysQuery())
  const { data: ways } = query
  const demo = ways !== undefined && ways.demo.length > 0
  usePageTitle(say('signIn.title'))
  return (
    <div className={demo ? 'sign-in sign-in-demo' : 'sign-in'} data-testid="sign-in">
      <header className="sign-in-tools">
        <LookTools theme={theme} onChange={change} />
      </header>
      <main className="sign-in-main">
        <div className="sign-in-brand">
          <Emblem />
          <h1>{say('app.name')}</h1>
          <p className="sign-in-tagline">{say('app.tagline')}</p>
          <p className="sign-in-about">{say('signIn.about')}</p>
        </div>
        {because === 'notSignedIn' ? null : (
          <p className="form-note sign-in-note" role="status" data-testid="sign-in-note">
            {say(`signIn.because.${because}`)}
          </p>
        )}
        {ways ? (
          <>
            {demo ? <DemoCards roles={ways.demo} /> : null}
            <PasswordForm ways={ways} />
          </>
        ) : query.error ? (
          <Failure error={query.error} retry={() => void query.refetch()} />
        ) : (
          <div className="sign-in-card sign-in-form" role="status" aria-label={say('state.loading')}>
            <Skeleton height={44} />
            <Skeleton height={44} />
            <Skeleton height={44} />
          </div>
        )}
      </main>
    </div>
  )
}
