// Open311 GeoReport v2, so that programs which exist can report and read:
//   GET  /open311/discovery.json                     where it is
//   GET  /open311/v2/services.json, /services/{code}.json
//   GET  /open311/v2/requests.json, /requests/{id}.json
//   POST /open311/v2/requests.json                   a form, with an api_key
// Each also as .xml. Reading needs no key and gives no free text. A sub-district is served only while it has a key in force.
import { type ErrorRequestHandler, urlencoded } from 'express'
import { errorStatus } from '#contract/errors.ts'
import type { Route } from '#contract/route.ts'
import { databaseTrouble } from '../db/errors.ts'
import { inTransaction } from '../db/queryable.ts'
import { withinScope } from '../db/scope.ts'
import { tokenHash } from '../db/sessions.ts'
import { AppError } from '../http/app-error.ts'
import { auditAlone } from '../http/audit-note.ts'
import { admit, contextOf, type mountRoutes } from '../http/mount.ts'
import type { Service } from '../http/service.ts'
import { type Entry, type Format, requestEntry, serviceEntry, written, writtenOne } from './documents.ts'
import { type Holder, holderOf, noteUse, servedSubdistricts } from './key-queries.ts'
import { takeReport } from './post-request.ts'
import { requestList, serviceList } from './queries.ts'
import { filterOf, Open311Error } from './read-query.ts'

type App = Parameters<typeof mountRoutes>[0]
type Request = Parameters<typeof contextOf>[0]
type Answer = { readonly mediaType: string; readonly text: string; readonly status?: number }

const base = '/open311/v2'
const largestForm = '64kb'
const read: Pick<Route, 'id' | 'access' | 'method'> = { id: 'open311', access: 'anyone', method: 'GET' }
const write: Pick<Route, 'id' | 'access' | 'method'> = { id: 'open311', access: 'anyone', method: 'POST' }

const formatOf = (request: Request): Format => (request.path.endsWith('.xml') ? 'xml' : 'json')
/** A query that names a thing twice says nothing. */
const queryOf = (request: Request): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(request.query).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]))

export function mountOpen311(app: App, service: Service): void {
  const get = (path: string, answer: (request: Request, now: Date) => Promise<Answer>) =>
    app.get(path, async (request, response) => {
      const now = service.now()
      await admit(service, read, request, now)
      if (/%00/.test(request.url)) throw new Open311Error(400, 'a null character')
      const { mediaType, text } = await answer(request, now)
      response.setHeader('Cache-Control', 'no-cache')
      response.type(mediaType).send(text)
    })

  for (const format of ['json', 'xml'] as const) {
    get(`/open311/discovery.${format}`, async (request) => discovery(service, request))

    get(`${base}/services.${format}`, async (request) => {
      const { subdistrict } = await jurisdiction(service, queryOf(request))
      const services = await reading(service, subdistrict, (db) => serviceList(db, subdistrict))
      return written(formatOf(request), 'services', 'service', services.map(serviceEntry))
    })

    get(`${base}/services/:code.${format}`, async (request) => {
      const { subdistrict } = await jurisdiction(service, queryOf(request))
      const services = await reading(service, subdistrict, (db) => serviceList(db, subdistrict))
      const code = String(request.params.code)
      if (!services.some(({ item }) => item === code)) throw new Open311Error(404, `service_code ${code} was not found`)
      return writtenOne(formatOf(request), 'service_definition', { service_code: code, attributes: [] })
    })

    get(`${base}/requests.${format}`, async (request, now) => {
      const query = queryOf(request)
      return requests(service, request, query, filterOf(query, now), now)
    })

    get(`${base}/requests/:id.${format}`, async (request, now) => {
      const query = queryOf(request)
      const filter = filterOf({ service_request_id: String(request.params.id) }, now)
      if (filter.ids?.length !== 1) throw new Open311Error(400, 'service_request_id must be one number')
      return requests(service, request, query, filter, now, true)
    })

    get(`${base}/tokens/:id.${format}`, async () => {
      throw new Open311Error(404, 'token_id was not found: reports are answered with their service_request_id at once')
    })

    app.post(
      `${base}/requests.${format}`,
      urlencoded({ extended: false, limit: largestForm, parameterLimit: 100 }),
      async (request, response) => {
        const now = service.now()
        await admit(service, write, request, now)
        const form: Readonly<Record<string, unknown>> = request.body ?? {}
        const key = [form.api_key, request.query.api_key].find((one): one is string => typeof one === 'string' && one !== '')
        const holder = await theHolder(service, request, key, now)
        const wanted = [form.jurisdiction_id, request.query.jurisdiction_id].find((one) => one !== undefined && one !== '')
        if (wanted !== undefined && wanted !== holder.subdistrict) throw new Open311Error(404, 'jurisdiction_id was not found')
        const scope = { subdistrict: holder.subdistrict, whole: true, grids: [] }
        const issueId = await withinScope(service.database.pool, scope, 'read write', (db) =>
          takeReport(db, holder, form, now, contextOf(request, undefined)),
        )
        service.wake(holder.subdistrict)
        const notice = 'first_name, last_name, email, phone, device_id, account_id and media_url are not kept'
        const { mediaType, text } = written(formatOf(request), 'service_requests', 'request', [
          { service_request_id: String(issueId), service_notice: notice, account_id: null },
        ])
        response.status(201).type(mediaType).send(text)
      },
    )
  }

  app.use('/open311', () => {
    throw new Open311Error(404, 'there is nothing at this address')
  })
  app.use('/open311', writeError)
}

/** Which sub-district is asked about. It need not be named where only one is served. */
async function jurisdiction(service: Service, query: Readonly<Record<string, string | undefined>>) {
  const served = await servedSubdistricts(service.database.db)
  const wanted = query.jurisdiction_id
  if (wanted !== undefined && !served.includes(wanted)) throw new Open311Error(404, 'jurisdiction_id was not found')
  if (wanted === undefined && served.length > 1) throw new Open311Error(400, 'jurisdiction_id was not provided')
  const subdistrict = wanted ?? served[0]
  if (subdistrict === undefined) throw new Open311Error(404, 'no jurisdiction is served here')
  const { subdistricts } = await service.catalog.read()
  return { subdistrict, name: subdistricts.find(({ subdistrictCode }) => subdistrictCode === subdistrict)?.name ?? subdistrict }
}

const reading: <T>(service: Service, subdistrict: string, work: Parameters<typeof withinScope<T>>[3]) => Promise<T> = (
  { database },
  subdistrict,
  work,
) => withinScope(database.pool, { subdistrict, whole: true, grids: [] }, 'read only', work)

async function requests(
  service: Service,
  request: Request,
  query: Readonly<Record<string, string | undefined>>,
  filter: Parameters<typeof requestList>[2],
  now: Date,
  mustBeThere = false,
): Promise<Answer> {
  const holder = query.api_key ? await theHolder(service, request, query.api_key, now) : undefined
  const { subdistrict, name } = await jurisdiction(
    service,
    query.jurisdiction_id || !holder ? query : { jurisdiction_id: holder.subdistrict },
  )
  const found = await reading(service, subdistrict, (db) => requestList(db, subdistrict, filter))
  if (mustBeThere && found.length === 0) throw new Open311Error(404, 'service_request_id was not found')
  const trusted = holder?.subdistrict === subdistrict
  const entries: readonly Entry[] = found.map((row) => requestEntry(row, name, trusted))
  return written(formatOf(request), 'service_requests', 'request', entries)
}

/** Whose key it is. Wrong ones are counted by address, right ones by key; both have an end. */
async function theHolder(service: Service, request: Request, key: string | undefined, now: Date): Promise<Holder> {
  if (key === undefined) throw new Open311Error(400, 'api_key was not provided')
  const { database, limits } = service
  const holder = await holderOf(database.db, tokenHash(key))
  if (holder === undefined) {
    await limits.keyFailed(request.ip ?? '')
    const [subdistrict] = await servedSubdistricts(database.db)
    if (subdistrict !== undefined)
      await auditAlone(database, now, contextOf(request, undefined), {
        action: 'refused',
        subject: 'route:open311',
        result: 'refused',
        reason: 'api key',
        subdistrict,
      })
    throw new Open311Error(403, 'api_key is not valid')
  }
  await limits.key(holder.apiKeyId)
  await inTransaction(database.pool, (db) => noteUse(db, holder, now))
  return holder
}

async function discovery(service: Service, request: Request): Promise<Answer> {
  const address = service.settings.publicUrl ?? `${request.protocol}://${request.get('host') ?? ''}`
  const at = '2026-11-20T00:00:00Z'
  const contact = 'The security administrator of the sub-district gives out keys'
  const format = formatOf(request)
  const formats = ['application/json', 'text/xml']
  const endpoint = {
    specification: 'http://wiki.open311.org/GeoReport_v2',
    url: new URL(base, address).href,
    changeset: at,
    type: 'production',
    formats: format === 'xml' ? { format: formats } : formats,
  }
  const endpoints = format === 'xml' ? { endpoint: [endpoint] } : [endpoint]
  return writtenOne(format, 'discovery', { changeset: at, contact, key_service: contact, endpoints })
}

/** Every failure as the specification has it. A bug says nothing of itself to the outside. */
const writeError: ErrorRequestHandler = (error, request, response, _next) => {
  const { status, description } = failureOf(error)
  if (status === 500) request.log.error({ err: error }, 'unexpected failure')
  if (status === 503) response.setHeader('Retry-After', '2')
  if (response.headersSent) {
    response.destroy()
    return
  }
  const { mediaType, text } = written(formatOf(request), 'errors', 'error', [{ code: status, description }])
  response.setHeader('Cache-Control', 'no-store')
  response.status(status).type(mediaType).send(text)
}

function failureOf(error: unknown): { status: number; description: string } {
  if (error instanceof Open311Error) return { status: error.status, description: error.message }
  if (error instanceof AppError) return { status: errorStatus[error.code], description: error.message }
  if (databaseTrouble(error) !== undefined) return { status: 503, description: 'the database cannot be reached; try again shortly' }
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status >= 400 && error.status < 500)
    return { status: error.status, description: error.message }
  return { status: 500, description: 'something went wrong inside' }
}
