// The token of a wall display: it comes once in the address, `/wall#display=…`, and from then on this browser signs in with it by itself. What stands
// after # is sent to nobody; in the query, where it stood at first and is still accepted, it would reach the logs of every proxy.
const place = 'fangyuan.display'
const parameter = 'display'

let fresh = false

/** Where a display is sent to with its token. */
export const displayAddress = (origin: string, token: string): string => `${origin}/wall#${parameter}=${encodeURIComponent(token)}`

/** The token in an address, and the address without it; null where there is none. */
export function displayTokenIn(href: string): { readonly token: string; readonly rest: string } | null {
  const address = new URL(href)
  const fragment = new URLSearchParams(address.hash.slice(1))
  const token = fragment.get(parameter) ?? address.searchParams.get(parameter)
  if (token === null) return null
  if (fragment.has(parameter)) {
    fragment.delete(parameter)
    address.hash = fragment.toString()
  }
  if (address.searchParams.has(parameter)) address.searchParams.delete(parameter)
  return { token, rest: address.href }
}

/** Moves a token from the address bar into the browser's store, so that nobody reads it off the screen or finds it in the history. */
export function takeDisplayToken(): boolean {
  const found = displayTokenIn(window.location.href)
  if (found === null) return false
  window.history.replaceState(window.history.state, '', found.rest)
  if (found.token === '') return false
  window.localStorage.setItem(place, found.token)
  fresh = true
  return true
}

export const displayToken = (): string | null => window.localStorage.getItem(place)

/** Whether the token has just come in the address: then it is what is wanted, whoever is signed in here. */
export const displayTokenIsFresh = (): boolean => fresh

export function displayTokenUsed(): void {
  fresh = false
}

export function forgetDisplayToken(): void {
  fresh = false
  window.localStorage.removeItem(place)
}
