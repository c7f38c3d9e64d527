// The entries of gdal3.js that are used. Its own types do not know that several files of a browser may be opened together.
declare module 'gdal3.js/dist/package/gdal3.js' {
  const initGdalJs: (config: {
    readonly paths: { readonly wasm: string; readonly data: string }
    readonly useWorker: false
    readonly logHandler: () => void
    readonly errorHandler: () => void
  }) => Promise<import('./gdal-tool.ts').Gdal>

  export = initGdalJs
}

declare module 'gdal3.js/node.js' {
  const initGdalJs: (config: {
    readonly path: string
    readonly dest: string
    readonly logHandler: () => void
    readonly errorHandler: () => void
  }) => Promise<import('./gdal-tool.ts').Gdal>

  export = initGdalJs
}
