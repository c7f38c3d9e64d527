// Ground and grids for maps beside lists, as the service lists them for this account.
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { layersQuery } from '../api/queries.ts'
import { tileAddress } from '../api/tile-address.ts'
import { type TileSourceId, tileSources } from '../map/layer.ts'

const shown: readonly TileSourceId[] = ['base', 'grids']
const everySeconds = 300

export function useGroundTiles(subdistrict: string): Readonly<Partial<Record<TileSourceId, string>>> {
  const { data } = useQuery(layersQuery(subdistrict, everySeconds))
  return useMemo(() => {
    const addresses = shown.flatMap((source): [TileSourceId, string][] => {
      const found = (data?.layers ?? []).filter(({ id }) => (tileSources[source] as readonly string[]).includes(id))
      if (found.every(({ features }) => features === 0)) return []
      const version = found.map((layer) => layer.version).join('.')
      const names = found.map(({ id }) => id)
      return [[source, tileAddress(window.location.origin, names, subdistrict, version)]]
    })
    return Object.fromEntries(addresses)
  }, [data, subdistrict])
}
