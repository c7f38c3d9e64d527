// How fast people walk. All of a profile is one speed: steps and slopes are told as longer ways (effective metres), so that one field of distances
// serves every profile, and the circles of a slower one lie inside those of a faster one.
export const walkProfiles = ['default', 'elderly', 'brisk', 'elderlySlow'] as const
export type WalkProfile = (typeof walkProfiles)[number]

/** Kilometres an hour (DOMAIN c.4: proposals of ours; 15 minutes at the default speed are 1,000 m). */
const kilometresPerHour: Readonly<Record<WalkProfile, number>> = { default: 4, elderly: 3, brisk: 5, elderlySlow: 2.4 }

export const ringMinutes = [5, 10, 15] as const
/** What a circle may be asked for. */
export const longestMinutes = 60

export const metresIn = (minutes: number, profile: WalkProfile): number => (kilometresPerHour[profile] * 1000 * minutes) / 60
export const minutesFor = (metres: number, profile: WalkProfile): number => (metres * 60) / (kilometresPerHour[profile] * 1000)

/**
 * A metre of steps counts as two: half the speed of level ground, both ways. The IES Virtual Environment manual (walking speeds) gives 0.5 of the
 * level speed down and 0.35 up; measurements vary between those and faster (short flights), so the better one is taken and said.
 */
export const stepsFactor = 2

/**
 * How much longer a slope makes a way: Tobler's hiking function (1993), 6·exp(−3.5·|slope + 0.05|) km/h, against its own value on level ground.
 * `rise` over `run` in metres, positive uphill. Never shorter than level: easy slopes down are no gain for a door-to-door walk with a bag.
 */
export function slopeFactor(rise: number, run: number): number {
  if (!Number.isFinite(rise) || run <= 0) return 1
  const slope = Math.max(-1, Math.min(1, rise / run))
  return Math.max(1, Math.exp(3.5 * (Math.abs(slope + 0.05) - 0.05)))
}
