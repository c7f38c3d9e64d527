// The borders of a day into a file.
import { useEffect, useId, useRef } from 'react'
import type { GridFeature } from '#contract/registers.ts'
import type { WrittenGrid } from '../../editor/borders-out.ts'
import type { FilePosition } from '../../editor/file-outline.ts'
import { useTexts } from '../../i18n/text.ts'
import { BordersOut } from './BordersOut.tsx'

type Props = { readonly grids: readonly GridFeature[]; readonly title: string; readonly onClose: () => void }

export function SaveDialog({ grids, title, onClose }: Props) {
  const { say } = useTexts()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  return (
    <dialog ref={dialog} className="borders-file" aria-labelledby={id} onClose={onClose} data-testid="borders-file">
      <h2 id={id}>{say('bordersFile.save')}</h2>
      <p className="planner-note">{title}</p>
      <BordersOut grids={() => writtenGrids(grids)} title={title} onClose={() => dialog.current?.close()} />
    </dialog>
  )
}

/** Those of the lowest level: the others are what these add up to. */
function writtenGrids(grids: readonly GridFeature[]): readonly WrittenGrid[] {
  const names = new Map(grids.map(({ properties }) => [properties.gridCode, properties.name]))
  return grids
    .filter(({ properties }) => properties.level === 3)
    .map(({ properties: { gridCode, name, nameEn, parentCode }, geometry }) => ({
      ...{ code: gridCode, name, nameEn },
      parent: parentCode ?? '',
      parentName: names.get(parentCode ?? '') ?? '',
      polygons: geometry.coordinates.map((rings) => rings.map((ring) => ring.map(([x = 0, y = 0]): FilePosition => [x, y]))),
    }))
}
