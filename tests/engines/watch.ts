// Reads a live stream as a client that is no browser would.
export type Told = { readonly id: string; readonly event: string; readonly data: Record<string, unknown> }

export type Watch = {
  readonly status: number
  readonly told: readonly Told[]
  /** Whether the other side ended it. */
  readonly ended: Promise<void>
  /** Resolves when something told is as wished. */
  until(wished: (told: readonly Told[]) => boolean, seconds?: number): Promise<readonly Told[]>
  close(): void
}

export async function watch(base: string, cookie: string, after?: string, how: 'header' | 'query' = 'header'): Promise<Watch> {
  const ending = new AbortController()
  const query = after !== undefined && how === 'query' ? `?after=${after}` : ''
  const response = await fetch(`${base}/api/v1/live${query}`, {
    signal: ending.signal,
    headers: { cookie, ...(after !== undefined && how === 'header' && { 'last-event-id': after }) },
  })
  const told: Told[] = []
  const listeners = new Set<() => void>()
  const read = async () => {
    let rest = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk as Uint8Array, { stream: true })
      const blocks = rest.split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const fields = new Map(
          block.split('\n').map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        )
        if (fields.has('event'))
          told.push({ id: fields.get('id') ?? '', event: fields.get('event') ?? '', data: JSON.parse(fields.get('data') ?? '{}') })
      }
      for (const listener of listeners) listener()
    }
  }
  const ended = read().catch(() => {})
  return {
    status: response.status,
    told,
    ended,
    until: (wished, seconds = 10) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!wished(told)) return
          clearTimeout(timer)
          listeners.delete(look)
          resolve(told)
        }
        const timer = setTimeout(() => {
          listeners.delete(look)
          reject(new Error(`not told within ${seconds} s; told was ${JSON.stringify(told)}`))
        }, seconds * 1000)
        listeners.add(look)
        look()
      }),
    close: () => ending.abort(),
  }
}
