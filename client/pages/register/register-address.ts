// The state of the register as it stands in the address bar. Pure: text to value and back. What is not valid is left out, never an error.
//   ?list=unitHead&sort=households&grid=990100001001000&property=unmanaged&q=花园&pick=504100002

import { propertyClasses, renovationStages } from '#contract/words.ts'
import { type VacancyList, vacancyLists, vacancySorts } from '#domain/appointments/vacancy-lists.ts'
import type { VacancyQuery } from '../../api/people.ts'

export type RegisterAddress = {
  readonly query: VacancyQuery
  /** The row that is open. */
  readonly pick: number | null
}

/** Names in the address that narrow the list. */
export const filterNames = ['q', 'grid', 'compound', 'property', 'stage'] as const

const matching = (text: string | null, pattern: RegExp): string | undefined => (text !== null && pattern.test(text) ? text : undefined)
const known = <T extends string>(words: readonly T[], text: string | null): T | undefined => words.find((word) => word === text)
const rowNumber = /^[1-9]\d{0,14}$/

export function parseRegisterAddress(parameters: URLSearchParams): RegisterAddress {
  const list: VacancyList = known(vacancyLists, parameters.get('list')) ?? 'buildingHead'
  const q = parameters.get('q')?.trim().slice(0, 60)
  const grid = matching(parameters.get('grid'), /^\d{15}$/)
  const compound = matching(parameters.get('compound'), rowNumber)
  const property = known(propertyClasses, parameters.get('property'))
  const stage = known([...renovationStages, 'none'] as const, parameters.get('stage'))
  const within = known(['30', '60', '90'] as const, parameters.get('within'))
  const pick = matching(parameters.get('pick'), rowNumber)
  return {
    query: {
      list,
      sort: known(vacancySorts, parameters.get('sort')) ?? 'vacancy',
      ...(q && { q }),
      ...(grid && { grid }),
      ...(compound && { compound }),
      ...(property && { property }),
      ...(stage && { stage }),
      ...(within && { within }),
    },
    pick: pick === undefined ? null : Number(pick),
  }
}
