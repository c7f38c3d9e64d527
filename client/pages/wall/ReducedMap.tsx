// The map of a machine that cannot draw one: outlines of communities with the figure of the scene in words and shade.
import { useQuery } from '@tanstack/react-query'
import { drawnCount } from '#domain/privacy/small-count.ts'
import type { WallScene } from '#domain/wall/scenes.ts'
import { coverageQuery, gridsQuery } from '../../api/queries.ts'
import { wallFiguresQuery } from '../../api/wall.ts'
import { flatMap, type Ring } from '../../app/flat-map.ts'
import { useMay } from '../../app/session.ts'
import { useTexts } from '../../i18n/text.ts'
import { useWall } from './context.ts'

/** Scenes that say something without a map. */
export const reducedScenes: readonly WallScene[] = ['situation', 'coverage', 'renovation', 'boundaries']
const drawingWidth = 1000

type Props = { readonly scene: WallScene /** Why there is no other map. */; readonly words: 'wall.reduced' | 'wall.reduced.chosen' }

export function ReducedMap({ scene, words }: Props) {
  const { say, name, formats } = useTexts()
  const { scope, unit } = useWall()
  const may = useMay()
  const grids = useQuery(gridsQuery(scope, { level: 2 }))
  const coverage = useQuery({
    ...coverageQuery(scope, { kind: 'buildingHead', level: 2 }),
    enabled: scene === 'coverage' && may('coverage'),
  })
  const figures = useQuery({ ...wallFiguresQuery(), enabled: scene === 'situation' && may('wallFigures') })
  const values = new Map<string, { readonly words: string; readonly share: number }>()
  if (scene === 'coverage')
    for (const { gridCode, rate } of coverage.data?.grids ?? [])
      values.set(gridCode, { words: formats.percent(rate), share: rate.denominator > 0 ? 1 - rate.numerator / rate.denominator : 0 })
  const open = (figures.data?.communities ?? []).map(({ open: count }) => drawnCount(count))
  if (scene === 'situation')
    for (const one of figures.data?.communities ?? [])
      values.set(one.gridCode, { words: formats.count(one.open), share: drawnCount(one.open) / Math.max(1, ...open) })
  const features = grids.data?.features ?? []
  const ringsOf = (at: (typeof features)[number]): readonly Ring[] => at.geometry.coordinates.flat()
  const flat = flatMap(features.flatMap(ringsOf).flat(), drawingWidth, 20)
  return (
    <figure className="wall-reduced" data-testid="reduced-map">
      <figcaption>{say(words)}</figcaption>
      {flat === null ? null : (
        <svg viewBox={`0 0 ${flat.width} ${Math.ceil(flat.height)}`} role="img" aria-label={say('map.label')}>
          {features.map((feature) => {
            const { gridCode } = feature.properties
            const value = values.get(gridCode)
            const box = ringsOf(feature).flat()
            const x = box.reduce((sum, [lng = 0]) => sum + flat.x(lng), 0) / Math.max(1, box.length)
            const y = box.reduce((sum, [, lat = 0]) => sum + flat.y(lat), 0) / Math.max(1, box.length)
            return (
              <g key={gridCode}>
                <path className="wall-reduced-grid" d={flat.path(ringsOf(feature))} fillOpacity={0.65 * (value?.share ?? 0)} />
                <text x={x} y={y} textAnchor="middle" fontSize={Math.max(15, 13 * unit)}>
                  {name(feature.properties)}
                </text>
                {value ? (
                  <text x={x} y={y + 20} textAnchor="middle" fontSize={Math.max(16, 14 * unit)} fontWeight={600}>
                    {value.words}
                  </text>
                ) : null}
              </g>
            )
          })}
        </svg>
      )}
    </figure>
  )
}
