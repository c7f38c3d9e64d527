// GET /api/v1/live   server-sent events, by the contract in domain/contract/live.ts. A stream ends by itself when the session does, when rights change,
// and when its reader takes nothing any more: it comes again and goes on from its place.
import { once } from 'node:events'
import type { Express, Request, Response } from 'express'
import { mayCall, mayRead } from '#contract/access.ts'
import { type Beat, StreamPlace, type Walking } from '#contract/live.ts'
import { routes } from '#contract/routes.ts'
import { AppError, refusedAt } from '../http/app-error.ts'
import { admit } from '../http/mount.ts'
import { chooseSubdistrict, parseRequest } from '../http/parse-request.ts'
import { type Principal, tokenOf } from '../http/principal.ts'
import type { Service } from '../http/service.ts'
import { createFeed, type Describe, type Watcher } from './feed.ts'

export type LiveService = {
  wake(): void
  /** How far a renewal of the walking model is, or that it is done. */
  tellWalking(subdistrict: string, told: Walking): void
  mount(app: Express): void
  /** Ends every stream, so that the service can stop. */
  close(): void
  streams(): number
}

/** So much waits for one reader at most; what comes after it is read from the database again, once the reader is ready for it. */
const mostWaitingBytes = 256 * 1024
/** A reader that takes nothing for so long is gone. */
const usualPatienceMilliseconds = 30_000
const mostStreams = 2000
const mostStreamsOfSession = 12
const reconnectMilliseconds = 2000
const usualBeatMilliseconds = 15_000

export type LiveSettings = { readonly beatMilliseconds?: number; readonly patienceMilliseconds?: number }

export function liveService(
  service: Service,
  describe: Describe,
  onTrouble: (error: unknown) => void,
  { beatMilliseconds = usualBeatMilliseconds, patienceMilliseconds = usualPatienceMilliseconds }: LiveSettings = {},
): LiveService {
  const feed = createFeed(service.database, service.now, describe, () => service.catalog.forget(), onTrouble)
  const open = new Map<Response, string>()

  async function stream(request: Request, response: Response): Promise<void> {
    // a stream that stays open says nothing about anybody being there
    const who = await admit(service, routes.live, request, service.now(), false)
    if (who === undefined) throw new AppError('not_signed_in', 'sign in first')
    const { query } = parseRequest(routes.live, request)
    const subdistrict = chooseSubdistrict(who, query.subdistrict)
    const after = placeOf(request.get('last-event-id'), query.after)
    if (open.size >= mostStreams) throw new AppError('unavailable', `this service already has ${mostStreams} streams open`)
    if ([...open.values()].filter((session) => session === who.sessionId).length >= mostStreamsOfSession)
      throw new AppError('too_many_requests', `this session already has ${mostStreamsOfSession} streams open`)
    open.set(response, who.sessionId)
    const ending = new AbortController()
    response.once('close', () => {
      open.delete(response)
      ending.abort()
    })
    // no-transform: a compressor would hold events back until it has enough of them; the other header says so to a proxy
    response.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'private, no-store, no-transform',
      'X-Accel-Buffering': 'no',
    })
    response.write(`retry: ${reconnectMilliseconds}\n\n`)
    const watcher = watcherOf(who, subdistrict, response, patienceMilliseconds)
    const leave = await feed.join(watcher, after)
    const stop = keepBeating(request, response, who, watcher)
    const left = () => {
      stop()
      leave()
    }
    if (ending.signal.aborted) left()
    else ending.signal.addEventListener('abort', left)
  }

  function keepBeating(request: Request, response: Response, who: Principal, watcher: Watcher): () => void {
    const token = tokenOf(request, service.settings.secureCookies)
    const beat = (event: 'beat' | 'reset') => {
      const { id, asOf } = feed.standing(watcher)
      const data: Beat = { asOf, sentAt: service.now().toISOString() }
      watcher.send(event, id, JSON.stringify(data))
    }
    const check = async () => {
      const now = await service.principals.resolve(token, service.now(), false)
      const same = now !== undefined && rightsOf(now) === rightsOf(who) && mayCall(now, routes.live) && !now.mustChangePassword
      beat(same ? 'beat' : 'reset')
      if (!same) response.end()
    }
    // a database that is away says nothing about the session; the beat without news shows how old everything is
    const timer = setInterval(() => check().catch(() => beat('beat')), beatMilliseconds)
    timer.unref()
    beat('beat')
    return () => clearInterval(timer)
  }

  return {
    wake: feed.wake,
    tellWalking: (subdistrict, told) => feed.tell(subdistrict, 'walking', JSON.stringify(told)),
    mount(app) {
      app.get(routes.live.path, (request, response, next) => {
        stream(request, response).catch((error: unknown) => (response.headersSent ? response.destroy() : next(error)))
      })
    },
    close() {
      for (const response of open.keys()) response.end()
    },
    streams: () => open.size,
  }
}

function placeOf(header: string | undefined, query: string | undefined) {
  const text = header === undefined || header === '' ? query : header
  if (text === undefined) return undefined
  if (!StreamPlace.safeParse(text).success) throw refusedAt('header.last-event-id', 'must be the id of an event')
  const [key = '', position = ''] = text.split('-')
  return { key, position: Number(position) }
}

const rightsOf = ({ sessionId, role, scenes, scope }: Principal) => JSON.stringify([sessionId, role, scenes, scope])

function watcherOf(who: Principal, subdistrict: string, response: Response, patience: number): Watcher {
  const grids = new Set(who.scope.grids)
  return {
    subdistrict,
    onWall: who.role === 'wall',
    displayId: who.displayId,
    position: 0,
    maySee: (gridCode) => who.scope.whole || (gridCode !== null && grids.has(gridCode)),
    mayRead: (layer) => mayRead(who, layer),
    mayHearAlarms: () => mayCall(who, routes.alarms),
    send(event, id, data) {
      if (!response.destroyed && !response.writableEnded) response.write(`id: ${id}\nevent: ${event}\ndata: ${data}\n\n`)
    },
    isFull: () => response.writableLength > mostWaitingBytes,
    async drained() {
      if (response.destroyed) throw new Error('the reader of a stream went away')
      if (response.writableNeedDrain) await once(response, 'drain', { signal: AbortSignal.timeout(patience) })
    },
    drop: () => response.destroy(),
  }
}
