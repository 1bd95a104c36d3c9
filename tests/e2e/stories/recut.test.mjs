// A take is played by everybody in the room, cut anew on a small timeline, and played again; the storyboard goes back to what it was, and forth.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { look, lookTwice } from '../lib/access.mjs';
import { PHONE, WIDE } from '../lib/browser.mjs';
import { finished, prompt, showTab, take, write } from '../lib/room.mjs';
import { Theatre } from '../lib/theatre.mjs';

let theatre;
before(async () => (theatre = await Theatre.open()));
after(() => theatre?.close());

const PIECES = 'dialog[open] [aria-label="Pieces, in this order"] li';

/** The clip on the stage is loaded; how long it lasts. */
async function plays(page) {
  await page.waitForFunction(() => document.querySelector('video.clip')?.readyState >= 2, null, { timeout: 60_000 });
  return page.evaluate(() => document.querySelector('video.clip').duration);
}

const total = (page) => page.locator('dialog[open] output').textContent();

/** Until the words of a shot are these, but for the names of those who write there. */
async function until(page, shot, words) {
  const stand = ([label, text]) => {
    const copy = document.querySelector(`[aria-label="${label}"]`)?.cloneNode(true);
    copy?.querySelectorAll('.cm-ySelectionCaret, .cm-placeholder').forEach((caret) => caret.remove());
    return copy?.textContent.replaceAll('\u2060', '') === text;
  };
  await page.waitForFunction(stand, [`Prompt of shot ${shot}`, words]);
}

test('a take is cut anew, and the storyboard goes back', async (t) => {
  const { ana, ben } = await theatre.pair({ name: 'The cutting room' });
  await ana.click('button:has-text("Write a shot")');
  await prompt(ana, 1).click();
  await ana.keyboard.type('A dog runs in a park.');
  await prompt(ben, 1).waitFor();
  await take(ana);
  await Promise.all([ana, ben].map((page) => finished(page, 1)));

  await t.test('who did not make it plays it as well', async () => {
    assert.ok(Math.abs((await plays(ana)) - 5) < 0.1);
    assert.ok(Math.abs((await plays(ben)) - 5) < 0.1);
    assert.equal(await ben.locator('[aria-label^="Re-cut"]').count(), 0, 'but it is not his to cut');
  });

  await t.test('it is trimmed by keys and by hand, repeated, turned round and played before it is made', async () => {
    await ana.setViewportSize(PHONE.viewport);
    await showTab(ana, 'takes');
    await ana.click('[aria-label^="Re-cut"]');
    await ana.waitForSelector('[aria-label="End of piece 1"][aria-valuenow="5"]');
    await look(ana, 're-cut on a phone');
    await ana.keyboard.press('Escape');
    await ana.waitForSelector('dialog[open]', { state: 'detached' });
    await ana.setViewportSize(WIDE.viewport);
    await ana.click('[aria-label^="Re-cut"]');
    await ana.locator(PIECES).first().waitFor();
    assert.equal(await ana.locator('dialog[open] .lamp').isDisabled(), true, 'the take as it is is no cut');
    await ana.locator('[aria-label="Begin of piece 1"]').focus();
    await ana.keyboard.press('ArrowRight');
    await ana.waitForSelector('[aria-label="Begin of piece 1"][aria-valuenow="1"]');
    const end = await ana.locator('[aria-label="End of piece 1"]').boundingBox();
    await ana.mouse.move(end.x + end.width / 2, end.y + end.height / 2);
    await ana.mouse.down();
    await ana.mouse.move(end.x + end.width / 2 - 46, end.y + end.height / 2, { steps: 4 });
    await ana.mouse.up();
    await ana.waitForSelector('[aria-label="End of piece 1"][aria-valuenow="4"]');
    await ana.click('dialog[open] button:has-text("Again")');
    assert.equal(await ana.locator(PIECES).count(), 2);
    assert.match(await total(ana), /0:06$/);
    // The second begins a second later than the first, and is then put before it.
    await ana.locator('[aria-label="Begin of piece 2"]').focus();
    await ana.keyboard.press('ArrowRight');
    await ana.locator('[aria-label^="Piece 2:"]').focus();
    await ana.keyboard.press('Shift+ArrowLeft');
    await ana.waitForSelector('[aria-label^="Piece 1:"][aria-label*="2 to 4 seconds"]');
    assert.match(await total(ana), /0:05$/);
    await ana.waitForFunction(() => document.querySelectorAll('dialog[open] .pictures span[style*="url"]').length >= 5, null, { timeout: 30_000 });
    await lookTwice(ana, 're-cut');
    await ana.click('dialog[open] button:has-text("Play the cut")');
    await ana.waitForFunction(() => /^0:0[3-5]/.test(document.querySelector('dialog[open] output').textContent), null, { timeout: 20_000 });
  });

  await t.test('the new draft plays on both pages, and says what it is cut from', async () => {
    await ana.click('dialog[open] .lamp:has-text("Make the cut · 5 s")');
    await ana.waitForSelector('dialog[open]', { state: 'detached' });
    await Promise.all([ana, ben].map((page) => finished(page, 2)));
    for (const page of [ana, ben]) {
      await showTab(page, 'takes');
      await page.waitForSelector('.takes .from:has-text("cut from A dog runs in a park.")');
      await page.waitForFunction(() => Math.abs((document.querySelector('video.clip')?.duration ?? 0) - 5) < 0.1, null, { timeout: 60_000 });
    }
    await ana.click('a:has-text("Open clip")');
    await ana.waitForSelector('[aria-label="Made of"] a');
    await look(ana, 'the page of a cut');
    await ana.goBack();
    await prompt(ana, 1).waitFor();
  });

  await t.test('each takes back their own words only', async () => {
    await write(ben, 1, ' It barks.');
    await until(ana, 1, 'A dog runs in a park. It barks.');
    await write(ana, 1, ' A cat looks.');
    await until(ben, 1, 'A dog runs in a park. It barks. A cat looks.');
    const undo = ana.locator('.page button:has-text("Undo")');
    while (await undo.isEnabled()) await undo.click();
    await until(ben, 1, 'A dog runs in a park. It barks.');
  });

  await t.test('a version comes back for both, and what stood there comes back after it', async () => {
    await ana.click('.page button:has-text("History")');
    await ana.waitForSelector('dialog[open] ins:has-text("It barks.")');
    await lookTwice(ana, 'history');
    await ana.click('dialog[open] [aria-label="Versions"] button:has-text("then a take was asked for")');
    await ana.click('dialog[open] button:has-text("What is different now")');
    await ana.waitForSelector('dialog[open] ins[title="ben wrote this"]:has-text("It barks.")');
    await ana.setViewportSize(PHONE.viewport);
    await look(ana, 'history on a phone');
    await ana.setViewportSize(WIDE.viewport);
    await ana.click('dialog[open] button:has-text("Restore this")');
    await until(ben, 1, 'A dog runs in a park.');
    await ana.click('.page button:has-text("Undo")');
    await until(ben, 1, 'A dog runs in a park. It barks.');
    await ana.click('.page button:has-text("History")');
    await ana.waitForSelector('dialog[open] [aria-label="Versions"] button:has-text("kept")');
  });
});
