// The second factor: set up by password, QR code and a first code; given up by password and a code.
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { confirmSecondFactorMutation, removeSecondFactorMutation, startSecondFactorMutation } from '../../api/account.ts'
import { CallError, hasCode } from '../../api/errors.ts'
import { useSession } from '../../app/session.ts'
import { usePasswordTexts } from '../../app/use-password-texts.ts'
import { useTexts } from '../../i18n/text.ts'
import { PasswordField } from '../../ui/PasswordField.tsx'
import { QrCode } from './QrCode.tsx'

export function SecondFactorSection() {
  const { say } = useTexts()
  const { secondFactor } = useSession()
  const [open, setOpen] = useState(false)
  return (
    <section className="account-section" aria-labelledby="second-factor-title">
      <h2 id="second-factor-title">
        {say('secondFactor.title')}{' '}
        <span className={secondFactor ? 'state-word state-on' : 'state-word'} data-testid="second-factor-state">
          {say(secondFactor ? 'secondFactor.on' : 'secondFactor.off')}
        </span>
      </h2>
      <p className="account-note">{say('secondFactor.about')}</p>
      {open ? (
        secondFactor ? (
          <Remove onDone={() => setOpen(false)} />
        ) : (
          <SetUp onDone={() => setOpen(false)} />
        )
      ) : (
        <button type="button" className="button-outlined" data-testid="second-factor-open" onClick={() => setOpen(true)}>
          {say(secondFactor ? 'secondFactor.remove' : 'secondFactor.setUp')}
        </button>
      )}
    </section>
  )
}

function CodeField({ value, onChange }: { value: string; onChange: (code: string) => void }) {
  const { say } = useTexts()
  const id = useId()
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {say('secondFactor.code')}
      </label>
      <input
        id={id}
        className="field-input field-code"
        data-testid="second-factor-code"
        autoComplete="one-time-code"
        inputMode="numeric"
        pattern="[0-9]{6}"
        maxLength={6}
        required
        value={value}
        onChange={(event) => onChange(event.target.value.replace(/\D/g, ''))}
      />
    </div>
  )
}

function Problem({
  error,
  failed,
}: {
  error: unknown
  failed: 'secondFactor.wrongPassword' | 'secondFactor.wrongCode' | 'secondFactor.wrong'
}) {
  const { say } = useTexts()
  if (!error) return null
  const code = error instanceof CallError ? error.code : 'internal'
  return (
    <p className="form-error" role="alert" data-testid="second-factor-error">
      {hasCode(error, 'sign_in_failed') ? say(failed) : hasCode(error, 'conflict') ? say('secondFactor.conflict') : say(`error.${code}`)}
    </p>
  )
}

function SetUp({ onDone }: { onDone: () => void }) {
  const { say } = useTexts()
  const passwordTexts = usePasswordTexts()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const start = useMutation(startSecondFactorMutation())
  const confirm = useMutation(confirmSecondFactorMutation())
  const cancel = (
    <button type="button" className="button-quiet" onClick={onDone}>
      {say('app.cancel')}
    </button>
  )
  const begin = (event: FormEvent): void => {
    event.preventDefault()
    if (!start.isPending) start.mutate(password, { onSuccess: () => setPassword('') })
  }
  const finish = (event: FormEvent): void => {
    event.preventDefault()
    if (!confirm.isPending) confirm.mutate(code, { onSuccess: onDone })
  }
  if (!start.data) {
    return (
      <form className="account-form" onSubmit={begin}>
        <PasswordField
          label={say('password.current')}
          texts={passwordTexts}
          autoComplete="current-password"
          required
          value={password}
          onChange={setPassword}
          testId="second-factor-password"
        />
        <Problem error={start.error} failed="secondFactor.wrongPassword" />
        <div className="account-actions">
          <button type="submit" className="button" aria-busy={start.isPending}>
            {say('secondFactor.next')}
          </button>
          {cancel}
        </div>
      </form>
    )
  }
  return (
    <form className="account-form" onSubmit={finish}>
      <p>{say('secondFactor.scan')}</p>
      <QrCode text={start.data.address} label={say('secondFactor.qr')} />
      <p className="field-hint">
        {say('secondFactor.byHand')}{' '}
        <code className="secret" data-testid="second-factor-secret">
          {start.data.secret}
        </code>
      </p>
      <CodeField value={code} onChange={setCode} />
      <Problem error={confirm.error} failed="secondFactor.wrongCode" />
      <div className="account-actions">
        <button type="submit" className="button" aria-busy={confirm.isPending}>
          {say('secondFactor.confirm')}
        </button>
        {cancel}
      </div>
    </form>
  )
}

function Remove({ onDone }: { onDone: () => void }) {
  const { say } = useTexts()
  const passwordTexts = usePasswordTexts()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const remove = useMutation(removeSecondFactorMutation())
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (!remove.isPending) remove.mutate({ password, code }, { onSuccess: onDone })
  }
  return (
    <form className="account-form" onSubmit={submit}>
      <PasswordField
        label={say('password.current')}
        texts={passwordTexts}
        autoComplete="current-password"
        required
        value={password}
        onChange={setPassword}
        testId="second-factor-password"
      />
      <CodeField value={code} onChange={setCode} />
      <Problem error={remove.error} failed="secondFactor.wrong" />
      <div className="account-actions">
        <button type="submit" className="button" aria-busy={remove.isPending}>
          {say('secondFactor.remove')}
        </button>
        <button type="button" className="button-quiet" onClick={onDone}>
          {say('app.cancel')}
        </button>
      </div>
    </form>
  )
}
