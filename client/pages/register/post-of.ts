// A row of the register as the post that the service knows.
import type { BodyInput, CallInput } from '../../api/client.ts'
import type { VacancyRow } from '../../api/people.ts'

export type Place = BodyInput<'appoint'>['places'][number]
type Post = Omit<NonNullable<CallInput<'postHistory'>['query']>, 'subdistrict'>
export type HeadRole = VacancyRow['headRole']

const placeOf = ({ gridCode, buildingId, unitNumber, compoundId }: VacancyRow, role: HeadRole): Place =>
  role === 'gridHead' || role === 'gridWorker'
    ? { gridCode }
    : role === 'buildingHead'
      ? { buildingId }
      : role === 'unitHead'
        ? { buildingId, unitNumber }
        : { compoundId }

export const placesOf = (rows: readonly VacancyRow[], role: HeadRole): Place[] => rows.map((row) => placeOf(row, role))

export function postOf(row: VacancyRow, role: HeadRole): Post {
  const { gridCode, buildingId, unitNumber, compoundId } = placeOf(row, role)
  return {
    role,
    ...(gridCode && { grid: gridCode }),
    ...(buildingId && { building: buildingId }),
    ...(unitNumber && { unit: unitNumber }),
    ...(compoundId && { compound: compoundId }),
  }
}
