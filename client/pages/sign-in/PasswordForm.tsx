// Name and password; the code of the second factor once the service asks for it; single sign-on where there is one.
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import type { Ok } from '../../api/client.ts'
import { CallError, hasCode } from '../../api/errors.ts'
import { signInMutation } from '../../api/session.ts'
import { outcomeOf } from '../../app/sign-in-outcome.ts'
import { usePasswordTexts } from '../../app/use-password-texts.ts'
import { type Texts, useTexts } from '../../i18n/text.ts'
import { Icon } from '../../ui/Icon.tsx'
import { PasswordField } from '../../ui/PasswordField.tsx'

function errorText(error: unknown, { say }: Texts): string {
  if (!(error instanceof CallError)) return say('error.internal')
  if (error.code === 'sign_in_failed' || error.code === 'invalid_request') return say('signIn.failed')
  if (error.code === 'too_many_requests') return say('signIn.tooMany')
  return say(`error.${error.code}`)
}

export function PasswordForm({ ways }: { ways: Ok<'signInWays'> }) {
  const texts = useTexts()
  const { say, name } = texts
  const passwordTexts = usePasswordTexts()
  const ids = useId()
  const codeInput = useRef<HTMLInputElement>(null)
  const passwordInput = useRef<HTMLInputElement>(null)
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [withCode, setWithCode] = useState(false)
  const [subdistrict, setSubdistrict] = useState(ways.subdistricts[0]?.subdistrictCode ?? '')
  const signIn = useMutation(signInMutation())
  const [outcome] = useState(() => outcomeOf(window.location.search))

  // The step is on screen only after this render.
  useEffect(() => {
    if (withCode) codeInput.current?.focus()
  }, [withCode])

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (signIn.isPending) return
    const body = {
      username: username.trim(),
      password,
      ...(withCode ? { code: code.trim() } : {}),
      ...(ways.subdistricts.length > 1 ? { subdistrict } : {}),
    }
    signIn.mutate(body, {
      onError: (error) => {
        if (hasCode(error, 'second_factor_needed')) {
          setWithCode(true)
          return
        }
        setCode('')
        ;(withCode ? codeInput : passwordInput).current?.focus()
      },
    })
  }
  const error = signIn.error && !hasCode(signIn.error, 'second_factor_needed') ? signIn.error : null
  // Another person has another second factor, or none.
  const startAgain = (): void => {
    setWithCode(false)
    setCode('')
    signIn.reset()
  }

  return (
    <section className="sign-in-card" aria-labelledby={`${ids}-title`}>
      <h2 id={`${ids}-title`}>{say('signIn.withPassword')}</h2>
      <form className="sign-in-form" onSubmit={submit}>
        {ways.subdistricts.length > 1 ? (
          <div className="field">
            <label className="field-label" htmlFor={`${ids}-subdistrict`}>
              {say('signIn.subdistrict')}
            </label>
            <select
              id={`${ids}-subdistrict`}
              className="field-input"
              data-testid="sign-in-subdistrict"
              value={subdistrict}
              onChange={(event) => setSubdistrict(event.target.value)}
            >
              {ways.subdistricts.map((one) => (
                <option key={one.subdistrictCode} value={one.subdistrictCode}>
                  {name(one)}
                </option>
              ))}
            </select>
          </div>
        ) : null}
        <div className="field">
          <label className="field-label" htmlFor={`${ids}-username`}>
            {say('signIn.username')}
          </label>
          <input
            id={`${ids}-username`}
            className="field-input"
            data-testid="sign-in-username"
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            required
            maxLength={64}
            value={username}
            onChange={(event) => {
              setUsername(event.target.value)
              if (withCode) startAgain()
            }}
          />
        </div>
        <PasswordField
          ref={passwordInput}
          label={say('signIn.password')}
          texts={passwordTexts}
          autoComplete="current-password"
          required
          value={password}
          onChange={setPassword}
          testId="sign-in-password"
        />
        {withCode ? (
          <div className="field">
            <label className="field-label" htmlFor={`${ids}-code`}>
              {say('signIn.code')}
            </label>
            <input
              ref={codeInput}
              id={`${ids}-code`}
              className="field-input field-code"
              data-testid="sign-in-code"
              autoComplete="one-time-code"
              inputMode="numeric"
              pattern="[0-9]{6}"
              maxLength={6}
              required
              aria-describedby={`${ids}-code-hint`}
              value={code}
              onChange={(event) => setCode(event.target.value.replace(/\D/g, ''))}
            />
            <p id={`${ids}-code-hint`} className="field-hint">
              {say('signIn.code.hint')}
            </p>
          </div>
        ) : null}
        <button type="submit" className="button sign-in-submit" data-testid="sign-in-submit" aria-busy={signIn.isPending}>
          {say(signIn.isPending ? 'signIn.busy' : 'signIn.submit')}
        </button>
        <div role="alert">
          {error ? (
            <p className="form-error" data-testid="sign-in-error">
              <Icon name="alert" size={18} />
              {errorText(error, texts)}
            </p>
          ) : null}
        </div>
      </form>
      {outcome === undefined ? null : (
        <p className="form-error" role="alert" data-testid="sign-in-oidc-outcome">
          <Icon name="alert" size={18} />
          {say(`signIn.oidc.${outcome}`)}
        </p>
      )}
      {ways.oidc ? (
        <a className="button-outline" href={ways.oidc.path} data-testid="sign-in-oidc">
          {say('signIn.oidc', { name: ways.oidc.name })}
        </a>
      ) : null}
      <p className="field-hint">{say('signIn.help')}</p>
    </section>
  )
}
