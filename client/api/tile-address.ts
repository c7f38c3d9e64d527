// The address of vector tiles. The version only makes addresses differ, so that a cache never shows old data.
export const tileAddress = (origin: string, layers: readonly string[], subdistrict: string, version: string): string =>
  `${origin}/api/v1/tiles/${layers.join(',')}/{z}/{x}/{y}.mvt?subdistrict=${subdistrict}&v=${encodeURIComponent(version)}`
