// The pages and where they are. All of them stand behind the gate.
import { lazy } from 'react'
import { createBrowserRouter } from 'react-router'
import { Broken } from './Broken.tsx'
import { Gate } from './Gate.tsx'
import { NotFound } from './NotFound.tsx'

const loadMap = () => import('../pages/map/MapPage.tsx')
const MapPage = lazy(loadMap)
const AccountPage = lazy(() => import('../pages/account/AccountPage.tsx'))
const AdminPage = lazy(() => import('../pages/admin/AdminPage.tsx'))

export function makeRouter() {
  // The map's script is on its way while the session is asked for, and while somebody signs in.
  if (window.location.pathname === '/') void loadMap().catch(() => undefined)
  return createBrowserRouter([
    {
      Component: Gate,
      ErrorBoundary: Broken,
      children: [
        { path: '/', Component: MapPage },
        { path: '/account', Component: AccountPage },
        { path: '/admin', Component: AdminPage },
        { path: '*', Component: NotFound },
      ],
    },
  ])
}
