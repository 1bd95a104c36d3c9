// What people do and see in a room. Everything is awaited from the page: there are no pauses here.

export const stats = (page) => page.evaluate(() => window.__greenroom.stats());

/** Waits until `test(stats)` holds. The page has no event for its figures, so it is asked at each of its frames. */
export async function until(page, test, limit = 60_000) {
  const end = AbortSignal.timeout(limit);
  for (;;) {
    const seen = await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done(window.__greenroom?.stats() ?? null))));
    if (seen && test(seen)) return seen;
    if (end.aborted) throw new Error(`still ${JSON.stringify(seen)}, which does not satisfy ${test}`);
  }
}

export async function putInSample(page) {
  await page.click('text=Put in the sample');
  await prompt(page, 1).waitFor();
}

export const prompt = (page, shot) => page.locator(`[aria-label="Prompt of shot ${shot}"]`);

/** Writes at the end of a shot. */
export async function write(page, shot, words) {
  if (await page.locator('#tab-board').isVisible()) await showTab(page, 'board');
  await prompt(page, shot).click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(words);
}

/** Nothing has the keyboard. */
export const letGo = (page) => page.evaluate(() => document.activeElement?.blur());

/** On a phone, the drawer's part `name` with the drawer open; a wide screen shows all parts. */
export async function showTab(page, name) {
  const tab = page.locator(`#tab-${name}`);
  if (!(await tab.isVisible())) return;
  const part = page.locator(`#part-${name}`);
  const open = async () => (await tab.getAttribute('aria-selected')) === 'true' && (await page.locator('.room.low').count()) === 0;
  if (!(await open())) await tab.click();
  if (!(await open())) await tab.click();
  await part.waitFor({ state: 'visible' });
}

export async function say(page, words) {
  await showTab(page, 'people');
  await page.fill('[aria-label=Message]', words);
  await page.keyboard.press('Enter');
}

/** How often a line stands in the chat, as sent. */
export const lines = (page, words) => page.locator('.chat li:not(.unsent)', { hasText: words });

export async function take(page) {
  await page.locator('.take:enabled').click();
}

/** Until so many takes are finished. */
export const finished = (page, count) => page.locator('.judge').nth(count - 1).waitFor({ state: 'attached', timeout: 180_000 });

/** The address of the clip on the stage. */
export const onStage = (page) => page.locator('video[aria-label="The finished take"]').getAttribute('src');

/** Opens what can be done about a member, and presses one of it. */
export async function withMember(page, handle, what) {
  await showTab(page, 'people');
  await page.locator(`[aria-label="More about ${handle}"]`).click();
  await page.locator(`.people details[open] button:has-text("${what}")`).click();
}

/** Makes a shot of the sample so long that the take is not done before others come and go. */
export async function lengthen(page) {
  const more = page.locator('[aria-label="Shot 1: one second more"]');
  for (let second = 6; second <= 12; second++) {
    await more.click();
    await page.locator('.shot').first().locator(`.seconds:has-text("${second} s")`).waitFor();
  }
}

/** Notes each picture size that the live stage decodes. */
export const noteSizes = (page) =>
  page.evaluate(() => {
    const sizes = new Set();
    window.__sizes = sizes;
    const note = (width, height) => width > 0 && sizes.add(`${width}x${height}`);
    const video = document.querySelector('video[aria-label="The take as it is made"]');
    video.addEventListener('resize', () => note(video.videoWidth, video.videoHeight));
    const look = () => {
      const { width, height } = window.__greenroom?.stats() ?? {};
      note(width, height);
      requestAnimationFrame(look);
    };
    look();
  });

export const sizesSeen = (page) => page.evaluate(() => [...window.__sizes]);
