// The browser of the tests and of what measures in it. Without a window of its own it draws the same page for two thirds of the work.
import { existsSync } from 'node:fs'

const places = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Whatever opens it, pictures are drawn by the processor and nothing is fetched from outside. */
export const chromiumFlags: readonly string[] = [
  '--no-sandbox',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
]

/** The path of Chromium, or undefined where there is none. */
export const findChromium = (): string | undefined => process.env.CHROMIUM ?? places.find((path) => existsSync(path))
