// Three people talk: who holds the key is heard by the others, a host mutes, cameras, and everybody comes back after the server was gone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { look, lookTwice } from '../lib/access.mjs';
import { showTab } from '../lib/room.mjs';
import { Microphone } from '../lib/speech.mjs';
import { LossyLine } from '../lib/lossy.mjs';
import { inRoom, inviteLink, Theatre } from '../lib/theatre.mjs';
import { heard, hears, holdKey, join, joined, quiet, speaking, total, until } from '../lib/voices.mjs';

let theatre;
let microphone;
before(async () => {
  microphone = await Microphone.make();
  theatre = await Theatre.open({ flags: microphone.flags });
});
after(async () => {
  await theatre?.close();
  await microphone?.close();
});

test('three people talk with each other', async (t) => {
  const { ana, ben } = await theatre.pair({ name: 'The green room' });
  const cleo = await theatre.person('cleo', await inviteLink(ana));
  await inRoom(cleo);
  const all = [ana, ben, cleo];

  await t.test('one press joins', async () => {
    for (const page of all) await join(page);
    await Promise.all(all.map(joined));
    await ana.waitForFunction(() => document.querySelectorAll('.people .voice').length === 3);
    await showTab(ben, 'people');
    await lookTwice(ben, 'in the voices, on a phone');
    await lookTwice(ana, 'in the voices');
  });

  let places;
  await t.test('who holds the key is heard, and shown speaking', async () => {
    await holdKey(ana);
    places = await Promise.all([hears(ben), hears(cleo)]);
    assert.equal(places[0], places[1], 'at the same place everywhere');
    await Promise.all([speaking(ben, 'ana'), speaking(cleo, 'ana'), speaking(ana, 'ana')]);
    await look(ben, 'somebody speaks');
    await ana.keyboard.up('v');
    await Promise.all([quiet(ben, 'ana'), quiet(cleo, 'ana')]);
    assert.equal((await heard(ana)).packets[places[0]], 0, 'nobody hears themselves');
  });

  await t.test('a thumb holds the button on a phone', async () => {
    await ben.locator('.bar .mic').dispatchEvent('pointerdown', { button: 0, pointerId: 1, isPrimary: true });
    const place = await hears(cleo);
    assert.notEqual(place, places[0]);
    await speaking(ana, 'ben');

    // The host mutes while ben holds: nothing of his comes, though ana's packets do.
    await ana.locator('[aria-label="More about ben"]').click();
    await ana.locator('.people details[open] button:has-text("Mute")').click();
    await ben.waitForSelector('.bar .mic[aria-label="A host muted you"]:disabled');
    await quiet(cleo, 'ben');
    const shut = (await heard(cleo)).packets[place];
    await holdKey(ana);
    await hears(cleo, 100);
    await ana.keyboard.up('v');
    assert.equal((await heard(cleo)).packets[place], shut, 'nothing of his came meanwhile');
    await lookTwice(ben, 'muted in the voices');

    await ana.locator('[aria-label="More about ben"]').click();
    await ana.locator('.people details[open] button:has-text("Let them speak")').click();
    await joined(ben);
    await ben.locator('.bar .mic').dispatchEvent('pointerup', { button: 0, pointerId: 1 });
    await ben.locator('.bar .mic').dispatchEvent('pointerdown', { button: 0, pointerId: 1, isPrimary: true });
    assert.equal(await hears(cleo), place, 'the place stayed theirs');
    await ben.locator('.bar .mic').dispatchEvent('pointerup', { button: 0, pointerId: 1 });
  });

  await t.test('an open microphone is heard until it is muted', async () => {
    await cleo.check('.people .mode input');
    await cleo.locator('.people .mic').click();
    await hears(ana);
    await cleo.locator('.people .mic').click();
    await ana.waitForSelector('.people li:has-text("cleo") .voice[title*="microphone muted"]', { state: 'attached' });
    await cleo.uncheck('.people .mode input');
  });

  await t.test('cameras are small pictures', async () => {
    await cleo.locator('[aria-label="Camera on"]').click();
    for (const page of [ana, ben]) {
      await page.waitForSelector('.tiles [aria-label="Camera of cleo"]');
      await until(page, (figures) => total(figures.pictures) > 10, 'pictures come');
    }
    await look(ben, 'cameras on a phone');
    await cleo.locator('[aria-label="Camera off"]').click();
    await ana.waitForSelector('.tiles', { state: 'detached' });
  });

  await t.test('after the server was gone everybody is back in the voices', async () => {
    await theatre.server.kill();
    await theatre.server.restart();
    await Promise.all(all.map((page) => page.waitForSelector('.light .go')));
    await Promise.all(all.map(joined));
    await holdKey(ana);
    await Promise.all([hears(ben), hears(cleo)]);
    await ana.keyboard.up('v');
  });

  await t.test('who leaves is in it no more', async () => {
    await cleo.locator('[aria-label="Leave the voices"]').click();
    await ana.waitForFunction(() => document.querySelectorAll('.people .voice').length === 2);
    assert.equal(await heard(cleo), null);
  });

  await t.test('what is lost on a bad line comes again', async () => {
    for (const page of [ana, ben]) {
      await showTab(page, 'people');
      await page.locator('[aria-label="Leave the voices"]').click();
    }
    const lines = [await LossyLine.lay(ana, 12), await LossyLine.lay(ben, 12)];
    try {
      for (const page of [ana, ben]) await join(page);
      await Promise.all([ana, ben].map(joined));
      await holdKey(ana);
      await hears(ben, 300);
      await ana.keyboard.up('v');
      const said = await until(ana, (figures) => figures.repaired > 5, 'the server asks for what it misses');
      const here = await until(ben, (figures) => figures.asked > 5, 'the browser asks for what it misses');
      assert.ok(here.lost < here.asked, `asked for ${here.asked}, and ${here.lost} of all never came`);
      assert.ok(said.sent >= 300);
    } finally {
      for (const line of lines) line.close();
    }
  });
});
