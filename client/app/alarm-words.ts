// An alarm in words, the same on a wall, a phone and at a desk.
import type { Alarm } from '#contract/alarms.ts'
import { issueSources } from '#contract/words.ts'
import type { Texts } from '../i18n/text.ts'

export function alarmWords(alarm: Alarm, { say, name, formats }: Texts): string {
  switch (alarm.kind) {
    case 'cluster':
      return say('alarm.cluster.words', {
        count: formats.number(alarm.amount ?? 0),
        class: alarm.issueClass ? say(`issueClass.${alarm.issueClass}`) : '',
      })
    case 'sourceSilent': {
      const source = issueSources.find((one) => `source:${one}` === alarm.subject)
      return say('alarm.sourceSilent.words', {
        source: source ? say(`issueSource.${source}`) : alarm.subject,
        hours: formats.number(Math.round(alarm.amount ?? 0)),
      })
    }
    default:
      return name(alarm)
  }
}

export const alarmPlace = (alarm: Alarm, { name, say }: Texts): string =>
  alarm.gridName === '' ? say('wall.wholeStreet') : name({ name: alarm.gridName, nameEn: alarm.gridNameEn })
