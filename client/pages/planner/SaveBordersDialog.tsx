// The borders of a day into a file.
import type { GridFeature } from '#contract/registers.ts'
import { SaveDialog } from '../../app/geo-file/SaveDialog.tsx'
import { writtenGrid } from '../../editor/borders-out.ts'
import type { FilePosition } from '../../editor/file-outline.ts'
import type { WrittenThing } from '../../editor/written-things.ts'

type Props = { readonly grids: readonly GridFeature[]; readonly title: string; readonly onClose: () => void }

export const SaveBordersDialog = ({ grids, title, onClose }: Props) => (
  <SaveDialog layer="grids" things={() => writtenGrids(grids)} title={title} onClose={onClose} />
)

/** Those of the lowest level: the others are what these add up to. */
function writtenGrids(grids: readonly GridFeature[]): readonly WrittenThing[] {
  const names = new Map(grids.map(({ properties }) => [properties.gridCode, properties.name]))
  return grids
    .filter(({ properties }) => properties.level === 3)
    .map(({ properties: { gridCode, name, nameEn, parentCode }, geometry }) =>
      writtenGrid(
        { code: gridCode, name, nameEn, parent: parentCode ?? '', parentName: names.get(parentCode ?? '') ?? '' },
        geometry.coordinates.map((rings) => rings.map((ring) => ring.map(([x = 0, y = 0]): FilePosition => [x, y]))),
      ),
    )
}
