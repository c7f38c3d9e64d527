// Patrol routes: drawn by deck.gl (deck/patrol-overlay.ts), which is loaded when this layer is first switched on. MapLibre draws nothing of it.
import type { LayerDescriptor } from '../layer.ts'

export const patrolsLayer: LayerDescriptor = {
  key: 'patrols',
  group: 'register',
  sources: [],
  dataOf: 'patrolRoutes',
  minZoom: 11,
  build: () => [],
}
