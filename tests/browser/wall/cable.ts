// A cable between a browser and the service that can be pulled and put back: whoever is connected is cut off, whoever comes is refused. Or live streams
// are left dead: as after a sleep, nothing comes any more and nobody says so.

import type { AddressInfo } from 'node:net'
import { connect, createServer, type Socket } from 'node:net'

export type Cable = {
  readonly base: string
  pull(): Promise<void>
  mend(): Promise<void>
  /** Whoever comes after it is served. */
  deaden(): void
  end(): Promise<void>
}

export async function cableTo(base: string): Promise<Cable> {
  const { hostname, port } = new URL(base)
  const open = new Set<Socket>()
  const streams = new Map<Socket, Socket>()
  const make = () =>
    createServer((near) => {
      const far = connect(Number(port), hostname)
      near.on('data', (bytes) => {
        if (bytes.includes('GET /api/v1/live')) streams.set(near, far)
      })
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        open.add(one)
        one.pipe(other)
        one.on('error', () => other.destroy())
        one.on('close', () => {
          open.delete(one)
          streams.delete(one)
          other.destroy()
        })
      }
    })
  let server = make()
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve))
  await listen(0)
  const own = (server.address() as AddressInfo).port
  const pull = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of open) socket.destroy()
    })
  return {
    base: `http://127.0.0.1:${own}`,
    pull,
    async mend() {
      server = make()
      await listen(own)
    },
    deaden() {
      for (const [near, far] of streams) far.unpipe(near)
    },
    async end() {
      if (server.listening) await pull()
      else for (const socket of open) socket.destroy()
    },
  }
}
