// A room's call as the people in it hear and see it.
import { letGo } from './room.mjs';

export const heard = (page) => page.evaluate(() => window.__greenroom.voices());
export const total = (numbers) => numbers.reduce((sum, each) => sum + each, 0);

/** Waits until `test` holds of what comes to this page. It is asked again and again: there is no event for it. */
export async function until(page, test, what) {
  const end = AbortSignal.timeout(30_000);
  for (;;) {
    const figures = await heard(page);
    if (figures && test(figures)) return figures;
    if (end.aborted) throw new Error(`${what}: still ${JSON.stringify(figures)}`);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
  }
}

/** So many more packets, and more loudness, than now; gives at which place. */
export async function hears(page, packets = 60) {
  const before = await heard(page);
  const now = await until(page, (figures) => figures.packets.some((count, place) => count >= before.packets[place] + packets && figures.energy[place] > before.energy[place] + 0.002), 'voices come');
  return now.packets.findIndex((count, place) => count >= before.packets[place] + packets);
}

export const join = (page) => page.locator('.bar .mic').click();
export const joined = (page) => page.waitForSelector('.bar .mic[aria-label="Hold to talk"]:enabled');
export const speaking = (page, handle) => page.waitForSelector(`.people li:has-text("${handle}") .voice.speaking`, { state: 'attached' });
export const quiet = (page, handle) => page.waitForSelector(`.people li:has-text("${handle}") .voice:not(.speaking)`, { state: 'attached' });

export async function holdKey(page) {
  await letGo(page);
  await page.keyboard.down('v');
}
