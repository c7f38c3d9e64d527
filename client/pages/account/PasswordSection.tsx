// Changing one's own password, with the rules beside it and each refusal in words.
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { changePasswordMutation } from '../../api/account.ts'
import { CallError, hasCode } from '../../api/errors.ts'
import { useSession } from '../../app/session.ts'
import { usePasswordTexts } from '../../app/use-password-texts.ts'
import { type Texts, useTexts } from '../../i18n/text.ts'
import { PasswordField } from '../../ui/PasswordField.tsx'
import { keepsRule, passwordProblems, passwordRules } from './password-rules.ts'

function reasons(error: unknown, { say }: Texts): readonly string[] {
  if (hasCode(error, 'sign_in_failed')) return [say('password.currentWrong')]
  if (hasCode(error, 'password_refused')) {
    const given = new Set(error.details.map(({ problem }) => problem))
    const known = passwordProblems.filter((problem) => given.has(problem)).map((problem) => say(`passwordProblem.${problem}`))
    if (known.length > 0) return known
  }
  return [say(`error.${error instanceof CallError ? error.code : 'internal'}`)]
}

export function PasswordSection() {
  const texts = useTexts()
  const { say, formats } = texts
  const passwordTexts = usePasswordTexts()
  const session = useSession()
  const rulesId = useId()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [differs, setDiffers] = useState(false)
  const change = useMutation(changePasswordMutation())

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (change.isPending) return
    setDiffers(next !== again)
    if (next !== again) return
    change.mutate(
      { current, next },
      {
        onSuccess: () => {
          setCurrent('')
          setNext('')
          setAgain('')
        },
      },
    )
  }
  const problems = differs ? [say('password.differs')] : change.error ? reasons(change.error, texts) : []

  return (
    <section className="account-section" aria-labelledby="password-title">
      <h2 id="password-title">{say('password.title')}</h2>
      {session.passwordExpiresOn === null ? null : (
        <p className="account-note">{say('password.expires', { date: formats.day(session.passwordExpiresOn) })}</p>
      )}
      <form className="account-form" onSubmit={submit}>
        {/* So that a password store knows whose password this is. */}
        <input className="unseen" type="text" autoComplete="username" value={session.username} readOnly tabIndex={-1} aria-hidden="true" />
        <PasswordField
          label={say('password.current')}
          texts={passwordTexts}
          autoComplete="current-password"
          required
          value={current}
          onChange={setCurrent}
          testId="password-current"
        />
        <PasswordField
          label={say('password.next')}
          texts={passwordTexts}
          autoComplete="new-password"
          required
          value={next}
          onChange={setNext}
          testId="password-next"
          describedBy={rulesId}
        />
        <ul id={rulesId} className="password-rules">
          {passwordRules.map((rule) => {
            const kept = keepsRule(rule, next, session.username)
            return (
              <li key={rule} data-kept={kept}>
                <span aria-hidden="true">{kept ? '✓' : '·'}</span> {say(`passwordRule.${rule}`)}
                {kept ? <span className="unseen">{say('password.ruleKept')}</span> : null}
              </li>
            )
          })}
          <li>
            <span aria-hidden="true">·</span> {say('password.history')}
          </li>
        </ul>
        <PasswordField
          label={say('password.again')}
          texts={passwordTexts}
          autoComplete="new-password"
          required
          value={again}
          onChange={setAgain}
          testId="password-again"
        />
        <div role="alert">
          {problems.length > 0 ? (
            <ul className="form-error form-errors" data-testid="password-error">
              {problems.map((problem) => (
                <li key={problem}>{problem}</li>
              ))}
            </ul>
          ) : null}
        </div>
        <div role="status">
          {change.isSuccess ? (
            <p className="form-note" data-testid="password-done">
              {say('password.done')}
            </p>
          ) : null}
        </div>
        <button type="submit" className="button" data-testid="password-submit" aria-busy={change.isPending}>
          {say('password.submit')}
        </button>
      </form>
    </section>
  )
}
