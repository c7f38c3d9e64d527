// The page `/register/patrols`: runs of today and the week, routes, and what was passed.
import './patrols.css'
import { DeskPage } from '../../app/DeskPage.tsx'
import { RegisterNav } from '../../app/RegisterNav.tsx'
import { useTexts } from '../../i18n/text.ts'
import { PatrolsDesk } from './PatrolsDesk.tsx'

export default function PatrolsPage() {
  const { say } = useTexts()
  return (
    <DeskPage title={say('patrols.title')} needs="patrolRuns" className="patrols-page" testId="patrols">
      {(subdistrict) => (
        <>
          <RegisterNav here="patrols" />
          <PatrolsDesk subdistrict={subdistrict} />
        </>
      )}
    </DeskPage>
  )
}
