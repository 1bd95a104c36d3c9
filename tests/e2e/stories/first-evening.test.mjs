// From the owner's link to two people who write and talk in one room.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE } from '../lib/browser.mjs';
import { lines, prompt, putInSample, say, showTab, write } from '../lib/room.mjs';
import { createRoom, inRoom, Theatre } from '../lib/theatre.mjs';

let theatre;
before(async () => (theatre = await Theatre.open()));
after(() => theatre?.close());

test('an owner opens a room, and someone invited by its link stands in it', async (t) => {
  const ana = await theatre.person('ana', theatre.server.ownerLink);
  let link;

  await t.test('the owner link leads to the lobby, and a room is opened there', async () => {
    await createRoom(ana, 'The attic on Elm Street');
    assert.equal(await ana.textContent('h1'), 'The attic on Elm Street');
  });

  await t.test('the invitation can be copied', async () => {
    await ana.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: theatre.server.url });
    await ana.click('.people button:has-text("Invite")');
    await ana.click('text=Make a link');
    await ana.click('dialog[open] button:has-text("Copy link")');
    await ana.waitForSelector('dialog[open] button:has-text("Copied")');
    link = await ana.evaluate(() => navigator.clipboard.readText());
    await ana.keyboard.press('Escape');
    assert.match(link, new RegExp(`^${theatre.server.url}/i/`));
  });

  const ben = await theatre.screen(PHONE);
  await t.test('the invited person signs up on a phone and is in the room', async () => {
    await ben.goto(link);
    await ben.waitForSelector('h1:has-text("ana invites you")');
    await ben.fill('[name=handle]', 'ben');
    await ben.fill('[name=password]', 'a long enough word');
    await ben.fill('[name=birth_date]', '1991-05-01');
    await ben.click('button:has-text("Sign up and join")');
    await inRoom(ben);
    assert.equal(ben.url(), ana.url());
    await ana.waitForSelector('.people li:has-text("ben") .go');
  });

  await t.test('each sees what the other writes, and where', async () => {
    await putInSample(ana);
    await prompt(ben, 1).waitFor();
    await write(ben, 1, ' Ben cheers from a bench.');
    await ana.waitForSelector('text=Ben cheers from a bench.');
    await ana.waitForSelector('.cm-ySelectionInfo:has-text("ben")', { state: 'attached' });
    await ana.waitForSelector('.shot .writer:has-text("ben")');
    await write(ana, 1, ' Ana laughs.');
    await ben.waitForSelector('text=Ana laughs.');
    await ben.waitForSelector('.cm-ySelectionInfo:has-text("ana")', { state: 'attached' });
    const texts = await Promise.all([ana, ben].map((page) => prompt(page, 1).evaluate((element) => [...element.querySelectorAll('.cm-line')].map((line) => [...line.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('')).join('\n'))));
    assert.equal(texts[0], texts[1]);
  });

  await t.test('they talk, and each line stands once on both sides', async () => {
    await say(ana, 'Shall we take it?');
    await showTab(ben, 'people');
    await lines(ben, 'Shall we take it?').waitFor();
    await say(ben, 'One more line first.');
    await lines(ana, 'One more line first.').waitFor();
    for (const page of [ana, ben]) for (const words of ['Shall we take it?', 'One more line first.']) assert.equal(await lines(page, words).count(), 1);
  });

  await t.test('the owner link, once used, and a link that was never made open nothing', async () => {
    const stranger = await theatre.screen();
    for (const link of [theatre.server.ownerLink, `${theatre.server.url}/i/no-such-invitation`]) {
      await stranger.goto(link);
      await stranger.waitForSelector('[role=alert]');
      assert.equal(await stranger.textContent('h1'), 'This link opens nothing');
    }
  });
});
