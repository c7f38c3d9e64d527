// The preview: what a file holds over the map of the place, in the colours of what would become of it.
import { useMemo, useState } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import { boxOf, type FileOutline } from '../../editor/file-outline.ts'
import { useTexts } from '../../i18n/text.ts'
import { type DrawnMap, IssueMap } from '../../map/IssueMap.tsx'
import { type LaidShape, type LaidState, laidColours, useLaidShapes } from '../../map/use-laid-shapes.ts'
import { useLook } from '../look.ts'
import { useGroundTiles } from '../use-ground-tiles.ts'

type Props = {
  readonly subdistrict: Subdistrict
  readonly outlines: readonly FileOutline[]
  /** By the number of the row, from 1; null: nothing was told yet. */
  readonly states: ReadonlyMap<number, 'new' | 'changed' | 'trouble'> | null
  /** The row that is flown to. */
  readonly pointed: number | null
}

const noPoints = [] as const
/** Degrees around what is flown to: some fifty metres. */
const room = 0.0005
const told = ['new', 'changed', 'same', 'trouble'] as const

export function LaidMap({ subdistrict, outlines, states, pointed }: Props) {
  const { say, language, formats } = useTexts()
  const { theme } = useLook()
  const tiles = useGroundTiles(subdistrict.subdistrictCode)
  const [map, setMap] = useState<DrawnMap | null>(null)
  const shapes = useMemo(
    () =>
      outlines.map(
        ({ shape, polygons }, at): LaidShape => ({
          ...{ id: at + 1, shape, polygons },
          state: states === null ? 'plain' : (states.get(at + 1) ?? 'same'),
        }),
      ),
    [outlines, states],
  )
  useLaidShapes({ map, theme, shapes, pointed })
  // known before the map is: it opens there
  const fit = useMemo(() => {
    const one = pointed === null ? undefined : outlines[pointed - 1]
    const [west, south, east, north] = boxOf(one === undefined ? outlines : [one])
    return Number.isFinite(west) ? { box: [west - room, south - room, east + room, north + room] as const } : null
  }, [outlines, pointed])
  const colours = laidColours(theme)
  const count = (state: LaidState): number => shapes.filter((one) => one.state === state).length
  return (
    <figure className="geo-preview" data-testid="geo-preview" data-shapes={shapes.length}>
      <div className="geo-map">
        <IssueMap
          bounds={subdistrict.bbox}
          tiles={tiles}
          theme={theme}
          language={language}
          points={noPoints}
          chosen={null}
          hovered={null}
          place={null}
          fit={fit}
          label={say('geoFile.preview')}
          onMap={setMap}
        />
      </div>
      <figcaption className="geo-legend">
        {states === null
          ? say('geoFile.preview.plain', { count: formats.number(shapes.length) })
          : told
              .filter((state) => count(state) > 0)
              .map((state) => (
                <span key={state} className="geo-legend-one">
                  <i className={`geo-swatch geo-swatch-${state}`} style={{ borderColor: colours[state] }} aria-hidden="true" />
                  {say(`geoFile.state.${state}`, { count: formats.number(count(state)) })}
                </span>
              ))}
      </figcaption>
    </figure>
  )
}
