// Coordinate systems in the words of people who know them by zone, meridian and number.
import { type CoordinateSystem, epsgOf } from '#domain/geo/coordinate-system.ts'
import { useTexts } from '../../i18n/text.ts'

export function useSystemWords() {
  const { say } = useTexts()
  return {
    group: (kind: CoordinateSystem['kind']): string => say(`geoSystem.group.${kind}`),
    name: (system: CoordinateSystem): string =>
      system.kind === 'degrees'
        ? say(`geoSystem.${system.datum}`)
        : say(`geoSystem.${system.kind}`, { zone: system.zone, meridian: system.zone * 3, epsg: `EPSG:${epsgOf(system)}` }),
  }
}
