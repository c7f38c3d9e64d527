// What can be done to an account besides changing its words: passwords, locks, second factor, disabling. Each asks first.
import { useMutation } from '@tanstack/react-query'
import { App } from 'antd'
import { useState } from 'react'
import type { Account } from '#contract/accounts.ts'
import { changeAccountMutation, resetPasswordMutation, resetSecondFactorMutation, unlockAccountMutation } from '../../../api/accounts.ts'
import { useMay } from '../../../app/session.ts'
import { useTexts } from '../../../i18n/text.ts'
import { Confirmed } from '../Confirmed.tsx'
import { ShownOnce } from '../ShownOnce.tsx'
import { isLocked, signInHold } from './account-state.ts'

type Props = { account: Account; own: boolean; onError: (error: unknown) => void }

export function AccountActions({ account, own, onError }: Props) {
  const { say } = useTexts()
  const { message } = App.useApp()
  const may = useMay()
  const [password, setPassword] = useState<string | null>(null)
  const change = useMutation(changeAccountMutation())
  const reset = useMutation(resetPasswordMutation())
  const unlock = useMutation(unlockAccountMutation())
  const resetFactor = useMutation(resetSecondFactorMutation())
  const { accountId, displayName: name } = account
  const disabled = account.state === 'disabled'
  const done = { onError, onSuccess: () => void message.success(say('admin.saved')) }
  const hold = signInHold(account, own)
  const started = (): void => onError(null)
  return (
    <section className="admin-section">
      <h3>{say('accounts.actions')}</h3>
      <div className="admin-actions">
        {may('resetPassword') ? (
          <Confirmed
            text={say('accounts.resetPassword')}
            question={say('accounts.resetPassword.question', { name })}
            detail={say('accounts.resetPassword.detail')}
            pending={reset.isPending}
            off={hold === null ? null : say(`accounts.hold.${hold}`)}
            testId="reset-password"
            onConfirm={() => {
              started()
              reset.mutate(accountId, { onError, onSuccess: ({ oneTimePassword }) => setPassword(oneTimePassword) })
            }}
          />
        ) : null}
        {may('unlockAccount') && isLocked(account, Date.now()) ? (
          <Confirmed
            text={say('accounts.unlock')}
            question={say('accounts.unlock.question', { name })}
            pending={unlock.isPending}
            off={own ? say('accounts.hold.own') : null}
            testId="unlock"
            onConfirm={() => {
              started()
              unlock.mutate(accountId, done)
            }}
          />
        ) : null}
        {may('resetSecondFactor') ? (
          <Confirmed
            text={say('accounts.resetSecondFactor')}
            question={say('accounts.resetSecondFactor.question', { name })}
            detail={say('accounts.resetSecondFactor.detail')}
            pending={resetFactor.isPending}
            off={own ? say('accounts.hold.own') : account.secondFactor ? null : say('accounts.resetSecondFactor.none')}
            testId="reset-second-factor"
            onConfirm={() => {
              started()
              resetFactor.mutate(accountId, done)
            }}
          />
        ) : null}
        {may('changeAccount') ? (
          <Confirmed
            text={say(disabled ? 'accounts.enable' : 'accounts.disable')}
            question={say(disabled ? 'accounts.enable.question' : 'accounts.disable.question', { name })}
            detail={say(disabled ? 'accounts.enable.detail' : 'accounts.disable.detail')}
            danger={!disabled}
            pending={change.isPending}
            off={own ? say('accounts.disable.own') : null}
            testId="toggle-state"
            onConfirm={() => {
              started()
              change.mutate({ account, change: { state: disabled ? 'active' : 'disabled' } }, done)
            }}
          />
        ) : null}
      </div>
      <ShownOnce
        title={say('accounts.resetPassword')}
        body={say('accounts.oneTimePassword.body', { name })}
        secret={password}
        onClose={() => {
          setPassword(null)
          reset.reset()
        }}
      />
    </section>
  )
}
