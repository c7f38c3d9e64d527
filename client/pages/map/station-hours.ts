/** What a station that is only thought of keeps, until somebody says otherwise. */
export const usualHours = '08:30-18:00'
/** Hours that a plan may give a station. */
export const plannedHours = ['08:30-18:00', '08:30-20:00', '08:30-21:00', '07:00-22:00', '00:00-24:00'] as const
/** Times of the day at which one may ask who is served. */
export const askedTimes = ['07:30', '10:00', '12:30', '15:00', '18:30', '19:30', '20:30', '22:00'] as const
