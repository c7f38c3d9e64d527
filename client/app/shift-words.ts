// A shift in words: 08:30–11:30, and on which weekdays where it is not every day.
import type { Shift } from '#domain/patrol/shift.ts'
import { useTexts } from '../i18n/text.ts'

export const weekdayNames = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

export function useShiftWords(): (shift: Shift) => string {
  const { say } = useTexts()
  return ({ begins, ends, weekdays }) => {
    const clock = `${begins}–${ends}`
    if (weekdays.length === 7) return clock
    const days = weekdays.map((day) => say(`weekday.short.${weekdayNames[day - 1] ?? 'monday'}`)).join(say('patrols.shift.between'))
    return say('patrols.shift.on', { clock, days })
  }
}
