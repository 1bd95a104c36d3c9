// The running stage as people see and hear it: what the picture looks like, what became of each edit, how loud it is.

/** Before the page opens: whatever it plays through Web Audio is measured on its way out. */
export const listenIn = (page) =>
  page.addInitScript(() => {
    const connect = AudioNode.prototype.connect;
    AudioNode.prototype.connect = function (to, ...rest) {
      if (to instanceof AudioDestinationNode) {
        if (window.__out?.context !== this.context) window.__out = new AnalyserNode(this.context, { fftSize: 32_768 });
        connect.call(this, window.__out);
      }
      return connect.call(this, to, ...rest);
    };
  });

/** How loud the page's own sound was in the last two thirds of a second: the mean square. Voices are not in it. */
export const loudness = (page) =>
  page.evaluate(() => {
    if (!window.__out) return 0;
    const samples = new Float32Array(window.__out.fftSize);
    window.__out.getFloatTimeDomainData(samples);
    return samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
  });

/** Waits until the page's own sound, and the gain that makes it give way, are as `test` says. */
export async function sounds(page, test, what) {
  const end = AbortSignal.timeout(60_000);
  for (;;) {
    const [energy, level] = [await loudness(page), await page.evaluate(() => window.__greenroom.stageLevel())];
    if (test(energy, level)) return energy;
    if (end.aborted) throw new Error(`${what}: still an energy of ${energy} at a level of ${level}`);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** What the live picture looks like from afar: the mean colours of 6 × 8 parts. */
export const glance = (page) =>
  page.evaluate(() => {
    const shown = [...document.querySelectorAll('.frame [aria-label="The take as it is made"]')].find((each) => !each.classList.contains('away'));
    const small = Object.assign(document.createElement('canvas'), { width: 6, height: 8 });
    const context = small.getContext('2d');
    context.drawImage(shown, 0, 0, 6, 8);
    return [...context.getImageData(0, 0, 6, 8).data];
  });

const apart = (one, other) => one.reduce((sum, value, index) => sum + Math.abs(value - other[index]), 0) / one.length;

/** Waits until the picture is another one. */
export async function changed(page, before, least) {
  const end = AbortSignal.timeout(60_000);
  for (;;) {
    const now = await glance(page);
    if (apart(now, before) > least) return now;
    if (end.aborted) throw new Error(`the picture is the same: ${apart(now, before)}`);
    await page.evaluate(() => new Promise(requestAnimationFrame));
  }
}

/** Waits until so many more pictures of the running stage came. */
export async function runs(page, pictures = 24) {
  await page.locator('.badge', { hasText: 'Live stage' }).waitFor({ timeout: 60_000 });
  const first = await page.evaluate(() => window.__greenroom.stats().framesDecoded);
  await page.waitForFunction((count) => window.__greenroom.stats().framesDecoded >= count, first + pictures, { timeout: 60_000 });
}

const edit = (page, who, words) => page.locator('.edits li', { hasText: who }).filter({ hasText: words });

/** What somebody wrote, once the running scene has taken it on. */
export const applied = (page, who, words) => edit(page, who, words).locator('.go');
/** The same, where it can not be. */
export const rejected = (page, who, words) => edit(page, who, words).filter({ has: page.locator('.stop') });

/** From now on, notes in which states each edit is shown. */
export const noteEdits = (page) =>
  page.evaluate(() => {
    window.__edits = new Set();
    const note = () => {
      for (const line of document.querySelectorAll('.edits li')) {
        const [who, words, state] = [line.querySelector('.who'), line.querySelector('.words'), line.querySelector('.cue')].map((part) => part?.textContent.trim());
        if (who) window.__edits.add(`${who} | ${words} | ${state}`);
      }
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, characterData: true });
  });

export const editsSeen = (page) => page.evaluate(() => [...window.__edits]);
