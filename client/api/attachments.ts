// Key and fetcher of the papers of a record.
import { mutationOptions, queryOptions } from '@tanstack/react-query'
import { addressOf, call, type Ok } from './client.ts'
import { operations } from './operations.ts'
import type { Scope } from './queries.ts'
import { send } from './upload.ts'

export type Attachment = Ok<'attachments'>['attachments'][number]
export type AttachedTo = { readonly kind: 'compound' | 'building' | 'station' | 'renovation' | 'patrolRoute'; readonly id: number }

export const attachmentsQuery = ({ subdistrict }: Scope, { kind, id }: AttachedTo) =>
  queryOptions({
    queryKey: ['attachments', subdistrict, kind, id],
    queryFn: ({ signal }) => call('attachments', { params: { kind, id }, query: { subdistrict }, signal }),
  })

const papersChanged = ['attachments', 'recordHistory']

export const addAttachmentMutation = ({ kind, id }: AttachedTo, onSent: (part: number) => void) =>
  mutationOptions({
    mutationFn: (file: File) =>
      send(
        'addAttachment',
        { params: { kind, id }, query: { name: file.name }, file: new Blob([file], { type: 'application/octet-stream' }) },
        onSent,
      ),
    onSettled: (_paper, _error, _file, _before, { client }) =>
      Promise.all(papersChanged.map((one) => client.invalidateQueries({ queryKey: [one] }))),
  })

export const withdrawAttachmentMutation = ({ kind, id }: AttachedTo) =>
  mutationOptions({
    mutationFn: ({ attachment, reason }: { readonly attachment: number; readonly reason: string }) =>
      call('withdrawAttachment', { params: { kind, id, attachment }, body: { reason } }),
    onSettled: (_paper, _error, _input, _before, { client }) =>
      Promise.all(papersChanged.map((one) => client.invalidateQueries({ queryKey: [one] }))),
  })

export const attachmentAddress = ({ kind, id }: AttachedTo, attachment: number): string =>
  addressOf(operations.attachment.path, { kind, id, attachment }, {})
