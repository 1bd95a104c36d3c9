// A clip is made longer and joined from its page, its lineage is shown, and its storyboard is opened again in a room.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { lookTwice } from '../lib/access.mjs';
import { prompt, take } from '../lib/room.mjs';
import { createRoom, inRoom, Theatre } from '../lib/theatre.mjs';

let theatre;
before(async () => (theatre = await Theatre.open()));
after(() => theatre?.close());

/** The clip of the take that ends next in the room, by its page. */
async function finished(page, others = []) {
  const known = others.map((address) => `:not([href="${address}"])`).join('');
  const link = page.locator(`a${known}:has-text("Open clip")`).first();
  await link.waitFor({ timeout: 60_000 });
  return link.getAttribute('href');
}

test('a clip becomes a longer one, a joined one and a storyboard again', async (t) => {
  const ana = await theatre.person('ana', theatre.server.ownerLink);
  await createRoom(ana, 'The cutting room');
  await ana.click('button:has-text("Write a shot")');
  await prompt(ana, 1).click();
  await ana.keyboard.type('A dog runs in a park.');
  await take(ana);
  const first = await finished(ana);
  let longer;

  await t.test('it goes on, by the keyboard alone', async () => {
    await ana.goto(theatre.server.url + first);
    await ana.locator('button:has-text("Make it longer")').focus();
    await ana.keyboard.press('Enter');
    await ana.locator('dialog[open] input[type=range]').focus();
    for (let seconds = 5; seconds > 2; seconds--) await ana.keyboard.press('ArrowLeft');
    await ana.waitForSelector('dialog[open] output:has-text("2 s, then 7 s in all")');
    await lookTwice(ana, 'make it longer');
    await ana.fill('dialog[open] textarea', 'It barks.');
    await ana.keyboard.press('Tab');
    await ana.keyboard.press('Enter');
    await inRoom(ana);
    longer = await finished(ana, [first]);
  });

  await t.test('what fits is offered to be joined, in order', async () => {
    await ana.goto(theatre.server.url + longer);
    await ana.click('button:has-text("Join with…")');
    await ana.click('dialog[open] [aria-label="My drafts"] button');
    await ana.waitForSelector('dialog[open] .lamp:has-text("Join 2 · 12 s")');
    await lookTwice(ana, 'join');
    await ana.click('dialog[open] .lamp');
    await inRoom(ana);
  });

  await t.test('its page shows of what it was made, and that page what it became', async () => {
    const joined = await finished(ana, [first, longer]);
    await ana.goto(theatre.server.url + joined);
    const made = ana.locator('[aria-label="Made of"] a');
    await made.first().waitFor();
    assert.deepEqual((await made.evaluateAll((links) => links.map((link) => link.getAttribute('href')))).sort(), [first, longer].sort());
    await ana.waitForSelector('dt:has-text("Made of")');
    await lookTwice(ana, 'lineage');
    await made.first().click();
    await ana.waitForSelector(`[aria-label="Became"] a[href="${joined}"]`);
  });

  await t.test('its storyboard is text again in a new room, and says where it is from', async () => {
    await ana.goto(theatre.server.url + longer);
    await ana.click('button:has-text("Remix")');
    await ana.click('dialog[open] .lamp:has-text("Open the storyboard")');
    await inRoom(ana);
    await ana.waitForSelector('.shot .from a');
    assert.equal(await ana.locator('.shot .from a').count(), 2);
    assert.equal(await ana.locator('[aria-label="Shot 2 goes on without a cut"]').isChecked(), true);
    await lookTwice(ana, 'a remixed storyboard');
  });
});
