// Statements too long for a string stand in a .sql file beside the module that runs them, read once at start.
import { readFileSync } from 'node:fs'

/** The text of `name.sql` beside the module whose import.meta.url is given. */
export const statementBeside = (moduleUrl: string, name: string): string => readFileSync(new URL(`./${name}.sql`, moduleUrl), 'utf8')
