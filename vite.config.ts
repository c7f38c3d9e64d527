// The build of the browser client. Chromium 100 is the oldest browser promised (government intranets); nothing is loaded from elsewhere.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const service = `http://127.0.0.1:${process.env.FANGYUAN_PORT ?? process.env.PORT ?? '8080'}`

export default defineConfig({
  plugins: [react()],
  build: { outDir: 'dist/client', emptyOutDir: true, target: 'chrome100', sourcemap: false, chunkSizeWarningLimit: 1600 },
  worker: { format: 'es' },
  server: { port: 5173, proxy: { '/api': service, '/healthz': service, '/readyz': service, '/metrics': service } },
})
