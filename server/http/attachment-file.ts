// What a paper is, by its bytes and not by its name, and what of it is kept: pictures are made anew, everything else stays as it was signed.
// Refused is what runs by itself: macros, programs inside a PDF, templates that are fetched when a document opens, and archives that are no
// office file. What hides in the compressed parts of a PDF is not looked for: papers are given back to be kept as files, never opened here.
import { type ZipEntry, zipDirectory } from '#domain/files/zip-directory.ts'
import { type AttachmentRefusal, type AttachmentType, attachmentPixels } from '#domain/registers/attachments.ts'
import { refusedAt } from './app-error.ts'
import { isPicture, remakePicture } from './remake-photo.ts'
import { mostUnpackedBytes } from './tables/sniff-file.ts'
import { holdsMacros, unpackEntry } from './tables/unpack-entry.ts'

export type TakenAttachment = { readonly type: AttachmentType; readonly content: Uint8Array }

const refuse = (refusal: AttachmentRefusal): never => {
  throw refusedAt('body', refusal)
}

export async function takeAttachment(sent: Uint8Array): Promise<TakenAttachment> {
  const file = Buffer.from(sent.buffer, sent.byteOffset, sent.byteLength)
  if (file.length === 0) return refuse('empty')
  if (isPicture(file)) return { type: 'picture', content: (await remakePicture(sent, attachmentPixels)).content }
  if (file.toString('latin1', 0, 5) === '%PDF-') return { type: pdfOf(file), content: sent }
  if (file.subarray(0, 4).toString('hex') === '504b0304') return { type: officeOf(file), content: sent }
  // Word and Excel before 2007, and newer ones with a password
  if (file.subarray(0, 4).toString('hex') === 'd0cf11e0' && file.includes(Buffer.from('EncryptedPackage', 'utf16le')))
    return refuse('protected')
  return refuse('notTaken')
}

const endOfPdf = 2048
function pdfOf(file: Buffer): 'pdf' {
  if (!file.subarray(-endOfPdf).includes('%%EOF')) return refuse('damaged')
  const runs = ['/JavaScript', '/Launch', '/EmbeddedFile', '/RichMedia', '/XFA']
  return runs.some((word) => file.includes(word)) ? refuse('activePdf') : 'pdf'
}

/** Where the parts of an office file lie. */
const officePart = /^(\[Content_Types\]\.xml$|(_rels|docProps|docMetadata|customXml|xl|word)\/)/
const mostOfOnePart = 4 * 1024 * 1024

function officeOf(file: Buffer): AttachmentType {
  const entries = zipDirectory(file)
  if (entries === null) return refuse('damaged')
  if (entries.some((entry) => entry.protected)) return refuse('protected')
  if (holdsMacros(entries)) return refuse('macros')
  const part = (name: string): ZipEntry | undefined => entries.find((entry) => entry.name === name)
  const types = part('[Content_Types].xml')
  const [workbook, document] = [part('xl/workbook.xml'), part('word/document.xml')]
  if (types === undefined || (workbook === undefined) === (document === undefined)) return refuse('notTaken')
  // what is packed in beside the parts, or as an object inside of them, could be anything
  if (entries.some(({ name }) => !name.endsWith('/') && (!officePart.test(name) || /\/(activeX|embeddings)\//i.test(name))))
    return refuse('macros')
  if (entries.reduce((sum, { bytes }) => sum + bytes, 0) > mostUnpackedBytes) return refuse('tooLargeInside')
  const said = unpackEntry(file, types, mostOfOnePart)?.toString('utf8')
  if (said === undefined) return refuse('damaged')
  if (/macroEnabled/i.test(said)) return refuse('macros')
  const settings = part('word/_rels/settings.xml.rels')
  if (
    settings &&
    /attachedTemplate[^>]*TargetMode="External"|TargetMode="External"[^>]*attachedTemplate/i.test(
      unpackEntry(file, settings, mostOfOnePart)?.toString('utf8') ?? '',
    )
  )
    return refuse('macros')
  return workbook ? 'workbook' : 'document'
}
