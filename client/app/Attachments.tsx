// The papers of a record: each is kept as a file, more are added, and one may be taken away with a reason.
import './attachments.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ChangeEvent, useId, useState } from 'react'
import { longestAttachmentName, mostAttachmentBytes, mostAttachments } from '#domain/registers/attachments.ts'
import {
  type AttachedTo,
  type Attachment,
  addAttachmentMutation,
  attachmentAddress,
  attachmentsQuery,
  withdrawAttachmentMutation,
} from '../api/attachments.ts'
import { CallError } from '../api/errors.ts'
import type { Scope } from '../api/queries.ts'
import { useTexts } from '../i18n/text.ts'
import { type TextKey, zhCN } from '../i18n/zh-CN.ts'
import { Icon } from '../ui/Icon.tsx'
import { Skeleton } from '../ui/Skeleton.tsx'
import { FormDialog } from './FormDialog.tsx'

const accepted = '.pdf,.xlsx,.docx,image/jpeg,image/png,image/webp'
const isKey = (key: string): key is TextKey => key in zhCN

type Props = AttachedTo & { scope: Scope }

export function Attachments({ scope, kind, id }: Props) {
  const { say } = useTexts()
  const query = useQuery(attachmentsQuery(scope, { kind, id }))
  const [removing, setRemoving] = useState<Attachment | null>(null)
  const all = query.data?.attachments ?? []
  const [present, gone] = [all.filter(({ withdrawn }) => withdrawn === null), all.filter(({ withdrawn }) => withdrawn !== null)]
  const write = query.data?.mayWrite ?? false
  return (
    <section className="attachments" data-testid="attachments">
      <h3 className="section-label">{say('attachment.title')}</h3>
      {query.isPending ? (
        <Skeleton height={40} />
      ) : query.isError ? (
        <p role="alert" className="attachments-failed">
          {say('attachment.failed')}{' '}
          <button type="button" className="button-quiet" onClick={() => void query.refetch()}>
            {say('state.retry')}
          </button>
        </p>
      ) : present.length === 0 ? (
        <p className="attachments-note">{say('attachment.none')}</p>
      ) : (
        <ul>
          {present.map((one) => (
            <Paper key={one.attachmentId} of={{ kind, id }} paper={one} onWithdraw={write ? () => setRemoving(one) : null} />
          ))}
        </ul>
      )}
      {write ? <AddPapers of={{ kind, id }} /> : null}
      {gone.length > 0 ? <Gone papers={gone} /> : null}
      {removing ? <WithdrawDialog of={{ kind, id }} paper={removing} onClose={() => setRemoving(null)} /> : null}
    </section>
  )
}

function Paper({ of, paper, onWithdraw }: { of: AttachedTo; paper: Attachment; onWithdraw: (() => void) | null }) {
  const { say, formats } = useTexts()
  const { attachmentId, name, bytes, by, at } = paper
  return (
    <li className="attachment" data-testid="attachment">
      <Icon name="clipboard" />
      <p>
        <a className="link" href={attachmentAddress(of, attachmentId)} download={name} aria-label={say('attachment.download', { name })}>
          {name}
        </a>
        <small>{say('attachment.by', { size: formats.bytes(bytes), by, at: formats.stamp(at) })}</small>
      </p>
      {onWithdraw ? (
        <button
          type="button"
          className="button-quiet"
          aria-label={say('attachment.withdraw.of', { name })}
          data-testid="attachment-withdraw"
          onClick={onWithdraw}
        >
          {say('attachment.withdraw')}
        </button>
      ) : null}
    </li>
  )
}

function Gone({ papers }: { papers: readonly Attachment[] }) {
  const { say, formats } = useTexts()
  return (
    <details className="attachments-gone">
      <summary>{say('attachment.gone', { count: papers.length })}</summary>
      <ul>
        {papers.map(({ attachmentId, name, withdrawn }) => (
          <li key={attachmentId}>
            <span>{name}</span>
            {withdrawn ? (
              <small>{say('attachment.withdrawn', { by: withdrawn.by, at: formats.stamp(withdrawn.at), reason: withdrawn.reason })}</small>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  )
}

type Sending = { readonly name: string; readonly part: number }
type Refused = { readonly name: string; readonly error: unknown }

function AddPapers({ of }: { of: AttachedTo }) {
  const { say, formats } = useTexts()
  const id = useId()
  const [sending, setSending] = useState<Sending | null>(null)
  const [refused, setRefused] = useState<readonly Refused[]>([])
  const add = useMutation(addAttachmentMutation(of, (part) => setSending((now) => now && { ...now, part })))
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const files = [...(target.files ?? [])]
    target.value = ''
    setRefused([])
    for (const file of files) {
      setSending({ name: file.name, part: 0 })
      try {
        if (file.size > mostAttachmentBytes) throw new CallError('too_large', 'not sent')
        await add.mutateAsync(file.name.length > longestAttachmentName ? new File([file], shorter(file.name)) : file)
      } catch (error) {
        setRefused((before) => [...before, { name: file.name, error }])
      }
    }
    setSending(null)
  }
  const percent = Math.round((sending?.part ?? 0) * 100)
  const words =
    sending === null
      ? ''
      : percent < 100
        ? say('attachment.sending', { name: sending.name, percent })
        : say('attachment.keeping', { name: sending.name })
  return (
    <div className="attachments-add">
      <label className={sending ? 'button-quiet attachments-closed' : 'button-quiet'} htmlFor={id}>
        <Icon name="plus" />
        {say('attachment.add')}
      </label>
      <input
        id={id}
        className="unseen"
        type="file"
        accept={accepted}
        multiple
        disabled={sending !== null}
        aria-describedby={`${id}-hint`}
        data-testid="attachment-add"
        onChange={(event) => void choose(event)}
      />
      <p className="attachments-note" id={`${id}-hint`}>
        {say('attachment.hint', { size: formats.bytes(mostAttachmentBytes), most: mostAttachments })}
      </p>
      {sending ? (
        <>
          <progress max={100} value={percent} aria-label={words} data-testid="attachment-progress" />
          <p className="attachments-note">{words}</p>
        </>
      ) : null}
      {refused.length > 0 ? (
        <div className="form-error" role="alert" data-testid="attachment-refused">
          <ul>
            {refused.map(({ name, error }) => (
              <li key={name}>{say('attachment.refused', { name, why: why(error) })}</li>
            ))}
          </ul>
        </div>
      ) : null}
    </div>
  )

  function why(error: unknown): string {
    if (!(error instanceof CallError)) return say('error.internal')
    if (error.code === 'too_large') return say('attachment.refusal.tooLarge', { size: formats.bytes(mostAttachmentBytes) })
    if (error.code === 'conflict') return say('attachment.refusal.full', { most: mostAttachments })
    const problem = error.details.find(({ path }) => path === 'body')?.problem
    if (problem === undefined) return say(`error.${error.code}`)
    const key = `attachment.refusal.${problem}`
    return isKey(key) ? say(key) : say('attachment.refusal.picture')
  }
}

/** A name that is too long keeps how it ends. */
const shorter = (name: string): string => `${name.slice(0, longestAttachmentName - 8)}${/\.[A-Za-z0-9]{1,5}$/.exec(name)?.[0] ?? ''}`

function WithdrawDialog({ of, paper, onClose }: { of: AttachedTo; paper: Attachment; onClose: () => void }) {
  const { say } = useTexts()
  const id = useId()
  const [reason, setReason] = useState('')
  const withdraw = useMutation({ ...withdrawAttachmentMutation(of), onSuccess: onClose })
  const { error } = withdraw
  return (
    <FormDialog
      name="attachment-withdraw"
      title={say('attachment.withdraw.of', { name: paper.name })}
      confirm={say('attachment.withdraw')}
      pending={withdraw.isPending}
      failure={
        error ? (
          <p className="form-error" role="alert">
            {say(error instanceof CallError ? `error.${error.code}` : 'error.internal')}
          </p>
        ) : null
      }
      onConfirm={() => {
        if (reason.trim() !== '') withdraw.mutate({ attachment: paper.attachmentId, reason })
      }}
      onClose={onClose}
    >
      <p className="field-hint">{say('attachment.withdraw.hint')}</p>
      <div className="field">
        <label className="field-label" htmlFor={id}>
          {say('issueNeed.reason')}
        </label>
        <input
          id={id}
          className="field-input"
          required
          maxLength={200}
          value={reason}
          data-testid="attachment-reason"
          onChange={({ target }) => setReason(target.value)}
        />
      </div>
    </FormDialog>
  )
}
