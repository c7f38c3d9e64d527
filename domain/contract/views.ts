// Operations on one's own saved views: a name for what narrows a page.
import { z } from 'zod'
import { RowId } from './fields.ts'
import { get, post, remove } from './route.ts'

export const viewPages = ['register', 'compounds', 'buildings', 'stations', 'renovations', 'patrols', 'issues'] as const
/** As many as a menu shows. */
export const mostViews = 30

const SavedView = z.object({ viewId: z.number().int(), page: z.enum(viewPages), name: z.string(), query: z.string() })
export const savedViews = get({
  id: 'savedViews',
  path: '/api/v1/me/views',
  summary: 'One’s own saved views of a page',
  tag: 'session',
  access: 'signedIn',
  reach: 'system',
  query: z.object({ page: z.enum(viewPages) }),
  ok: z.object({ views: z.array(SavedView) }),
})
export const keepView = post({
  id: 'keepView',
  path: '/api/v1/me/views',
  summary: 'Keeps what narrows a page under a name; a name that is there already gets the new view',
  tag: 'session',
  access: 'signedIn',
  reach: 'system',
  body: z.strictObject({
    page: z.enum(viewPages),
    name: z
      .string()
      .trim()
      .min(1)
      .max(40)
      .regex(/^[^\p{C}]*$/u, 'no control characters'),
    query: z
      .string()
      .max(500)
      .regex(/^[^\p{C}#]*$/u, 'what stands after the question mark of an address'),
  }),
  ok: SavedView,
  errors: ['conflict'],
})
export const removeView = remove({
  id: 'removeView',
  path: '/api/v1/me/views/:id',
  summary: 'Forgets one of one’s own saved views',
  tag: 'session',
  access: 'signedIn',
  reach: 'system',
  params: z.object({ id: RowId }),
  ok: z.object({ removed: z.number().int() }),
  errors: ['not_found'],
})
