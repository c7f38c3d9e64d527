// How a row of the register is said: what stands there, how long nobody has, who was last.
import type { VacancyList } from '#domain/appointments/vacancy-lists.ts'
import { calendarDay, daysBetween } from '#domain/calendar/calendar-day.ts'
import type { VacancyRow } from '../../api/people.ts'
import type { Texts } from '../../i18n/text.ts'

/** Of people the person, of everything else the place. */
export const isOfPeople = (list: VacancyList): boolean => list === 'overloaded' || list === 'severalPosts'

/** A house that stands in no compound is known by its street; the register keeps addresses in Chinese. */
export function placeWords(row: VacancyRow, { say, name, language }: Texts): string {
  if (row.buildingId !== null && row.compoundName === null && row.unitNumber === null && language === 'zh-CN' && row.address !== '')
    return row.address
  const compound = row.compoundName === null ? '' : name({ name: row.compoundName, nameEn: row.compoundNameEn })
  const unit = row.unitNumber === null ? '' : say('people.unit', { number: row.unitNumber })
  return [row.compoundId !== null && row.buildingId === null ? '' : compound, name(row), unit].filter((part) => part !== '').join(' ')
}

export const titleOf = (row: VacancyRow, list: VacancyList, texts: Texts): string =>
  isOfPeople(list) ? (row.person ?? '') : placeWords(row, texts)

/** `asOf`: when the list was read. */
export function stateWords(row: VacancyRow, list: VacancyList, asOf: string, { say, formats }: Texts): string {
  const today = calendarDay(new Date(asOf))
  if (isOfPeople(list)) return say('register.posts', { count: row.posts.length })
  if (list === 'noRecord' || list === 'noFootprint') return say(`register.${list}`)
  if (row.termEnd !== null)
    return say('register.endsIn', { days: Math.max(0, daysBetween(today, row.termEnd)), date: formats.day(row.termEnd) })
  const lacking = row.lacking.map((role) => say(`headRole.${role}`)).join(say('register.and'))
  const since =
    row.vacantSince === null
      ? say('register.never')
      : say('register.vacantDays', { days: Math.max(0, daysBetween(row.vacantSince, today)) })
  return list === 'gridStaffing' ? `${say('register.lacks', { roles: lacking })} · ${since}` : since
}
