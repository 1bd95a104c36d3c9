// A page that was just built (`npm run build` in web) before a server that was built earlier: named in GREENROOM_PAGES. Without it, people get the server's own.
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env.GREENROOM_PAGES;

export async function bringPages(context) {
  if (!FOLDER) return;
  if (!existsSync(join(FOLDER, 'index.html'))) throw new Error(`there is no page in ${FOLDER}: build it (npm run build in web)`);
  // To the browser a page that the network did not bring comes from somewhere else.
  await context.grantPermissions(['local-network-access']);
  await context.route(
    (url) => !/^\/(api|ws|yjs)(\/|$)/.test(url.pathname),
    (route) => {
      const file = join(FOLDER, new URL(route.request().url()).pathname);
      return route.fulfill({ path: existsSync(file) && !file.endsWith('/') ? file : join(FOLDER, 'index.html') });
    },
  );
}
