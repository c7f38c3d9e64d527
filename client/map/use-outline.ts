// An outline that is drawn and changed on a map. What is drawn with is loaded only when somebody draws.
import type { Map as MapLibreMap } from 'maplibre-gl'
import { useEffect, useRef, useState } from 'react'
import type { TerraDraw } from 'terra-draw'
import { drawByKeys, type KeyStep } from './outline-keys.ts'

export type Area = { readonly type: 'MultiPolygon'; readonly coordinates: number[][][][] }
type Wishes = {
  readonly map: MapLibreMap | null
  /** What is there when drawing begins. */
  readonly start: Area | null
  readonly colour: `#${string}`
  /** Null: nothing is drawn. */
  readonly onChange: (area: Area | null) => void
}
export type Outline = {
  readonly ready: boolean
  readonly undo: () => void
  readonly redo: () => void
  readonly redraw: () => void
  /** What was done last by keys, and how many points there were then. */
  readonly keys: { readonly step: KeyStep; readonly points: number } | null
}

/** Stored coordinates lie on the lattice of 1e-7 degrees. */
const onLattice = (value: number): number => Math.round(value * 1e7) / 1e7
const mode = 'polygon'

async function drawOn(map: MapLibreMap, colour: `#${string}`): Promise<TerraDraw> {
  const [draw, adapter] = await Promise.all([import('terra-draw'), import('terra-draw-maplibre-gl-adapter')])
  const movable = { midpoints: true, draggable: true, deletable: true }
  const styles = { fillColor: colour, fillOpacity: 0.2, outlineColor: colour, outlineWidth: 2 } as const
  const handles = { selectionPointColor: colour, selectionPointWidth: 6, midPointColor: colour, midPointWidth: 4 } as const
  const selected = { selectedPolygonColor: colour, selectedPolygonFillOpacity: 0.2, selectedPolygonOutlineColor: colour } as const
  return new draw.TerraDraw({
    adapter: new adapter.TerraDrawMapLibreGLAdapter({ map, prefixId: 'outline' }),
    modes: [
      new draw.TerraDrawPolygonMode({ styles, validation: draw.ValidateNotSelfIntersecting }),
      new draw.TerraDrawSelectMode({
        flags: { [mode]: { feature: { draggable: false, coordinates: movable, validation: draw.ValidateNotSelfIntersecting } } },
        styles: { ...handles, ...selected },
      }),
    ],
    undoRedo: {
      modeLevel: new draw.TerraDrawModeUndoRedo(),
      sessionLevel: new draw.TerraDrawSessionUndoRedo(),
      keyboardShortcuts: new draw.TerraDrawUndoRedoKeyboardShortcuts(),
    },
  })
}

function areaOf(draw: TerraDraw): Area | null {
  const coordinates = draw
    .getSnapshot()
    .flatMap(({ geometry, properties }) => (geometry.type === 'Polygon' && properties.mode === mode ? [geometry.coordinates] : []))
    .map((rings) => rings.map((ring) => ring.map(([lng = 0, lat = 0]) => [onLattice(lng), onLattice(lat)])))
    .filter(([ring]) => (ring?.length ?? 0) >= 4)
  return coordinates.length === 0 ? null : { type: 'MultiPolygon', coordinates }
}

/** Draws while the page that asks is there; `start` counts once for each map. */
export function useOutline({ map, start, colour, onChange }: Wishes): Outline {
  const [draw, setDraw] = useState<TerraDraw | null>(null)
  const [keys, setKeys] = useState<Outline['keys']>(null)
  const latest = useRef({ start, onChange })
  latest.current.onChange = onChange
  useEffect(() => {
    if (map === null) return
    let gone = false
    let made: TerraDraw | null = null
    let endKeys = (): void => {}
    void drawOn(map, colour).then((drawing) => {
      if (gone) return
      made = drawing
      drawing.start()
      const choose = (id: string | number): void => {
        drawing.setMode('select')
        drawing.selectFeature(id)
      }
      const tell = (): void => latest.current.onChange(areaOf(drawing))
      const features = (latest.current.start?.coordinates ?? []).map((coordinates) => ({
        type: 'Feature' as const,
        geometry: { type: 'Polygon' as const, coordinates },
        properties: { mode },
      }))
      const added = drawing.addFeatures(features)
      const first = added.find(({ valid, id }) => valid && id !== undefined)?.id
      if (first === undefined) drawing.setMode(mode)
      else choose(first)
      drawing.on('finish', (id, { action }) => {
        tell()
        if (action === 'draw') choose(id)
      })
      drawing.on('change', (_, type) => {
        if (type === 'delete') tell()
      })
      endKeys = drawByKeys(map, {
        colour,
        onStep: (step, points) => setKeys({ step, points }),
        onRing: (ring) => {
          const before = drawing.getSnapshot().flatMap(({ id, properties }) => (properties.mode === mode && id !== undefined ? [id] : []))
          const geometry = { type: 'Polygon' as const, coordinates: [ring.map(([lng, lat]) => [onLattice(lng), onLattice(lat)])] }
          const [drawn] = drawing.addFeatures([{ type: 'Feature', geometry, properties: { mode } }])
          if (drawn?.valid !== true || drawn.id === undefined) return false
          drawing.setMode('select')
          drawing.removeFeatures(before)
          choose(drawn.id)
          tell()
          return true
        },
      })
      setDraw(drawing)
    })
    return () => {
      gone = true
      endKeys()
      setDraw(null)
      // a map that is gone has taken everything with it
      try {
        made?.stop()
      } catch {}
    }
  }, [map, colour])
  const then = (act: (drawing: TerraDraw) => void) => (): void => {
    if (draw === null) return
    act(draw)
    latest.current.onChange(areaOf(draw))
  }
  return {
    ready: draw !== null,
    keys,
    undo: then((drawing) => drawing.undo()),
    redo: then((drawing) => drawing.redo()),
    redraw: then((drawing) => {
      drawing.clear()
      drawing.setMode(mode)
    }),
  }
}
