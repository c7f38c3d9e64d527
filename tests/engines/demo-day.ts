// The day all tests live in: the demo is generated for it and the services under test are told it is that day.
export const demoDay = '2026-11-20'
export const demoNow = () => new Date('2026-11-20T10:00:00+08:00')
