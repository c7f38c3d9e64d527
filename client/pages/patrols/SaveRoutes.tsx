// Routes into a geographic file, as they are filtered on the page.
import { routeMap } from '../../api/patrol-files.ts'
import type { RouteFilter } from '../../api/patrols.ts'
import { thingsIn } from '../../app/geo-file/asked-things.ts'
import { SaveDialog } from '../../app/geo-file/SaveDialog.tsx'
import { routeShapes } from '../../editor/register-fields.ts'
import { useTexts } from '../../i18n/text.ts'

export function SaveRoutes({ filter, onClose }: { filter: RouteFilter; onClose: () => void }) {
  const { say } = useTexts()
  return (
    <SaveDialog
      layer="patrol-routes"
      title={say('patrols.file.save')}
      things={async () => thingsIn(await routeMap(filter), routeShapes, ({ patrolRouteId }) => `P${String(patrolRouteId)}`)}
      onClose={onClose}
    />
  )
}
