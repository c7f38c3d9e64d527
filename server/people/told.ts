// How appointments and people leave the server: masked, and without what only the service needs.
import { maskName } from '#domain/privacy/mask.ts'
import type { AppointmentRow, PersonRow } from './queries.ts'

export const toldAppointment = ({ phoneMasked, name, post: _, endReason: __, ...row }: AppointmentRow) => ({
  ...row,
  name: maskName(name),
  phone: phoneMasked,
})

export const toldPerson = ({ phoneMasked, name, ...row }: PersonRow) => ({ ...row, name: maskName(name), phone: phoneMasked })
