// What is selected on the map: one thing of a register, named by its key there.
export type NumberedKind = 'building' | 'compound' | 'station' | 'patrol' | 'issue'
export const numberedKinds = ['building', 'compound', 'station', 'patrol', 'issue'] as const satisfies readonly NumberedKind[]

export type Selection =
  | { readonly kind: 'grid'; readonly code: string }
  | { readonly kind: NumberedKind; readonly id: number }
  | { readonly kind: 'road'; readonly id: number; readonly name: string }

export const selectionKey = (selection: Selection | null): string => {
  if (selection === null) return ''
  switch (selection.kind) {
    case 'grid':
      return `grid:${selection.code}`
    case 'road':
      return `road:${selection.id}:${selection.name}`
    default:
      return `${selection.kind}:${selection.id}`
  }
}

/** The opposite of selectionKey; null for anything that is not one. */
export function parseSelection(text: string): Selection | null {
  const [kind = '', id = '', ...name] = text.split(':')
  if (kind === 'grid') return /^\d{15}$/.test(id) ? { kind: 'grid', code: id } : null
  if (!/^[1-9]\d{0,14}$/.test(id)) return null
  if (kind === 'road') return { kind: 'road', id: Number(id), name: name.join(':').slice(0, 60) }
  const numbered = numberedKinds.find((known) => known === kind)
  return numbered ? { kind: numbered, id: Number(id) } : null
}
