import { cpus, totalmem } from 'node:os'
import { measureBytes } from './bytes.ts'
import { measureDensity } from './density.ts'
import { measureImports } from './imports.ts'
import { measureIntake } from './intake.ts'
import { measureLive } from './live.ts'
import { measurePlanner } from './planner.ts'
import { measurePlans } from './plans.ts'
import { measureRegister } from './register.ts'
import { measureSoak } from './soak.ts'
import { measureStart } from './start.ts'
import { measureTiles } from './tiles.ts'
import { measureTopology } from './topology.ts'
import { measureUpload } from './upload.ts'
import { measureWalk } from './walk.ts'

/** One line of the table: what was measured, the figure, what it stands beside or must keep to. */
export type Line = readonly [what: string, figure: string, beside: string]

const parts: Readonly<Record<string, () => Promise<readonly Line[]>>> = {
  tiles: measureTiles,
  start: measureStart,
  bytes: measureBytes,
  density: measureDensity,
  intake: measureIntake,
  imports: measureImports,
  live: measureLive,
  walk: measureWalk,
  register: measureRegister,
  boundaries: measureTopology,
  planner: measurePlanner,
  plans: measurePlans,
  upload: measureUpload,
  soak: measureSoak,
}
/** Measured only when named: it takes an hour. */
const long: ReadonlySet<string> = new Set(['soak'])

export async function bench(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.filter((name) => !(name in parts))
  if (unknown.length > 0) throw new Error(`unknown part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`)
  const lines: Line[] = []
  for (const [name, measure] of Object.entries(parts))
    if (wanted.length === 0 ? !long.has(name) : wanted.includes(name)) lines.push(...(await measure()))
  const [{ model } = { model: 'unknown' }] = cpus()
  process.stdout.write(`\n${cpus().length} cores of ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}\n\n`)
  process.stdout.write('| what | figure | beside |\n|---|---|---|\n')
  for (const [what, figure, beside] of lines) process.stdout.write(`| ${what} | ${figure} | ${beside} |\n`)
  process.exit(0)
}

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** "median (least–most)" */
export const spread = (values: readonly number[], digits = 2): string =>
  `${median(values).toFixed(digits)} (${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)})`
