// The fixes of a GPX file: every <trkpt> with its time, in the order of the file. Read as a stream of tags; nothing else of the file is looked at,
// and a file that defines entities or names a document type is not read at all.
import { SaxesParser } from 'saxes'
import { mostFixes, type NumberedFix, type TrackProblem, type TrackRefusal } from '#domain/patrol/read-problems.ts'

class Stopped extends Error {
  constructor(readonly refusal: TrackRefusal) {
    super(refusal.problem)
  }
}

/** A date and a time of day with a zone, as GPX 1.1 has it (xsd:dateTime); without a zone nobody knows when it was. */
const zoned = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

/** Degrees as a decimal number; NaN for everything else, an empty text too. */
const degrees = (text: string | undefined, most: number): number => {
  const value = /^[+-]?\d{1,3}(?:\.\d+)?$/.test(text?.trim() ?? '') ? Number(text) : Number.NaN
  return Math.abs(value) <= most ? value : Number.NaN
}

type Open = { lng: number; lat: number; line: number; time: string | undefined }

export function readGpx(bytes: Uint8Array): readonly NumberedFix[] | TrackRefusal {
  const parser = new SaxesParser()
  const fixes: NumberedFix[] = []
  const path: string[] = []
  let open: Open | undefined
  let breaks = true
  const stop = (problem: TrackProblem, line = parser.line): never => {
    throw new Stopped({ problem, line })
  }
  parser.on('error', () => stop('notXml'))
  parser.on('doctype', () => stop('documentType'))
  parser.on('opentag', ({ name: qualified, attributes }) => {
    const name = qualified.replace(/^.*:/, '')
    if (path.length === 0 && name !== 'gpx') stop('notGpx')
    path.push(name)
    if (name === 'trkseg') breaks = true
    if (name !== 'trkpt') return
    const [lng, lat] = [degrees(attributes.lon, 180), degrees(attributes.lat, 90)]
    if (Number.isNaN(lng) || Number.isNaN(lat)) stop('badPlace')
    open = { lng, lat, line: parser.line, time: undefined }
  })
  parser.on('text', (text) => {
    if (open && path.at(-1) === 'time' && path.at(-2) === 'trkpt') open.time = (open.time ?? '') + text
  })
  parser.on('closetag', ({ name: qualified }) => {
    path.pop()
    if (!open || qualified.replace(/^.*:/, '') !== 'trkpt') return
    const { lng, lat, line, time = '' } = open
    const at = zoned.test(time.trim()) ? Date.parse(time.trim()) : Number.NaN
    if (Number.isNaN(at)) stop('noTime', line)
    if (fixes.length >= mostFixes) stop('tooManyFixes', line)
    fixes.push({ lng, lat, at, line, ...(breaks && { breaks }) })
    breaks = false
    open = undefined
  })
  try {
    parser.write(new TextDecoder('utf-8', { fatal: true }).decode(bytes)).close()
  } catch (error) {
    if (error instanceof Stopped) return error.refusal
    // not UTF-8
    if (error instanceof TypeError) return { problem: 'notXml', line: 1 }
    throw error
  }
  return fixes.length === 0 ? { problem: 'noFixes', line: 1 } : fixes
}
