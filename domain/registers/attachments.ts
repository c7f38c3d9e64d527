// Papers that belong to a record of a register: of which records, what they may be, how many and how large.
export const attachmentKinds = ['compound', 'building', 'station', 'renovation', 'patrolRoute'] as const
export type AttachmentKind = (typeof attachmentKinds)[number]

/** What a paper is, by its bytes → the media type it is given back as, and how its name ends. */
export const attachmentTypes = {
  pdf: { mediaType: 'application/pdf', ending: 'pdf' },
  picture: { mediaType: 'image/jpeg', ending: 'jpg' },
  workbook: { mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', ending: 'xlsx' },
  document: { mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', ending: 'docx' },
} as const
export type AttachmentType = keyof typeof attachmentTypes

/** Of one record, withdrawn ones not counted. */
export const mostAttachments = 30
/** A scanned contract of forty pages has 8 MB. */
export const mostAttachmentBytes = 12 * 1024 * 1024
export const longestAttachmentName = 100
/** The longer side of a picture that is kept, in pixels: a page of paper is read at 270 dots an inch. */
export const attachmentPixels = 3200

export const attachmentRefusals = ['empty', 'notTaken', 'damaged', 'protected', 'macros', 'activePdf', 'tooLargeInside'] as const
export type AttachmentRefusal = (typeof attachmentRefusals)[number]

/** The name that a paper is kept under: what was given, without a folder, ending as what it is. */
export function attachmentName(given: string, type: AttachmentType): string {
  const bare = given
    .replace(/^.*[/\\]/, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .trim()
  const { ending } = attachmentTypes[type]
  return `${(bare === '' ? ending : bare).slice(0, longestAttachmentName - ending.length - 1)}.${ending}`
}
