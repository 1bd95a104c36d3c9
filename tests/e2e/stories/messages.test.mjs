// Two people write to each other: a request, an answer, a clip, the way into a room, a block; a wide screen and a phone, and a second device.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { look } from '../lib/access.mjs';
import { PHONE } from '../lib/browser.mjs';
import { line, write } from '../lib/messages.mjs';
import { putInSample, take } from '../lib/room.mjs';
import { createRoom, inRoom, inviteLink, Theatre } from '../lib/theatre.mjs';

let theatre;
before(async () => (theatre = await Theatre.open()));
after(() => theatre?.close());

test('people write to each other, and bring each other clips and rooms', async (t) => {
  const ana = await theatre.person('ana', theatre.server.ownerLink);
  await createRoom(ana, 'The attic on Elm Street');
  const room = ana.url();
  await putInSample(ana);
  await take(ana);
  await ana.waitForSelector('a:has-text("Open clip")', { timeout: 180_000 });
  const clip = new URL(await ana.getAttribute('a:has-text("Open clip")', 'href'), room).href;
  await ana.goto(theatre.server.url);
  await createRoom(ana, 'Rehearsal');
  const ben = await theatre.person('ben', await inviteLink(ana), PHONE);
  await inRoom(ben);

  await t.test('a stranger’s words wait apart until they are accepted', async () => {
    await ana.goto(`${theatre.server.url}/p/ben`);
    await ana.click('a:has-text("Message")');
    await ana.fill('[name=words]', 'Shall we make something at the attic?');
    await ana.click('button:has-text("Send")');
    await line(ana, 'at the attic?').waitFor();
    await ben.waitForSelector('a[aria-label="Messages, 1 unread"]');
    await ben.click('a[aria-label="Messages, 1 unread"]');
    await ben.click('.requests a:has-text("ana")');
    await line(ben, 'at the attic?').waitFor();
    assert.equal(await ben.locator('.talk textarea').count(), 0, 'nothing can be answered yet');
    await look(ben, 'a request');
    await ben.click('button:has-text("Accept")');
    await write(ben, 'Yes, tonight. I bring the long cable, the small lamp and something to eat.');
    await line(ana, 'Yes, tonight.').waitFor();
    await ben.waitForSelector('.standing:has-text("Read")');
  });

  await t.test('writing shows, answers and signs too', async () => {
    await ben.locator('.talk textarea').pressSequentially('And');
    await ana.waitForSelector('.typing:has-text("ben is writing")');
    await ben.fill('.talk textarea', '');
    await line(ana, 'Yes, tonight.').hover();
    await line(ana, 'Yes, tonight.').locator('.more').click();
    await ana.click('dialog[open] button:has-text("Reply")');
    await write(ana, 'At nine then.');
    await ben.waitForSelector('.quote:has-text("Yes, tonight.")');
    const quote = await ben.locator('.quote').boundingBox();
    assert.ok(quote.x + quote.width <= 390, 'a long quote stays on the screen');
    await line(ben, 'At nine then.').locator('.more').click();
    await ben.click('dialog[open] [aria-label="React with 👏"]');
    await ana.waitForSelector('.signs:has-text("👏")');
    await look(ana, 'a conversation');
    await look(ben, 'a conversation on a phone');
  });

  await t.test('another device of the same person has it all, and what is read there is read here', async () => {
    const tablet = await theatre.screen();
    await tablet.context().addCookies(await ben.context().cookies());
    await tablet.goto(ben.url());
    await line(tablet, 'At nine then.').waitFor();
    assert.equal(await tablet.locator('.log li[data-message]').count(), 3);
    await ben.goto(theatre.server.url);
    await write(ana, 'Bring the lamp.');
    await line(tablet, 'Bring the lamp.').waitFor();
    await ben.waitForSelector('a[aria-label="Messages"]');
    await tablet.close();
  });

  await t.test('a clip is sent from its page, and plays where it came', async () => {
    const talk = await ana.url();
    await ana.goto(clip);
    await ana.click('.actions button:has-text("Send")');
    await ana.click('dialog[open] li:has-text("ben") button:has-text("Send")');
    await ana.waitForSelector('dialog[open] a:has-text("Sent")');
    await ben.click('a[aria-label^="Messages"]');
    await ben.click('li a:has-text("ana")');
    await ben.waitForSelector('.clip img');
    await ben.locator('.clip img').evaluate((image) => image.decode());
    await ben.click('.clip');
    await ben.waitForSelector('main video');
    assert.equal(await ben.locator('button:has-text("Delete")').count(), 0);
    // Taken back, the card says so.
    await ana.keyboard.press('Escape');
    await ana.click('.actions button:has-text("Withdraw")');
    await ana.waitForSelector('button:has-text("Give it back")');
    await ben.goto(talk);
    await ben.waitForSelector('.clip:has-text("Withdrawn")');
    await ana.click('button:has-text("Give it back")');
    await ana.waitForSelector('.actions button:has-text("Withdraw")');
    await ana.goto(talk);
  });

  await t.test('an invitation opens the room with one press', async () => {
    const talk = ana.url();
    await ana.goto(room);
    await inRoom(ana);
    await ana.click('.people button:has-text("Invite")');
    await ana.click('dialog[open] button:has-text("Send in a message")');
    await ana.click('dialog[open] li:has-text("ben") button:has-text("Send")');
    await ana.waitForSelector('dialog[open] a:has-text("Sent")');
    await ben.waitForSelector('.room:has-text("The attic on Elm Street")');
    await ben.click('.room button:has-text("Come in")');
    await inRoom(ben);
    assert.equal(ben.url(), room);
    await ana.goto(talk);
    await ben.goto(talk);
  });

  await t.test('what was said is found, and lost when it is taken back', async () => {
    await ben.goto(`${theatre.server.url}/m`);
    await ben.click('[aria-label="Search messages"]');
    await ben.fill('[type=search]', 'LAMP');
    await ben.keyboard.press('Enter');
    await ben.click('a:has-text("Bring the lamp.")');
    await ben.waitForSelector('li.lit:has-text("Bring the lamp.")');
    await line(ana, 'Bring the lamp.').hover();
    await line(ana, 'Bring the lamp.').locator('.more').click();
    await ana.click('dialog[open] button:has-text("Delete for everybody")');
    await ben.waitForSelector('li:has-text("This was taken back.")');
    assert.equal(await line(ben, 'Bring the lamp.').count(), 0);
  });

  await t.test('a block ends it both ways', async () => {
    await ben.click('[aria-label="About this conversation"]');
    await ben.click('dialog[open] button:has-text("Block ana")');
    await ben.waitForSelector('dialog[open] button:has-text("Unblock ana")');
    await ben.keyboard.press('Escape');
    await ana.fill('.talk textarea', 'Are you there?');
    await ana.keyboard.press('Enter');
    await ana.waitForSelector('.failed:has-text("can’t be written to"), .failed:has-text("can\'t be written to")');
    assert.equal(await line(ben, 'Are you there?').count(), 0);
  });
});
