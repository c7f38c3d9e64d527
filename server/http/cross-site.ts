// A request that changes something must come from our own pages (or from a program, which sends no Origin). Browsers name the origin of every
// such request themselves; together with SameSite=Lax and JSON bodies no other site can make a browser change anything here.
import type { IncomingMessage } from 'node:http'

/** Whether the request comes from another origin than `publicUrl`, or than the host it was sent to. */
export function isForeign({ headers }: IncomingMessage, publicUrl: string | undefined): boolean {
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  const ownHost = publicUrl === undefined ? host : new URL(publicUrl).host
  const foreignOrigin = origin !== undefined && hostOf(origin) !== ownHost
  const foreignSite = typeof site === 'string' && site !== 'same-origin' && site !== 'none'
  return foreignOrigin || foreignSite
}

/** Undefined for `null` and whatever else is no origin. */
function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).host
  } catch {
    return undefined
  }
}
