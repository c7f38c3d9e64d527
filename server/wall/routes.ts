import { alarmHandlers } from './alarm-routes.ts'
import { figureHandlers } from './figure-routes.ts'
import { placeHandlers } from './place.ts'
import { settingHandlers } from './setting-routes.ts'

export const wallHandlers = { ...settingHandlers, ...alarmHandlers, ...figureHandlers, ...placeHandlers }
