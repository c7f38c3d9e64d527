// A geographic file on its way into a register: which columns say what, where its things lie, and the file as the service takes it.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { GeoBox } from '#domain/geo/coordinate-system.ts'
import { type FileOutline, type FileShape, fieldsOf } from '../../editor/file-outline.ts'
import {
  type ColumnMapping,
  fitsColumns,
  mappedGeoJson,
  missingFields,
  proposeColumns,
  type RegisterField,
} from '../../editor/register-columns.ts'
import type { Stage } from '../../workers/geo-desk.ts'
import { useFileProblem } from './GeoFileQuestions.tsx'
import { keepAnswer, keptAnswer } from './kept-answers.ts'
import { type GeoFile, useGeoDesk, useGeoFile } from './use-geo-file.ts'
import { usePlaced } from './use-placed.ts'

export type GeoFillIn = {
  readonly file: GeoFile
  readonly stage: Stage | null
  readonly stop: () => void
  readonly system: string
  readonly swapped: boolean
  readonly onSystem: (key: string) => void
  readonly onSwapped: (swapped: boolean) => void
  readonly columns: readonly string[]
  readonly fields: readonly RegisterField[]
  readonly mapping: ColumnMapping
  readonly onMapping: (mapping: ColumnMapping) => void
  /** As the file has them; null while none was read. */
  readonly read: readonly FileOutline[] | null
  /** In WGS-84; null until the coordinate system was said. */
  readonly outlines: readonly FileOutline[] | null
  readonly problem: string | null
  /** What the service is sent; null while something is missing. */
  readonly make: () => Blob | null
  readonly ready: boolean
  /** What the columns mean is remembered. */
  readonly keep: () => void
}

type Wishes = {
  /** names the register, for what is remembered */
  readonly book: string
  readonly fields: readonly RegisterField[]
  readonly shapes: readonly FileShape[]
  readonly near: GeoBox
  /** Whatever was told of the file before holds no longer. */
  readonly onChange: () => void
}

const noColumns: readonly string[] = []

function isMapping(value: unknown): value is ColumnMapping {
  const isSource = (one: unknown): boolean =>
    typeof one === 'object' &&
    one !== null &&
    (('column' in one && typeof one.column === 'string') || ('value' in one && typeof one.value === 'string'))
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isSource)
}

export function useGeoFillIn({ book, fields, shapes, near, onChange }: Wishes): GeoFillIn {
  const { desk, stage } = useGeoDesk()
  const file = useGeoFile(desk, near, shapes)
  const [system, setSystem] = useState('')
  const [swapped, setSwapped] = useState(false)
  const [mapping, setMapping] = useState<ColumnMapping>({})
  const latest = useRef(onChange)
  latest.current = onChange
  const forget = useCallback(() => latest.current(), [])
  const place = `fangyuan.columns.${book}`
  const { read } = file
  const isOld = read?.recognised?.kind === 'old'
  const found = read === null || isOld ? null : read.layer.outlines
  const columns = useMemo(() => (found === null ? noColumns : fieldsOf(found)), [found])

  // A new layer is a new question: neither the system nor the columns of the one before are an answer to it.
  useEffect(() => {
    setSystem('')
    setSwapped(read?.proposal.swapped ?? false)
    if (found === null) return setMapping({})
    const kept = keptAnswer(place, columns, isMapping)
    setMapping(kept !== null && fitsColumns(kept, fields, columns) ? kept : proposeColumns(fields, found, columns))
  }, [read, found, columns, fields, place])

  const placed = usePlaced(desk, found, { key: system, swapped, near }, forget)
  const fileProblem = useFileProblem(file)
  const outlines = placed === null || 'problem' in placed ? null : placed.outlines
  const ready = outlines !== null && missingFields(mapping, fields).length === 0
  return {
    ...{ file, stage, stop: desk.stop, system, swapped, columns, fields, mapping, outlines, ready },
    onSystem: setSystem,
    onSwapped: setSwapped,
    onMapping: (next) => {
      setMapping(next)
      forget()
    },
    read: found,
    problem: fileProblem ?? (placed !== null && 'problem' in placed ? placed.problem : null),
    make: () => (outlines === null || !ready ? null : new Blob([mappedGeoJson(outlines, mapping)], { type: 'application/geo+json' })),
    keep: () => keepAnswer(place, columns, mapping, isMapping),
  }
}
