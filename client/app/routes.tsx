// The pages and where they are.
import { createBrowserRouter } from 'react-router'
import { Broken } from './Broken.tsx'
import { NotFound } from './NotFound.tsx'

/** While the page’s script is on its way. */
function Blank() {
  return null
}

export const makeRouter = () =>
  createBrowserRouter([
    {
      path: '/',
      HydrateFallback: Blank,
      ErrorBoundary: Broken,
      lazy: async () => ({ Component: (await import('../pages/map/MapPage.tsx')).default }),
    },
    { path: '*', Component: NotFound },
  ])
