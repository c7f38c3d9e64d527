// How PostgreSQL values become JavaScript values: ids and counts are numbers (they stay below 2^53), days stay text,
// instants become ISO text, bytes (which the protocol sends as hexadecimal text) become a Buffer.
import pg from 'pg'

const { builtins } = pg.types

const parsers: Readonly<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: Number,
  [builtins.NUMERIC]: Number,
  [builtins.BYTEA]: (text) => Buffer.from(text.slice(2), 'hex'),
  [builtins.DATE]: (text) => text,
  [builtins.TIMESTAMPTZ]: (text) => new Date(text).toISOString(),
}

export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary') {
      const own = parsers[oid]
      if (own) return own
    }
    return pg.types.getTypeParser(oid, format)
  }) as typeof pg.types.getTypeParser,
}
