// The page's side of the worker that reads geographic files: calls in turn, a limit of time, and a new worker after one that was stopped.
import type { FileLayer, FilePosition, FileShape } from '../editor/file-outline.ts'
import type { FileProblem } from './file-problem.ts'
import type { LayerOffered, Written } from './geo-files.ts'
import type { GeoAnswer, GeoCall, GeoResult } from './geo-reader.ts'
import type { TextEncoding } from './text-encoding.ts'
import type { NamedBytes } from './unpack-zip.ts'

export type Stage = 'loading' | 'working'
export type Told<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: FileProblem }

export interface GeoDesk {
  readonly open: (file: NamedBytes) => Promise<Told<readonly LayerOffered[]>>
  readonly read: (source: number, layer: string, encoding: TextEncoding | null, wanted: readonly FileShape[]) => Promise<Told<FileLayer>>
  readonly project: (points: readonly FilePosition[], from: number, to: number) => Promise<Told<readonly FilePosition[]>>
  readonly write: (written: Written) => Promise<Told<NamedBytes>>
  /** Whatever it does is given up. */
  readonly stop: () => void
}

/** For the work itself; loading the reader the first time depends on the line and is not counted. */
const mostMs = 30_000

export function openGeoDesk(onStage: (stage: Stage | null) => void): GeoDesk {
  let worker: Worker | null = null
  let next = 1
  let giveUp: (() => void) | null = null
  let last: Promise<unknown> = Promise.resolve()
  const stop = (): void => {
    worker?.terminate()
    worker = null
    giveUp?.()
  }
  function ask<T>(call: GeoCall, pick: (result: GeoResult) => T | null): Promise<Told<T>> {
    const answer = last.then(() => run(call, pick))
    last = answer
    return answer
  }
  function run<T>(call: GeoCall, pick: (result: GeoResult) => T | null): Promise<Told<T>> {
    const id = next++
    worker ??= new Worker(new URL('./geo-reader.ts', import.meta.url), { type: 'module' })
    const asked = worker
    onStage('working')
    return new Promise((resolve) => {
      let timer: ReturnType<typeof setTimeout> | undefined
      const settle = (told: Told<T>): void => {
        clearTimeout(timer)
        giveUp = null
        asked.onmessage = null
        asked.onerror = null
        onStage(null)
        resolve(told)
      }
      const fail = (problem: FileProblem): void => {
        asked.terminate()
        if (worker === asked) worker = null
        settle({ ok: false, problem })
      }
      const wait = (): void => {
        clearTimeout(timer)
        timer = setTimeout(() => fail('tooSlow'), mostMs)
      }
      wait()
      giveUp = () => settle({ ok: false, problem: 'tooSlow' })
      asked.onerror = () => fail('noReader')
      asked.onmessage = ({ data }: MessageEvent<GeoAnswer>) => {
        if (data.id !== id) return
        if ('stage' in data) {
          onStage(data.stage)
          if (data.stage === 'loading') clearTimeout(timer)
          else wait()
        } else if ('problem' in data) settle({ ok: false, problem: data.problem })
        else {
          const value = pick(data.result)
          settle(value === null ? { ok: false, problem: 'malformed' } : { ok: true, value })
        }
      }
      asked.postMessage({ id, call })
    })
  }
  return {
    open: (file) => {
      // another file was chosen while one was being read: that one is given up
      if (giveUp !== null) stop()
      return ask({ kind: 'open', file }, (result) => (result.kind === 'open' ? result.layers : null))
    },
    read: (source, layer, encoding, wanted) =>
      ask({ kind: 'read', source, layer, encoding, wanted }, (result) => (result.kind === 'read' ? result.layer : null)),
    project: (points, from, to) =>
      ask({ kind: 'project', points, from, to }, (result) => (result.kind === 'project' ? result.points : null)),
    write: (written) => ask({ kind: 'write', written }, (result) => (result.kind === 'write' ? result.file : null)),
    stop,
  }
}
