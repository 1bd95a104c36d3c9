// People in a room: who comes in, what they say to each other, what they think of takes, and where they look.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { look, lookTwice } from '../lib/access.mjs';
import { finished, lines, onStage, prompt, say, showTab, take, withMember } from '../lib/room.mjs';
import { createRoom, inRoom, inviteLink, Theatre } from '../lib/theatre.mjs';

let theatre;
before(async () => (theatre = await Theatre.open()));
after(() => theatre?.close());

/** Opens what can be done with a line of talk, and presses one of it. */
async function withLine(page, words, what) {
  await showTab(page, 'people');
  const line = page.locator('.chat li', { has: page.locator('.text', { hasText: words }) }).last();
  await line.locator('summary').click();
  await line.locator(`.menu button:has-text("${what}")`).click();
}

test('an evening together', async (t) => {
  const { ana, ben } = await theatre.pair({ name: 'The attic' });
  const attic = new URL(ana.url()).pathname;

  await t.test('a stranger knocks, and a host opens', async () => {
    await ana.selectOption('.people .door select', 'knock');
    const other = await theatre.person('cleo', await inviteLink(ana));
    await inRoom(other);
    await withMember(ana, 'cleo', 'Take out of the room');
    await look(ana, 'before somebody is taken out');
    await ana.click('dialog[open] button:has-text("Take them out")');
    await other.click('main button:has-text("Knock")');
    await other.waitForSelector('text=You knocked.');
    await lookTwice(other, 'at the door');
    await ana.waitForSelector('text=cleo knocks');
    await look(ana, 'somebody at the door');
    await ana.click('button:has-text("To watch")');
    await other.waitForSelector('text=You are watching.');
    // Also the storyboard, which was shut to her until now.
    await other.waitForSelector('.banner', { state: 'detached' });
    await other.waitForSelector('text=Nothing is written yet.');
    await other.click('a[aria-label="To the lobby"]');
    await other.close();
  });

  await t.test('talk is answered, marked, changed and taken back', async () => {
    await say(ana, 'hello @ben, shall we');
    await showTab(ben, 'people');
    await ben.waitForSelector('.chat li.called:has-text("shall we")');
    await withLine(ben, 'shall we', '👏');
    await ana.waitForSelector('.chat .signs button:has-text("👏 1")');
    await withLine(ben, 'shall we', 'Reply');
    await say(ben, 'yes');
    await ana.waitForSelector('.chat li:has-text("yes") .answers:has-text("shall we")');
    await lookTwice(ben, 'talk on a phone');
    await withLine(ana, 'shall we', 'Change');
    await ana.fill('[aria-label="Other words"]', 'hello @ben, once more');
    await ana.keyboard.press('Enter');
    await lines(ben, 'once more').first().waitFor();
    await withLine(ana, 'once more', 'Take back');
    await ben.waitForSelector('.chat li:has-text("taken back")');
    assert.equal(await lines(ben, 'once more').count(), 0);
  });

  await t.test('who is muted can not speak, and hears why', async () => {
    await withMember(ana, 'ben', 'Mute');
    await ben.waitForSelector('[aria-label=Message]:disabled');
    await withMember(ana, 'ben', 'Let them speak');
    await ben.waitForSelector('[aria-label=Message]:enabled');
  });

  await t.test('takes are voted for, picked and compared in step', async () => {
    await ana.click('button:has-text("Write a shot")');
    await prompt(ana, 1).click();
    await ana.keyboard.type('A dog runs in a park.');
    await take(ana);
    await finished(ana, 1);
    await take(ana);
    await finished(ana, 2);
    await showTab(ben, 'takes');
    await ben.locator('.judge [aria-label^="Vote for"]').first().click();
    await ana.locator('.judge button[aria-label^="Vote for"]:has-text("1")').first().waitFor();
    await ana.locator('.judge [aria-label^="Pick"]').first().click();
    await ben.locator('.judge .on:has-text("picked")').waitFor();
    for (const index of [0, 1]) await ana.locator('.judge [aria-label^="Compare"]').nth(index).click();
    await ana.click('dialog[open] button:has-text("Play both")');
    const videos = ana.locator('dialog[open] video');
    const times = () => videos.evaluateAll((all) => all.map((video) => video.currentTime));
    await ana.waitForFunction(() => [...document.querySelectorAll('dialog[open] video')].every((video) => video.currentTime > 1));
    const [first, second] = await times();
    assert.ok(Math.abs(first - second) < 0.25, `in step: ${first} and ${second}`);
    await look(ana, 'two takes side by side');
    await ana.keyboard.press('Escape');
    await ana.waitForSelector('dialog[open]', { state: 'detached' });
  });

  await t.test('a remark stands at its moment, and leads there', async () => {
    await ana.click('.remarks summary');
    await ana.evaluate(() => {
      const video = document.querySelector('video[aria-label="The finished take"]');
      video.pause();
      video.currentTime = 2;
    });
    await ana.waitForSelector('.remarks form .at:has-text("0:02")');
    await ana.fill('.remarks form input', 'the tail');
    await ana.keyboard.press('Enter');
    await ben.click('.remarks summary');
    await ben.click('.remarks [aria-label="Go to 0:02"]');
    await look(ben, 'remarks on a phone');
  });

  await t.test('who follows somebody sees what they see', async () => {
    await withMember(ben, 'ana', 'Follow where they look');
    await ben.waitForSelector('text=You follow ana');
    await ana.locator('.takes .cell').last().click();
    const theirs = await onStage(ana);
    await ben.waitForFunction((src) => document.querySelector('video[aria-label="The finished take"]')?.getAttribute('src') === src, theirs);
    await ben.click('.following button');
  });

  await t.test('who was taken out stands before the door', async () => {
    await ana.selectOption('.people .door select', 'closed');
    await withMember(ana, 'ben', 'Take out of the room');
    await ana.click('dialog[open] button:has-text("Take them out")');
    await ben.waitForSelector('text=The door is closed');
    assert.equal(new URL(ben.url()).pathname, attic);
  });
});

test('friends drop in from the lobby', async () => {
  const ana = await theatre.screen();
  await ana.goto(theatre.server.url);
  await ana.fill('[name=handle]', 'ana');
  await ana.fill('[name=password]', 'correct horse battery');
  await ana.click('button:has-text("Sign in")');
  await createRoom(ana, 'The cellar');
  const cellar = await inviteLink(ana);
  const dan = await theatre.person('dan', cellar);
  await inRoom(dan);
  await createRoomFromLobby(ana, 'The open room');
  await ana.selectOption('.people .door select', 'open');
  for (const [page, handle] of [[dan, 'ana'], [ana, 'dan']]) {
    const answer = await page.evaluate((who) => fetch(`/api/people/${who}/follow`, { method: 'PUT' }).then(({ status }) => status), handle);
    assert.equal(answer, 200);
  }
  await dan.goto(theatre.server.url);
  await dan.waitForSelector('text=Friends’ rooms');
  await dan.waitForSelector('li:has-text("The open room") .go:has-text("one is there")');
  await lookTwice(dan, 'a lobby with friends');
  await dan.click('li:has-text("The open room") button:has-text("Drop in")');
  await inRoom(dan);
  await ana.waitForSelector('.people li:has-text("dan")');
});

async function createRoomFromLobby(page, name) {
  await page.click('a[aria-label="To the lobby"]');
  await createRoom(page, name);
}
