// The map in its box. It is the map of every other page, with larger type; a press on it goes to the place.
import { useCallback, useEffect, useMemo, useState } from 'react'
import { useTexts } from '../../i18n/text.ts'
import type { Box } from '../../map/camera.ts'
import { type CameraWish, MapView } from '../../map/MapView.tsx'
import type { Picked } from '../../map/pick.ts'
import { useWall } from './context.ts'
import type { useWallMap } from './use-wall-map.ts'

/** Of the band of an alarm, of 1080 rows. */
const bandHeight = 150

type Props = {
  readonly shown: ReturnType<typeof useWallMap>
  /** What is looked at now; a new one is flown to. */
  readonly view: { readonly box: Box; readonly maxZoom: number }
  readonly home: Box
  /** Something lies over the upper edge. */
  readonly covered: boolean
  readonly onLost: (lost: boolean) => void
}

export function WallMap({ shown, view, home, covered, onLost }: Props) {
  const { say } = useTexts()
  const { subdistrict, unit, drill } = useWall()
  const [wish, setWish] = useState<CameraWish | null>(null)
  const viewText = [...view.box, view.maxZoom, covered ? 1 : 0].join()
  useEffect(() => {
    const [west = 0, south = 0, east = 0, north = 0, maxZoom = 18] = viewText.split(',').map(Number)
    setWish({ kind: 'box', box: [west, south, east, north], maxZoom })
  }, [viewText])
  const onPick = useCallback(
    (picked: Picked | null) => {
      const selection = picked?.selection
      if (selection?.kind === 'grid') drill({ grid: selection.code })
      else if (selection?.kind === 'compound') drill({ compound: selection.id })
      else if (selection?.kind === 'building') drill({ building: selection.id })
    },
    [drill],
  )
  const insets = useMemo(() => ({ top: (covered ? bandHeight : 0) * unit, right: 0, bottom: 0, left: 0 }), [unit, covered])
  return (
    <MapView
      build={shown.build}
      tiles={shown.tiles}
      bounds={subdistrict.bbox}
      home={home}
      nearest={0}
      camera={null}
      wish={wish}
      patrols={shown.patrols}
      insets={insets}
      label={say('map.label')}
      onPick={onPick}
      onLost={onLost}
    />
  )
}
