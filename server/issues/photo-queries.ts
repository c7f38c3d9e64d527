// Statements about the photos of a case. Reading goes through the caller's scope; writing steps out of it after the case was found there.
import { z } from 'zod'
import { IssuePhoto } from '#contract/issues.ts'
import type { PhotoKind } from '#domain/issues/photo-rules.ts'
import { maybeRow, type Queryable, rows } from '../db/queryable.ts'

const columns = `photo_id as "photoId", kind, width, height, added_at as "addedAt", withdrawn_at is not null as withdrawn`

export const photosOf = (db: Queryable, subdistrict: string, issueId: number) =>
  rows(db, IssuePhoto, `select ${columns} from issue_photo where subdistrict_code = $1 and issue_id = $2 order by photo_id`, [
    subdistrict,
    issueId,
  ])

export const photoSent = (db: Queryable, subdistrict: string, issueId: number, kind: PhotoKind, sentHash: string) =>
  maybeRow(
    db,
    IssuePhoto,
    `select ${columns} from issue_photo where subdistrict_code = $1 and issue_id = $2 and kind = $3 and sent_hash = $4`,
    [subdistrict, issueId, kind, sentHash],
  )

const ContentRow = z.object({ content: z.instanceof(Uint8Array).nullable() })
/** `content`: null once it was withdrawn. */
export const photoContent = (db: Queryable, subdistrict: string, issueId: number, photoId: number, size: 'full' | 'thumbnail') =>
  maybeRow(
    db,
    ContentRow,
    `select ${size === 'full' ? 'content' : 'thumbnail'} as content from issue_photo
     where subdistrict_code = $1 and issue_id = $2 and photo_id = $3`,
    [subdistrict, issueId, photoId],
  )

export type NewPhoto = {
  readonly kind: PhotoKind
  readonly width: number
  readonly height: number
  readonly content: Uint8Array
  readonly thumbnail: Uint8Array
  readonly at: string
  readonly addedBy: number
  readonly sentHash: string
}

export const insertPhoto = (db: Queryable, subdistrict: string, issueId: number, photo: NewPhoto) =>
  maybeRow(
    db,
    IssuePhoto,
    `insert into issue_photo (subdistrict_code, issue_id, kind, width, height, content, thumbnail, added_at, added_by, sent_hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${columns}`,
    [
      subdistrict,
      issueId,
      photo.kind,
      photo.width,
      photo.height,
      Buffer.from(photo.content),
      Buffer.from(photo.thumbnail),
      photo.at,
      photo.addedBy,
      photo.sentHash,
    ],
  )

/** The picture goes for good; that there was one stays. */
export const withdrawPhoto = (db: Queryable, subdistrict: string, issueId: number, photoId: number, at: string) =>
  maybeRow(
    db,
    IssuePhoto,
    `update issue_photo set content = null, thumbnail = null, withdrawn_at = $4
     where subdistrict_code = $1 and issue_id = $2 and photo_id = $3 and withdrawn_at is null returning ${columns}`,
    [subdistrict, issueId, photoId, at],
  )
