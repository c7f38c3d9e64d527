// The pages and where they are. All of them stand behind the gate.
import { lazy } from 'react'
import { createBrowserRouter, Navigate, useLocation } from 'react-router'
import { askPlanEarly } from '../api/plans.ts'
import { haveEnglish } from '../i18n/text.ts'
import { Broken } from './Broken.tsx'
import { Gate } from './Gate.tsx'
import { NotFound } from './NotFound.tsx'
import { isStart, planAt } from './way.ts'

const loadMap = () => import('../pages/map/MapPage.tsx')
const MapPage = lazy(loadMap)
const AccountPage = lazy(() => import('../pages/account/AccountPage.tsx'))
const IssuesPage = lazy(() => import('../pages/issues/IssuesPage.tsx'))
const ReportPage = lazy(() => import('../pages/issues/ReportPage.tsx'))
const ImportPage = lazy(() => import('../pages/intake/ImportPage.tsx'))
const PeriodReportPage = lazy(() => import('../pages/report/ReportPage.tsx'))
const ComparePage = lazy(() => import('../pages/circles/ComparePage.tsx'))
const RegisterPage = lazy(() => import('../pages/register/RegisterPage.tsx'))
const places = () => import('../pages/register/places/PlacesPage.tsx')
const CompoundsPage = lazy(() => places().then((page) => ({ default: page.CompoundsPage })))
const BuildingsPage = lazy(() => places().then((page) => ({ default: page.BuildingsPage })))
const StationsPage = lazy(() => places().then((page) => ({ default: page.StationsPage })))
const RenovationsPage = lazy(() => import('../pages/register/renovations/RenovationsPage.tsx'))
const SheetPage = lazy(() => import('../pages/register/sheet/SheetPage.tsx'))
const PatrolsPage = lazy(() => import('../pages/patrols/PatrolsPage.tsx'))
const VisitsPage = lazy(() => import('../pages/register/sheet/VisitsPage.tsx'))
const NoticePage = lazy(() => import('../pages/register/sheet/NoticePage.tsx'))
const PlannerPage = lazy(() => import('../pages/planner/PlannerPage.tsx'))
// grids that are made there get names in both languages
const loadPlan = () => Promise.all([import('../pages/planner/PlanPage.tsx'), haveEnglish()]).then(([page]) => page)
const PlanPage = lazy(loadPlan)
const BordersPage = lazy(() => import('../pages/planner/BordersPage.tsx'))
const WallPage = lazy(() => import('../pages/wall/WallPage.tsx'))
const WallSettingsPage = lazy(() => import('../pages/wall/settings/WallSettingsPage.tsx'))
const RemotePage = lazy(() => import('../pages/wall/remote/RemotePage.tsx'))
const AdminPage = lazy(() => import('../pages/admin/AdminPage.tsx'))

/** Another name of the start page, for links from elsewhere: whoever is not signed in sees signing in at every address. */
function Start() {
  const { search } = useLocation()
  return <Navigate to={{ pathname: '/', search }} replace />
}

export function makeRouter() {
  // The map's script is on its way while the session is asked for, and while somebody signs in.
  if (isStart(window.location.pathname)) void loadMap().catch(() => undefined)
  // A plan is large, and so is what draws it: both come at once.
  const plan = planAt(window.location.pathname)
  if (plan !== null) {
    askPlanEarly(plan)
    void loadPlan().catch(() => undefined)
  }
  return createBrowserRouter([
    {
      Component: Gate,
      ErrorBoundary: Broken,
      children: [
        { path: '/', Component: MapPage },
        { path: '/sign-in', Component: Start },
        { path: '/account', Component: AccountPage },
        { path: '/issues', Component: IssuesPage },
        { path: '/issues/report', Component: ReportPage },
        { path: '/register', Component: RegisterPage },
        { path: '/register/compounds', Component: CompoundsPage },
        { path: '/register/compounds/:id', Component: SheetPage },
        { path: '/register/visits', Component: VisitsPage },
        { path: '/register/notice/:id', Component: NoticePage },
        { path: '/register/buildings', Component: BuildingsPage },
        { path: '/register/stations', Component: StationsPage },
        { path: '/register/renovations', Component: RenovationsPage },
        { path: '/register/patrols', Component: PatrolsPage },
        { path: '/planner', Component: PlannerPage },
        { path: '/planner/history', Component: BordersPage },
        { path: '/planner/:id', Component: PlanPage },
        { path: '/wall', Component: WallPage },
        { path: '/wall/settings', Component: WallSettingsPage },
        { path: '/wall/remote', Component: RemotePage },
        { path: '/admin', Component: AdminPage },
        { path: '/issues/import', Component: ImportPage },
        { path: '/reports', Component: PeriodReportPage },
        { path: '/circles', Component: ComparePage },
        { path: '*', Component: NotFound },
      ],
    },
  ])
}
