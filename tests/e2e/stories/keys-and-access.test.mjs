// Without a mouse, and for people who do not see the page: keys, and what axe-core finds on each screen in both sizes.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { look } from '../lib/access.mjs';
import { PHONE, WIDE } from '../lib/browser.mjs';
import { letGo, prompt, putInSample, showTab } from '../lib/room.mjs';
import { createRoom, inRoom, inviteLink, Theatre } from '../lib/theatre.mjs';

let theatre;
before(async () => (theatre = await Theatre.open()));
after(() => theatre?.close());

test('a room is worked by keys', async (t) => {
  const ana = await theatre.person('ana', theatre.server.ownerLink);
  await createRoom(ana, 'Keys');

  await t.test('? lists the keys, and Escape closes the list', async () => {
    await letGo(ana);
    await ana.keyboard.press('?');
    await ana.waitForSelector('dialog[open] :text("Take")');
    await ana.keyboard.press('Escape');
    await ana.waitForSelector('dialog[open]', { state: 'detached' });
  });

  await t.test('/ leads to the storyboard, and letters go into it', async () => {
    await putInSample(ana);
    await letGo(ana);
    await ana.keyboard.press('/');
    await ana.waitForSelector('[aria-label="Prompt of shot 1"]:focus');
    await ana.keyboard.type(' Then t is only a letter?');
    await ana.waitForSelector('text=Then t is only a letter?');
    assert.equal(await ana.locator('dialog[open], [role=progressbar]').count(), 0);
  });

  await t.test('what will be shown stands beside a shot, and a place that is chosen wins', async () => {
    const where = ana.locator('.understood summary').first();
    await where.filter({ hasText: 'park' }).waitFor();
    await ana.fill('[aria-label="Place of shot 1"]', 'beach');
    await ana.keyboard.press('Enter');
    await where.filter({ hasText: 'beach' }).waitFor();
    await where.click();
    await ana.waitForSelector('.understood[open] dd:has-text("dog")');
  });

  await t.test('what was understood is changed from the keyboard, marked, and put back', async () => {
    const dog = ana.locator('.understood[open] button[aria-label="Change subject of dog: dog"]').first();
    await dog.focus();
    await ana.keyboard.press('Enter');
    await ana.fill('input[aria-label="Search: subject of dog"]', 'fox');
    await ana.keyboard.press('Enter');
    await ana.waitForSelector('.understood[open] dd:has-text("fox")');
    await ana.locator('.understood summary').filter({ hasText: '1 changed' }).first().waitFor();
    await checkAccess(ana, 'a change of what was understood');
    await ana.click('button:has-text("put back “dog”")');
    await dog.waitFor();
  });

  await t.test('Escape leaves the text, and t takes', async () => {
    await letGo(ana);
    await ana.keyboard.press('t');
    await ana.waitForSelector('.caption [role=progressbar]');
    await ana.waitForSelector('a:has-text("Open clip")', { timeout: 60_000 });
  });

  await t.test('c leads to the chat', async () => {
    await ana.keyboard.press('c');
    await ana.waitForSelector('[aria-label=Message]:focus');
  });

  const room = ana.url();
  const clip = new URL(await ana.getAttribute('a:has-text("Open clip")', 'href'), room).href;
  const link = await inviteLink(ana);
  const cookies = await ana.context().cookies();

  for (const [size, screen] of Object.entries({ wide: WIDE, phone: PHONE })) {
    for (const colorScheme of ['dark', 'light']) {
      await t.test(`nothing grave stands in the way on a ${size} screen in the ${colorScheme}`, async () => {
        const page = await theatre.screen(screen, { colorScheme, bypassCSP: true, reducedMotion: 'reduce' });
        await page.goto(link);
        await page.waitForSelector('[name=handle]');
        await look(page, 'sign-up');
        await page.context().addCookies(cookies);
        await page.goto(theatre.server.url);
        await page.waitForSelector('.doors li');
        await look(page, 'lobby');
        await page.goto(room);
        await inRoom(page);
        await prompt(page, 1).waitFor();
        await look(page, 'room');
        for (const tab of size === 'phone' ? ['people', 'takes'] : []) {
          await showTab(page, tab);
          await look(page, `room, ${tab}`);
        }
        await page.goto(clip);
        await page.waitForSelector('h2:has-text("Origin") ~ p');
        await look(page, 'clip');
      });
    }
  }
});
