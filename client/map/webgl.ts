let can = false

/** Whether this browser can draw the map; software rendering counts. The first answer may take a good part of a second, a yes is remembered. */
export function hasWebgl(): boolean {
  if (can) return true
  try {
    const context = document.createElement('canvas').getContext('webgl2')
    context?.getExtension('WEBGL_lose_context')?.loseContext()
    can = context !== null
  } catch {}
  return can
}
