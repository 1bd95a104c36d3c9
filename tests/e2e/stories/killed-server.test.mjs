// The server dies in the middle of a take and comes back: what was there is there, once, and the take starts again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { letGo, lines, prompt, putInSample, say, showTab, take, until, write } from '../lib/room.mjs';
import { Theatre } from '../lib/theatre.mjs';

let theatre;
before(async () => (theatre = await Theatre.open()));
after(() => theatre?.close());

test('killed in the middle of a take', async (t) => {
  const { ana, ben } = await theatre.pair();
  const both = [ana, ben];
  await putInSample(ana);
  await prompt(ben, 1).waitFor();
  await say(ana, 'Said before.');
  await showTab(ben, 'people');
  await lines(ben, 'Said before.').waitFor();
  await take(ana);
  for (const page of both) await until(page, ({ framesDecoded }) => framesDecoded > 0);
  const cut = await ana.evaluate(() => window.__greenroom.stats().take);

  await t.test('pages say that they reconnect, and one can go on writing', async () => {
    await theatre.server.kill();
    await Promise.all(both.map((page) => page.waitForSelector('.notice:has-text("Reconnecting")')));
    await write(ben, 1, ' Written while away.');
    await letGo(ben);
    await say(ana, 'Said while away.');
    await ana.waitForSelector('.chat .unsent:has-text("Said while away.")');
  });

  await t.test('back, they say that nothing was missed', async () => {
    const back = Promise.all(both.map((page) => page.waitForSelector('.notice:has-text("Nothing was missed")')));
    await theatre.server.restart();
    await back;
  });

  await t.test('what was written and said meanwhile arrives, once', async () => {
    await ana.waitForSelector('text=Written while away.');
    await showTab(ben, 'people');
    for (const page of both) {
      for (const words of ['Said before.', 'Said while away.']) {
        await lines(page, words).first().waitFor();
        assert.equal(await lines(page, words).count(), 1, words);
      }
      assert.equal(await page.locator('.chat .unsent').count(), 0);
      assert.equal(((await prompt(page, 1).textContent()) ?? '').split('Written while away.').length, 2);
    }
  });

  await t.test('the take starts again by itself and finishes', async () => {
    await ana.waitForSelector('.caption:has-text("started again")');
    for (const page of both) await until(page, ({ framesDecoded, take }) => framesDecoded > 0 && take === cut);
    await ana.waitForSelector('a:has-text("Open clip")', { timeout: 60_000 });
    await ben.locator('.caption [role=progressbar]').waitFor({ state: 'detached' });
  });
});
