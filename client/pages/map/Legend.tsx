// The legend of a layer: colours from the same constants as the map, with unit, domain and, for heat, period and filters.
import type { LayerId, LegendEntry } from '#domain/layers/layer-table.ts'
import type { Scope } from '../../api/queries.ts'
import type { Address } from '../../app/address.ts'
import { topLevelOf } from '../../app/scope-words.ts'
import { useSession } from '../../app/session.ts'
import type { CoverageState } from '../../app/use-coverage.ts'
import { useTexts } from '../../i18n/text.ts'
import type { TextKey } from '../../i18n/zh-CN.ts'
import { zhCN } from '../../i18n/zh-CN.ts'
import type { Box } from '../../map/camera.ts'
import { stationSign } from '../../map/icons.ts'
import { type LayerDescriptor, legendOf } from '../../map/layer.ts'
import type { Theme } from '../../map/palette.ts'
import type { Selection } from '../../map/selection.ts'
import { CirclesLegend } from './CirclesLegend.tsx'
import { CoverageLegend } from './CoverageLegend.tsx'
import type { HeatChange } from './HeatControls.tsx'
import { HeatLegend } from './HeatLegend.tsx'
import type { HeatState } from './use-heat.ts'

export type LegendProps = {
  readonly layer: LayerDescriptor
  readonly theme: Theme
  readonly zoom: number
  readonly address: Address
  readonly coverage: CoverageState
  readonly heat: HeatState
  readonly scope: Scope | null
  readonly onFilter: (change: HeatChange) => void
  readonly onGo: (selection: Selection, box: Box) => void
  /** Presses on the map choose where a station is tried. */
  readonly trying: boolean
  readonly onTrying: (trying: boolean) => void
}

export function Legend(props: LegendProps) {
  switch (props.layer.key) {
    case 'coverage':
      return <CoverageLegend {...props} />
    case 'heat':
      return <HeatLegend {...props} />
    case 'circles':
      return <CirclesLegend {...props} />
    case 'patrols':
      return <Entries of="patrols" entries={[...legendOf('patrolRoutes'), ...legendOf('checkpoints')]} theme={props.theme} />
    case 'grids':
      return <GridsLegend theme={props.theme} />
    default:
      return <Entries of={props.layer.key} entries={legendOf(props.layer.dataOf satisfies LayerId)} theme={props.theme} />
  }
}

const isText = (key: string): key is TextKey => key in zhCN

function Entries({ of, entries, theme }: { of: string; entries: readonly LegendEntry[]; theme: Theme }) {
  const { say } = useTexts()
  return (
    <ul className="legend">
      {entries.map((entry) => {
        const key = `legend.${of}.${entry.key}`
        return (
          <li key={entry.key}>
            <Sample layer={of} entry={entry} theme={theme} />
            {isText(key) ? say(key) : entry.key}
          </li>
        )
      })}
    </ul>
  )
}

/** Of the levels above one's own grids nothing is on the map. */
function GridsLegend({ theme }: { theme: Theme }) {
  const { scope } = useSession()
  const top = `level${topLevelOf(scope)}`
  return <Entries of="grids" entries={legendOf('grids').filter(({ key }) => key >= top)} theme={theme} />
}

const lineWidths: Readonly<Record<string, number>> = { level1: 3, level2: 2, level3: 1 }

function Sample({ layer, entry, theme }: { layer: string; entry: LegendEntry; theme: Theme }) {
  const colour = entry[theme]
  if (layer === 'stations')
    return (
      <svg width="20" height="20" viewBox="0 0 26 26" aria-hidden="true">
        <circle cx="13" cy="13" r="11" fill={colour} />
        <path d={stationSign(entry.key)} fill={theme === 'light' ? '#FFFFFF' : '#10161B'} />
      </svg>
    )
  return (
    <svg width="20" height="14" viewBox="0 0 20 14" aria-hidden="true">
      {entry.shape === 'line' ? (
        <>
          <path d="M0 7h20" stroke={colour} strokeWidth={lineWidths[entry.key] ?? 3} />
          {entry.key === 'route' && <path d="M8 3l5 4-5 4" fill="none" stroke={colour} strokeWidth="2" />}
        </>
      ) : entry.shape === 'circle' ? (
        <>
          <circle cx="10" cy="7" r="6" fill={colour} />
          {entry.key === 'checkpoint' && (
            <text x="10" y="10" fontSize="8" fontWeight="700" textAnchor="middle" fill={theme === 'light' ? '#FFFFFF' : '#10161B'}>
              1
            </text>
          )}
        </>
      ) : (
        <rect
          x="1"
          y="1"
          width="18"
          height="12"
          rx="2"
          fill={colour}
          fillOpacity={layer === 'compounds' || layer === 'renovations' ? 0.45 : 1}
          stroke={layer === 'compounds' || layer === 'renovations' || entry.key === 'missing' ? colour : 'none'}
          strokeWidth="1.5"
          strokeDasharray={entry.key === 'preparing' ? '3 2' : undefined}
        />
      )}
    </svg>
  )
}
