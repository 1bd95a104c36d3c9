// Two people in a room: one drops a picture onto a shot, they choose what it is for, take, use it again, and remove it.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { look, lookTwice } from '../lib/access.mjs';
import { letGo, prompt, showTab, take, until } from '../lib/room.mjs';
import { Theatre } from '../lib/theatre.mjs';

const ROOT = resolve(import.meta.dirname, '../../..');
const PORTRAIT = join(ROOT, 'crates/models/tests/files/portrait.jpg');

let theatre;
before(async () => {
  theatre = await Theatre.open();
});
after(() => theatre?.close());

/** As if it came from the desktop. */
async function drop(page, selector, { name, type, bytes }) {
  const data = await page.evaluateHandle(
    ([name, type, text]) => {
      const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], name, { type }));
      return data;
    },
    [name, type, bytes.toString('base64')],
  );
  await page.dispatchEvent(selector, 'drop', { dataTransfer: data });
}

const chip = (page, shot) => page.locator('.shot').nth(shot - 1).locator('.reference .chip');

test('a picture is dropped onto a shot, used, used again, and removed', async (t) => {
  const { ana, ben } = await theatre.pair({ name: 'The harbour' });
  const portrait = await readFile(PORTRAIT);

  await t.test('a file that is none is refused with a sentence, and the words stay', async () => {
    await ana.click('button:has-text("Write a shot")');
    await prompt(ana, 1).click();
    await ana.keyboard.type('A dog runs along a harbour in the rain');
    await drop(ana, '[aria-label="Prompt of shot 1"]', { name: 'notes.txt', type: 'text/plain', bytes: Buffer.from('not a picture') });
    await ana.waitForSelector('.reference .problem:has-text("can’t be used")');
    assert.match(await prompt(ana, 1).innerText(), /in the rain$/);
  });

  await t.test('a dropped picture becomes a chip on both pages', async () => {
    await drop(ana, '[aria-label="Prompt of shot 1"]', { name: 'crew.jpg', type: 'image/jpeg', bytes: portrait });
    await chip(ana, 1).filter({ hasText: 'crew.jpg' }).waitFor({ timeout: 120_000 });
    assert.deepEqual(await chip(ana, 1).locator('option').allInnerTexts(), ['Its colours', 'As the place', 'Cut out, as who acts']);
    await showTab(ben, 'board');
    await chip(ben, 1).filter({ hasText: 'crew.jpg' }).waitFor();
    const drawn = await chip(ana, 1).locator('canvas').evaluate((canvas) => Array.from(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data));
    assert.ok(new Set(drawn).size > 20 && drawn.length <= 8 * 8 * 4, 'a mosaic of few cells');
    await letGo(ana);
    await lookTwice(ana, 'a shot with a picture');
    await look(ben, 'a shot with a picture, on a phone');
  });

  await t.test('what it is for is chosen by keyboard, and the other page follows', async () => {
    const uses = chip(ana, 1).locator('select');
    await uses.focus();
    await ana.keyboard.type('Its');
    await chip(ben, 1).locator('select').evaluate((select) => new Promise((done) => {
      const seen = () => (select.value === 'palette' ? done() : requestAnimationFrame(seen));
      seen();
    }));
    await letGo(ana);
  });

  await t.test('it is taken', async () => {
    await take(ana);
    await until(ana, ({ framesDecoded }) => framesDecoded > 10);
    await ana.waitForSelector('a:has-text("Open clip")', { timeout: 120_000 });
  });

  await t.test('it is used again in another shot, then removed for everybody', async () => {
    await ana.click('button:has-text("Add a shot")');
    await ana.click('[aria-label="Use one of this room in shot 2"]');
    await ana.waitForSelector('dialog[open] .use:has-text("crew.jpg")');
    await lookTwice(ana, 'the pictures of a room');
    await ana.click('dialog[open] .use');
    await chip(ana, 2).filter({ hasText: 'crew.jpg' }).waitFor();
    await ana.click('[aria-label="Take crew.jpg out of shot 2"]');
    await ana.click('[aria-label="Use one of this room in shot 2"]');
    await ana.click('[aria-label="Remove crew.jpg from the room"]');
    await ana.waitForSelector('dialog[open]:has-text("There is none any more")');
    await ana.keyboard.press('Escape');
    await chip(ana, 1).filter({ hasText: 'was removed from the room' }).waitFor();
    await take(ana);
    await ana.waitForSelector('text=/not in this room any more/');
    await ana.click('[aria-label="Take it out of shot 1"]');
    await chip(ana, 1).waitFor({ state: 'detached' });
  });
});
