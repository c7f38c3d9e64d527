// The page `/register/renovations`.
import '../register.css'
import './renovations.css'
import { DeskPage } from '../../../app/DeskPage.tsx'
import { RegisterNav } from '../../../app/RegisterNav.tsx'
import { useTexts } from '../../../i18n/text.ts'
import { RenovationsDesk } from './RenovationsDesk.tsx'

export default function RenovationsPage() {
  const { say } = useTexts()
  return (
    <DeskPage title={say('renovation.title')} needs="renovationSummary" className="register-page" testId="renovations">
      {(subdistrict) => (
        <>
          <RegisterNav here="renovations" />
          <RenovationsDesk subdistrict={subdistrict} />
        </>
      )}
    </DeskPage>
  )
}
