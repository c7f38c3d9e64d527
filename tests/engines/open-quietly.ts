import { type Database, openDatabase } from '../../server/db/database.ts'

/** Opens a database without printing progress. */
export const openQuietly = (databaseUrl: string | undefined, dataFolder = ''): Promise<Database> =>
  openDatabase({ databaseUrl, dataFolder, progress: () => {}, onConnectionLost: () => {} })
