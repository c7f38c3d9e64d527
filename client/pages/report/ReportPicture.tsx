// The map of the report, drawn by the map that the wall shows, out of sight, until its picture is taken.
import { useMemo } from 'react'
import type { Subdistrict } from '#contract/registers.ts'
import type { PeriodReport } from '#contract/reports.ts'
import { cellMetres, finestCellZoom } from '#domain/density/density-cell.ts'
import { useLayerStates, useTiles } from '../../app/use-map-data.ts'
import { useTexts } from '../../i18n/text.ts'
import type { Box } from '../../map/camera.ts'
import type { BuildProps, HeatData } from '../../map/layer.ts'
import { MapView } from '../../map/MapView.tsx'
import type { MapPicture } from '../../map/map-picture.ts'

const on = new Set(['grids', 'heat'] as const)
const air = 24
const insets = { top: air, right: air, bottom: air, left: air }
/** Of the size on a screen: a sheet is read from nearer. */
const lettering = 0.8
const dayMs = 86_400_000

/** Where the report says it was reported: picture and figures cannot differ. */
function heatOf({ points, period, through }: PeriodReport, latitude: number): HeatData {
  return {
    view: 'kernel',
    per: 'raw',
    days: Math.round((Date.parse(through) - Date.parse(period.from)) / dayMs) + 1,
    cellMetres: cellMetres(finestCellZoom, latitude),
    cellZoom: finestCellZoom,
    cells: points,
    squareZoom: 16,
    grids: [],
    classes: [],
  }
}

type Props = {
  readonly report: PeriodReport
  readonly subdistrict: Subdistrict
  /** What the picture is to show. */
  readonly box: Box
  /** Drawn so many times as large as it will stand, type and lines too, so that it is sharp on paper. */
  readonly times: number
  readonly width: number
  readonly height: number
  readonly onPicture: (picture: MapPicture) => void
}

export default function ReportPicture({ report, subdistrict, box, times, width, height, onPicture }: Props) {
  const { say, language } = useTexts()
  const { states } = useLayerStates(subdistrict.subdistrictCode)
  const tiles = useTiles(states, subdistrict.subdistrictCode, on)
  const build = useMemo(
    (): BuildProps => ({
      // paper is white
      theme: 'light',
      language,
      on,
      selection: null,
      selectedLevel: null,
      picked: null,
      coverage: null,
      heat: heatOf(report, (box[1] + box[3]) / 2),
      newIssues: [],
      circles: null,
      latitude: (box[1] + box[3]) / 2,
      scale: lettering * times,
      dots: { fromZoom: 10, onlyGiven: true, ring: false },
    }),
    [report, language, box, times],
  )
  if (states === null) return null
  return (
    <div className="report-live" style={{ width: width * times, height: height * times }} aria-hidden="true" inert>
      <MapView
        build={build}
        tiles={tiles}
        bounds={subdistrict.bbox}
        home={box}
        nearest={0}
        camera={null}
        wish={null}
        patrols={[]}
        insets={insets}
        label={say('report.map')}
        onDrawn={onPicture}
      />
    </div>
  )
}
