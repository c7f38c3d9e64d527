// A geographic file on its way in: opened in the worker, one of its layers read, and what its numbers and its description speak for.
import { useCallback, useEffect, useRef, useState } from 'react'
import { type GeoBox, type Proposal, proposeSystem, type Recognised, recogniseSystem } from '#domain/geo/coordinate-system.ts'
import { boxOf, type FileLayer, type FileShape } from '../../editor/file-outline.ts'
import { mostFileBytes } from '../../workers/file-kind.ts'
import type { FileProblem } from '../../workers/file-problem.ts'
import { type GeoDesk, openGeoDesk, type Stage } from '../../workers/geo-desk.ts'
import type { LayerOffered } from '../../workers/geo-files.ts'
import type { TextEncoding } from '../../workers/text-encoding.ts'

/** The worker ends with the dialog. */
export function useGeoDesk(): { readonly desk: GeoDesk; readonly stage: Stage | null } {
  const [stage, setStage] = useState<Stage | null>(null)
  const [desk] = useState(() => openGeoDesk(setStage))
  useEffect(() => () => desk.stop(), [desk])
  return { desk, stage }
}

export type ReadLayer = {
  readonly offered: LayerOffered
  readonly encoding: TextEncoding | null
  readonly layer: FileLayer
  readonly recognised: Recognised | null
  readonly proposal: Proposal
}

export type GeoFile = {
  readonly file: File | null
  readonly layers: readonly LayerOffered[]
  readonly read: ReadLayer | null
  readonly problem: FileProblem | null
  readonly choose: (file: File | null) => void
  readonly take: (offered: LayerOffered, encoding: TextEncoding | null) => void
}

/** `wanted`: the same list each time. */
export function useGeoFile(desk: GeoDesk, near: GeoBox, wanted: readonly FileShape[]): GeoFile {
  const [file, setFile] = useState<File | null>(null)
  const [layers, setLayers] = useState<readonly LayerOffered[]>([])
  const [read, setRead] = useState<ReadLayer | null>(null)
  const [problem, setProblem] = useState<FileProblem | null>(null)
  /** Answers to what was asked before are no longer wanted. */
  const turn = useRef(0)
  const take = useCallback(
    async (offered: LayerOffered, encoding: TextEncoding | null) => {
      const mine = ++turn.current
      setRead(null)
      setProblem(null)
      const told = await desk.read(offered.source, offered.layer, encoding, wanted)
      if (mine !== turn.current) return
      if (!told.ok) return setProblem(told.problem)
      const layer = told.value
      const recognised = layer.description === null ? null : recogniseSystem(layer.description)
      setRead({ offered, encoding, layer, recognised, proposal: proposeSystem(recognised, boxOf(layer.outlines), near) })
    },
    [desk, near, wanted],
  )
  const choose = useCallback(
    async (next: File | null) => {
      const mine = ++turn.current
      setFile(next)
      setLayers([])
      setRead(null)
      setProblem(null)
      if (next === null) return
      if (next.size > mostFileBytes) return setProblem('tooLarge')
      const told = await desk.open({ name: next.name, bytes: new Uint8Array(await next.arrayBuffer()) })
      if (mine !== turn.current) return
      if (!told.ok) return setProblem(told.problem)
      setLayers(told.value)
      const [only] = told.value
      if (only !== undefined && told.value.length === 1) await take(only, null)
    },
    [desk, take],
  )
  return {
    ...{ file, layers, read, problem },
    choose: (next) => void choose(next),
    take: (offered, encoding) => void take(offered, encoding),
  }
}
