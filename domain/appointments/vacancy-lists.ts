// The lists of what is missing. The first four ask for somebody to be appointed, the next two for somebody to look, the last for a record.
/**
 * `noRecord`: a residential house in a grid of which neither households nor units are known. `noFootprint`: a house that the register knows by its
 * door alone.
 */
export const vacancyLists = [
  'buildingHead',
  'unitHead',
  'gridStaffing',
  'ending',
  'overloaded',
  'severalPosts',
  'noRecord',
  'noFootprint',
] as const
export type VacancyList = (typeof vacancyLists)[number]
export const vacancySorts = ['vacancy', 'households'] as const
/** In how many days a term ends. */
export const endingWithin = [30, 60, 90] as const
