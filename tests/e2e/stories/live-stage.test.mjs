// Two people steer one running scene by writing, each sees what the other changed, and a stretch of it becomes a clip of both.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { letGo, prompt, putInSample, showTab, stats, until, write } from '../lib/room.mjs';
import { applied, changed, glance } from '../lib/stage.mjs';
import { Theatre } from '../lib/theatre.mjs';

async function picture(page, name) {
  if (process.env.GREENROOM_LOOK) await page.screenshot({ path: `${process.env.GREENROOM_LOOK}/${name}.png` });
}

test('two people steer a running scene together and record it', async (t) => {
  const theatre = await Theatre.open();
  t.after(() => theatre.close());
  const { ana, ben } = await theatre.pair({ query: '?transport=ws' });
  const both = [ana, ben];
  await putInSample(ana);
  await prompt(ben, 1).waitFor();
  await prompt(ana, 1).click();
  await ana.keyboard.press('Control+A');
  await ana.keyboard.type('A dog runs in the park');
  await letGo(ana);
  await ben.waitForSelector('text=A dog runs in the park');

  await t.test('the scene of the shot runs for both', async () => {
    await ana.click('button:has-text("Open the stage")');
    for (const page of both) {
      const before = await stats(page);
      await page.locator('.badge', { hasText: 'Live stage' }).waitFor();
      await until(page, (seen) => seen.transport === 'ws');
      const first = (await until(page, () => true)).framesDecoded;
      assert.ok(first >= before.framesDecoded);
      await page.waitForFunction((count) => window.__greenroom.stats().framesDecoded > count + 24, first, { timeout: 60_000 });
    }
    await picture(ana, 'stage-open');
  });

  await t.test('each sees the other change the picture', async () => {
    const day = await glance(ana);
    await write(ben, 1, ' at night, it rains');
    await letGo(ben);
    await applied(ana, 'ben', 'at night, it rains').waitFor();
    await applied(ben, 'ben', 'at night, it rains').waitFor();
    await changed(ana, day, 18);
    await picture(ana, 'stage-night');
    if (await ben.locator('#tab-board').isVisible()) await ben.locator('#tab-people').click().catch(() => {});
    await picture(ben, 'stage-night-phone');
    const night = await glance(ben);
    await ana.selectOption('[aria-label="Style of shot 1"]', 'watercolor');
    await applied(ben, 'ana', 'it rains').last().waitFor();
    await changed(ben, night, 6);
  });

  await t.test('what can\'t be is rejected, and says why', async () => {
    await write(ana, 1, ' @nobody_here waves.');
    const rejected = ana.locator('.edits li', { hasText: 'nobody_here' });
    await rejected.locator('.stop').waitFor();
    assert.match(await rejected.locator('.why').textContent(), /nobody here can be cast/);
    for (let letters = ' @nobody_here waves.'.length; letters > 0; letters -= 1) await ana.keyboard.press('Backspace');
    await letGo(ana);
    await applied(ana, 'ana', 'it rains').last().waitFor();
  });

  await t.test('a hand pushes what is in the picture', async () => {
    const box = await ana.locator('.glass').boundingBox();
    await ana.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.7);
    await ana.mouse.down();
    for (let step = 1; step <= 12; step += 1) await ana.mouse.move(box.x + box.width * (0.4 + step * 0.03), box.y + box.height * (0.7 - step * 0.01));
    await picture(ana, 'stage-push');
    await ana.mouse.up();
    assert.equal(await ana.locator('.notice.problem').count(), 0);
  });

  await t.test('a stretch of it becomes a clip of both', async () => {
    await ana.click('[aria-label="Record"]');
    await ben.locator('.badge', { hasText: 'recorded' }).waitFor();
    await ana.locator('.record .time', { hasText: /^[2-9] s$/ }).waitFor();
    await picture(ana, 'stage-record');
    await ana.click('[aria-label="Stop recording"]');
    await showTab(ana, 'takes');
    await ana.waitForSelector('a:has-text("Open clip")', { timeout: 60_000 });
    const address = new URL(await ana.getAttribute('a:has-text("Open clip")', 'href'), theatre.server.url).href;
    await ana.locator('.badge', { hasText: 'Live stage' }).waitFor();
    await ana.getByRole('button', { name: 'Close the stage' }).click();
    await ben.locator('.badge', { hasText: 'Live stage' }).waitFor({ state: 'detached' });
    for (const page of both) {
      await page.goto(address);
      const video = page.locator('main video');
      const length = await video.evaluate((element) => new Promise((done, fail) => {
        element.onerror = () => fail(new Error('it does not play'));
        if (element.readyState > 0) done(element.duration);
        else element.onloadedmetadata = () => done(element.duration);
      }));
      assert.ok(length >= 3.9 && length < 26, `${length} s`);
      for (const maker of ['ana', 'ben']) assert.match(await page.textContent('dl'), new RegExp(maker));
    }
    await picture(ana, 'stage-clip');
  });
});
