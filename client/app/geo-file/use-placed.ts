// What a file holds, put where it lies: in WGS-84 once somebody has said which coordinate system it is in, or why it cannot be that one.
import { useEffect, useState } from 'react'
import { type GeoBox, systemOf } from '#domain/geo/coordinate-system.ts'
import { farAway } from '../../editor/far-away.ts'
import type { FileOutline } from '../../editor/file-outline.ts'
import { useTexts } from '../../i18n/text.ts'
import type { GeoDesk } from '../../workers/geo-desk.ts'
import { placeOutlines } from '../../workers/place-outlines.ts'

export type Placed = { readonly outlines: readonly FileOutline[] } | { readonly problem: string }

/** `key` of the system, empty until it was chosen; null: not there yet. `forget`: what came of the one before is nothing any more. */
export function usePlaced(
  desk: GeoDesk,
  outlines: readonly FileOutline[] | null,
  { key, swapped, near }: { readonly key: string; readonly swapped: boolean; readonly near: GeoBox },
  forget: () => void,
): Placed | null {
  const { say, formats } = useTexts()
  const [placed, setPlaced] = useState<Placed | null>(null)
  useEffect(() => {
    const system = systemOf(key)
    setPlaced(null)
    forget()
    if (outlines === null || system === null) return
    let isWanted = true
    void placeOutlines(outlines, system, swapped, desk.project).then((told) => {
      if (!isWanted) return
      const metres = told.ok ? farAway(told.value, near) : null
      if (!told.ok) setPlaced({ problem: say(`geoFile.problem.${told.problem}`) })
      else if (metres !== null) setPlaced({ problem: say('geoFile.problem.farAway', { far: formats.number(Math.round(metres / 1000)) }) })
      else setPlaced({ outlines: told.value })
    })
    return () => {
      isWanted = false
    }
  }, [outlines, key, swapped, desk, near, forget, say, formats])
  return placed
}
