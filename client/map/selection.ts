// What is selected on the map: one thing of a register, named by its key there, or the issues counted at a place.
import { finestCellZoom } from '#domain/density/density-cell.ts'

export type NumberedKind = 'building' | 'compound' | 'station' | 'patrol' | 'issue'
export const numberedKinds = ['building', 'compound', 'station', 'patrol', 'issue'] as const satisfies readonly NumberedKind[]

export type Selection =
  | { readonly kind: 'grid'; readonly code: string }
  | { readonly kind: NumberedKind; readonly id: number }
  | { readonly kind: 'road'; readonly id: number; readonly name: string }
  /** The issues that a map cell counts, or a grid in the view by grid. */
  | { readonly kind: 'counted'; readonly by: CountedPlace }

export type CountedPlace =
  | { readonly kind: 'cell'; readonly cellZoom: number; readonly x: number; readonly y: number }
  | { readonly kind: 'grid'; readonly code: string }

export const selectionKey = (selection: Selection | null): string => {
  if (selection === null) return ''
  switch (selection.kind) {
    case 'grid':
      return `grid:${selection.code}`
    case 'road':
      return `road:${selection.id}:${selection.name}`
    case 'counted':
      return `counted:${placeText(selection.by)}`
    default:
      return `${selection.kind}:${selection.id}`
  }
}

export const placeText = (by: CountedPlace): string => (by.kind === 'grid' ? by.code : `${by.cellZoom}/${by.x}/${by.y}`)

function parsePlace(text: string): CountedPlace | null {
  if (/^\d{15}$/.test(text)) return { kind: 'grid', code: text }
  const [, zoom, x, y] = text.match(/^(\d{1,2})\/(\d{1,7})\/(\d{1,7})$/) ?? []
  const across = 2 ** Number(zoom)
  const valid = Number(zoom) <= finestCellZoom && Number(x) < across && Number(y) < across
  return zoom !== undefined && valid ? { kind: 'cell', cellZoom: Number(zoom), x: Number(x), y: Number(y) } : null
}

/** A place that is counted, as a selection; null for anything that is none. */
export function parseCounted(text: string): Selection | null {
  const by = parsePlace(text)
  return by === null ? null : { kind: 'counted', by }
}

/** The opposite of selectionKey; null for anything that is not one. */
export function parseSelection(text: string): Selection | null {
  const [kind = '', id = '', ...name] = text.split(':')
  if (kind === 'counted') return parseCounted(id)
  if (kind === 'grid') return /^\d{15}$/.test(id) ? { kind: 'grid', code: id } : null
  if (!/^[1-9]\d{0,14}$/.test(id)) return null
  if (kind === 'road') return { kind: 'road', id: Number(id), name: name.join(':').slice(0, 60) }
  const numbered = numberedKinds.find((known) => known === kind)
  return numbered ? { kind: numbered, id: Number(id) } : null
}
