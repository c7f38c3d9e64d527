// The page as the service serves it now, beside the page that is here: after an upgrade its scripts have other names.

/** The names of the scripts that `/wall` is served with; null where the service does not answer. */
export async function servedScripts(signal: AbortSignal): Promise<string | null> {
  try {
    const answer = await fetch('/wall', { cache: 'no-store', signal })
    if (!answer.ok) return null
    return [...(await answer.text()).matchAll(/src="(\/assets\/[^"]+\.js)"/g)].map(([, file]) => file).join()
  } catch {
    return null
  }
}

/** The names of the scripts that this page came with. */
export const scriptsHere = (): string =>
  [...document.querySelectorAll<HTMLScriptElement>('script[src*="/assets/"]')].map(({ src }) => new URL(src).pathname).join()

const againMs = 10_000

/** Loads the page anew as soon as the service answers: what is loaded from nobody is gone, and on a wall there is no hand to fetch it back. */
export async function reloadWhenServed(signal: AbortSignal): Promise<void> {
  const served = await servedScripts(signal)
  if (signal.aborted) return
  if (served !== null) window.location.reload()
  else setTimeout(() => void reloadWhenServed(signal), againMs)
}
