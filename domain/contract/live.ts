// The live stream: what changed, as server-sent events. A client holds one, and after a cut goes on where it stopped.
//   id: 3f9c…-1207          place in the stream; sent again as Last-Event-ID (or ?after=) it resumes exactly
//   event: issue            an issue was reported or moved on; data is an IssueChange
//   event: layers           layers of the map were made anew; data is a LayersChange
//   event: walking          the walking model is being renewed, or was; data is a Walking. It holds from now on and is not sent again
//   event: alarm            an alarm was raised, raised again, answered, or is over; data is an Alarm
//   event: wall             to one display: somebody pressed its remote, or it shows something else from now on; data is a WallWord
//   event: beat             nothing happened, the stream is alive and was true at that time; data is a Beat
//   event: reset            the place asked for is not known any more: everything must be read again; data is a Beat
import { z } from 'zod'
import { layerIds } from '../layers/layer-table.ts'
import { mapReaders } from './access.ts'
import { Instant, Tenant } from './fields.ts'
import { IssueFeature } from './issues.ts'
import { get } from './route.ts'
import { WallStep } from './wall.ts'

export const liveEvents = ['issue', 'layers', 'walking', 'alarm', 'wall', 'beat', 'reset'] as const

export const IssueChange = z.object({
  kind: z.string().describe('issueReported or issueHandled'),
  happenedAt: Instant,
  issue: IssueFeature.describe('as it was when the event was sent, which may be later than the event'),
  onMap: z.boolean().describe('may stand as a point on a map; disputes between people may not'),
})
export type IssueChange = z.infer<typeof IssueChange>

export const LayersChange = z.object({ kind: z.string(), happenedAt: Instant, layers: z.array(z.enum(layerIds)) })
export type LayersChange = z.infer<typeof LayersChange>

export const Walking = z.object({
  renewal: z.object({ done: z.number().int(), total: z.number().int() }).nullable().describe('null: it is done'),
  dataTime: Instant.nullable().describe('of the model that answers now'),
})
export type Walking = z.infer<typeof Walking>

export const WallWord = z.union([z.object({ settingVersion: z.number().int() }), z.object({ press: WallStep })])
export type WallWord = z.infer<typeof WallWord>

export const Beat = z.object({
  asOf: Instant.describe('every change committed before this time has been sent'),
  sentAt: Instant.describe('when this was said; later than `asOf` where the database could not be asked'),
})
export type Beat = z.infer<typeof Beat>

/** `key-number`: which stream, and how far. */
export const StreamPlace = z.string().regex(/^[0-9a-f]{12}-\d{1,15}$/, 'must be the id of an event')

export const live = get({
  id: 'live',
  path: '/api/v1/live',
  summary:
    'Server-sent events: changes as they are committed. Resumes from Last-Event-ID (or `after`); without one it begins with the last 30 seconds',
  tag: 'live',
  access: mapReaders,
  query: Tenant.extend({ after: StreamPlace.optional().describe('where to go on, for clients that cannot set Last-Event-ID') }),
  ok: { mediaType: 'text/event-stream' },
})
