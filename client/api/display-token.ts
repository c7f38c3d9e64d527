// The token of a wall display: it comes once in the address, `/?display=…`, and from then on this browser signs in with it by itself.
const place = 'fangyuan.display'
const parameter = 'display'

let fresh = false

/** Moves a token from the address bar into the browser's store, so that nobody reads it off the screen or finds it in the history. */
export function takeDisplayToken(): void {
  const address = new URL(window.location.href)
  const token = address.searchParams.get(parameter)
  if (token === null) return
  address.searchParams.delete(parameter)
  window.history.replaceState(window.history.state, '', address)
  if (token === '') return
  window.localStorage.setItem(place, token)
  fresh = true
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
