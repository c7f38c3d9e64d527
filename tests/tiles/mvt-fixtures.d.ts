declare module '@mapbox/mvt-fixtures' {
  type Fixture = {
    readonly id: string
    readonly description: string
    readonly validity: { readonly v2: boolean }
    readonly buffer: Uint8Array
  }
  export function each(visit: (fixture: Fixture) => void): void
}
