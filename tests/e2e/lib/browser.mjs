// Chromium, and the screens that people look at. Pages keep what went wrong in them, so that a story can tell.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { bringPages } from './pages.mjs';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

export const WIDE = { viewport: { width: 1440, height: 900 } };
export const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

function installed() {
  const asked = process.env.CHROMIUM;
  if (asked) return asked;
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
  }
  throw new Error('no Chromium was found: install it (apt-get install chromium) or name it in CHROMIUM');
}

export function launch(flags = []) {
  return chromium.launch({ executablePath: installed(), args: [...FLAGS, ...flags] });
}

/** A person's own browser: its cookies are nobody else's. */
export async function openScreen(browser, screen, options = {}) {
  const context = await browser.newContext({ ...screen, colorScheme: 'dark', acceptDownloads: true, ...options });
  context.setDefaultTimeout(30_000);
  await bringPages(context);
  const page = await context.newPage();
  page.faults = [];
  page.on('pageerror', (error) => page.faults.push(error.message));
  return page;
}
