// Someone who comes in the middle of a take, someone who may not have its clip, and takes that are called off.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lengthen, letGo, prompt, putInSample, showTab, stats, take, until, write } from '../lib/room.mjs';
import { inRoom, inviteLink, Theatre } from '../lib/theatre.mjs';

let theatre;
before(async () => (theatre = await Theatre.open()));
after(() => theatre?.close());

test('in the middle of a take', async (t) => {
  const { ana, ben } = await theatre.pair();
  await putInSample(ana);
  await lengthen(ana);
  await prompt(ben, 1).waitFor();
  const caro = await theatre.person('caro', await inviteLink(ana));
  await inRoom(caro);
  const room = ana.url();
  await caro.goto(theatre.server.url);

  await t.test('a late joiner has pictures while it is still being made', async () => {
    await take(ana);
    await until(ana, ({ framesDecoded }) => framesDecoded > 0);
    await caro.goto(room);
    const seen = await until(caro, ({ framesDecoded }) => framesDecoded > 0);
    assert.ok(await caro.locator('.caption [role=progressbar]').isVisible(), 'the take is still being made');
    assert.equal(seen.take, (await stats(ana)).take);
    // A frame is decoded a moment before it is presented, and only then does the stage say that it is live.
    await caro.locator('.badge').waitFor();
  });

  await t.test('when it is done, who did not make it plays it as well, and makes nothing of it', async () => {
    const clip = await caro.locator('a:has-text("Open clip")').getAttribute('href', { timeout: 60_000 });
    await caro.waitForFunction(() => document.querySelector('video.clip')?.readyState >= 2);
    await caro.goto(theatre.server.url + clip);
    await caro.waitForSelector('text=which you watch with everybody in it');
    assert.equal(await caro.locator('video').count(), 1);
    assert.equal(await caro.locator('a:has-text("Download"), button:has-text("Delete"), button:has-text("Re-cut")').count(), 0);
    await caro.goto(room);
  });

  await t.test('the host calls a take off, and every page shows it', async () => {
    await take(ana);
    await until(ben, ({ framesDecoded }) => framesDecoded > 0);
    await ana.click('.caption button:has-text("Cancel")');
    await ana.waitForSelector('.takes .spoiled:has-text("Cancelled"):has-text("by ana")');
    await showTab(ben, 'takes');
    await ben.waitForSelector('.takes .spoiled:has-text("by ana")');
    await ben.locator('.caption [role=progressbar]').waitFor({ state: 'detached' });
  });

  await t.test('a second take waits its turn, and its maker calls it off in the queue', async () => {
    await write(ben, 1, ' A dog barks.');
    await ana.waitForSelector('text=A dog barks.');
    await letGo(ben);
    await take(ana);
    await ben.waitForSelector('.caption [role=progressbar]');
    await take(ben);
    await ana.waitForSelector('.queue li:has-text("ben")');
    await showTab(ben, 'takes');
    await ben.click('.queue .cancel');
    await ana.waitForSelector('.queue', { state: 'detached' });
    await ben.click('.caption button:has-text("Cancel")');
    await ana.waitForSelector('.takes .spoiled:nth-child(1):has-text("by ben"), .takes .spoiled:has-text("by ben")');
    await ana.locator('.caption [role=progressbar]').waitFor({ state: 'detached' });
  });
});
