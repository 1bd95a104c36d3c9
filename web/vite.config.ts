import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

// `npm run dev` serves the page and passes the rest to a server that runs already, with `--allow-origin http://localhost:5173`.
const server = process.env.GREENROOM ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [svelte()],
  build: {
    target: 'es2022',
    // The content security policy allows no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    proxy: {
      '/api': { target: server },
      '/ws': { target: server, ws: true },
      '/yjs': { target: server, ws: true },
    },
  },
  test: { include: ['test/**/*.test.ts'] },
});
