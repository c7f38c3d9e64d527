// OpenAPI 3.1 from the table of routes. JSON Schema 2020-12 is what OpenAPI 3.1 speaks, and what zod writes.
import { z } from 'zod'
import { ErrorBody, errorStatus } from './errors.ts'
import type { Route } from './route.ts'
import { routes } from './routes.ts'

const errorSchema = '#/components/schemas/Error'
const jsonSchema = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

const parameters = (route: Route) =>
  (['path', 'query'] as const).flatMap((place) =>
    Object.entries(place === 'path' ? route.params.shape : route.query.shape).map(([name, field]) => {
      const schema = jsonSchema(field, 'input')
      const optional = place === 'query' && field.safeParse(undefined).success
      return { name, in: place, required: !optional, ...(schema.description && { description: schema.description }), schema }
    }),
  )

const hasBody = ({ method, body }: Route) => method !== 'GET' && !(body instanceof z.ZodObject && Object.keys(body.shape).length === 0)

const bodyContent = ({ body, upload }: Route) =>
  upload === undefined
    ? { 'application/json': { schema: jsonSchema(body, 'input') } }
    : Object.fromEntries(upload.mediaTypes.map((mediaType) => [mediaType, {}]))

function operation(route: Route) {
  const statuses = [...new Set(route.errors.map((code) => errorStatus[code]))]
  const codesOf = (status: number) => route.errors.filter((code) => errorStatus[code] === status).join(', ')
  const ok =
    route.ok.kind === 'json'
      ? { description: 'OK', content: { 'application/json': { schema: jsonSchema(route.ok.schema, 'output') } } }
      : { description: 'OK', content: { [route.ok.mediaType]: {} } }
  return {
    operationId: route.id,
    summary: route.summary,
    tags: [route.tag],
    ...(route.access !== 'anyone' && { security: [{ session: [] }] }),
    'x-access': route.access,
    parameters: parameters(route),
    ...(hasBody(route) && {
      requestBody: { required: true, content: bodyContent(route) },
    }),
    responses: {
      200: ok,
      ...(route.ok.kind === 'bytes' && { 204: { description: 'Nothing there' }, 304: { description: 'Not changed' } }),
      ...Object.fromEntries(
        statuses.map((status) => [
          status,
          { description: codesOf(status), content: { 'application/json': { schema: { $ref: errorSchema } } } },
        ]),
      ),
    },
  }
}

/** The whole document; `version` is the product's. */
export function openApiDocument(version: string) {
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of Object.values(routes) as unknown as readonly Route[]) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Fangyuan', version, description: 'The map a sub-district runs on. Coordinates are lon, lat (CGCS2000).' },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Error: jsonSchema(ErrorBody, 'output') },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'fangyuan' } },
    },
  }
}
