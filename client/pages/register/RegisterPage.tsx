// The page `/register`: what is missing, as a list that wants to be shorter.
import './register.css'
import { DeskPage } from '../../app/DeskPage.tsx'
import { RegisterNav } from '../../app/RegisterNav.tsx'
import { useTexts } from '../../i18n/text.ts'
import { RegisterDesk } from './RegisterDesk.tsx'

export default function RegisterPage() {
  const { say } = useTexts()
  return (
    <DeskPage title={say('register.title')} needs="vacancies" className="register-page" testId="register">
      {(subdistrict) => (
        <>
          <RegisterNav here="posts" />
          <RegisterDesk subdistrict={subdistrict} />
        </>
      )}
    </DeskPage>
  )
}
