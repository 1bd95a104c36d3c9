// Writes docs/images from the real thing: `npm run screenshots [FOLDER]`. Three people on a running stage and what they make of it; two at work, in
// the middle of a take and after it; then one of them enrols, is asked, is seen, and takes it back.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PHONE, WIDE } from './lib/browser.mjs';
import { Camera, enrol } from './lib/camera.mjs';
import { letGo, prompt, putInSample, say, showTab, take, until, write } from './lib/room.mjs';
import { createRoom, inRoom, inviteLink, Theatre } from './lib/theatre.mjs';
import { evening } from './screens/evening.mjs';

const OUT = resolve(process.argv[2] ?? join(import.meta.dirname, '../../docs/images'));
const UPRIGHT = { ...PHONE, deviceScaleFactor: 1.5 };

await mkdir(OUT, { recursive: true });
const shoot = (page, name) => page.screenshot({ path: join(OUT, `${name}.png`), animations: 'disabled', caret: 'initial' });

await evening(shoot, UPRIGHT);

const camera = await Camera.make();
const theatre = await Theatre.open({ flags: camera.flags });
try {
  const door = await theatre.screen(WIDE);
  await door.goto(theatre.server.ownerLink);
  await door.waitForSelector('[name=handle]');
  await door.evaluate(() => document.fonts.ready);
  await shoot(door, 'sign-up');

  const ana = await theatre.person('ana', theatre.server.ownerLink);
  await createRoom(ana, 'The attic on Elm Street');
  await putInSample(ana);
  const link = await inviteLink(ana);
  const ben = await theatre.person('ben', link, UPRIGHT);
  await inRoom(ben);
  await prompt(ben, 1).waitFor();
  const light = await ana.context().newPage();
  await light.emulateMedia({ colorScheme: 'light' });
  await light.goto(ana.url());
  await inRoom(light);

  await say(ana, 'The dog should be quicker than the ball.');
  await say(ben, 'And I wave at the end. Ready when you are.');
  await say(ana, 'Then let us take it.');
  await write(ben, 1, ' Ben claps.');
  await prompt(ana, 1).filter({ hasText: 'Ben claps.' }).waitFor();
  await letGo(ben);

  // The take: a second into the moving picture, on three screens.
  await take(ana);
  await Promise.all([ana, ben, light].map((page) => until(page, ({ framesDecoded }) => framesDecoded > 40)));
  await write(ben, 2, ' Rain drums on the roof of the car.');
  await prompt(ana, 2).filter({ hasText: 'roof of the car.' }).waitFor();
  await shoot(ana, 'room');
  await letGo(ben);
  await shoot(ben, 'room-phone');
  await shoot(light, 'room-light');

  for (const page of [ana, ben]) await page.waitForSelector('a:has-text("Open clip")', { timeout: 120_000 });
  const clip = new URL(await ana.getAttribute('a:has-text("Open clip")', 'href'), theatre.server.url).href;

  for (const [page, name] of [
    [ana, 'clip'],
    [ben, 'clip-phone'],
  ]) {
    await page.goto(clip);
    await page.waitForSelector('h2:has-text("Origin") ~ p');
    await page.locator('main video').evaluate(playedTo, 4.5);
    await shoot(page, name);
  }

  for (const name of ['Rehearsal, Tuesday', 'Night scenes']) {
    await ana.goto(theatre.server.url);
    await createRoom(ana, name);
  }
  await ana.goto(theatre.server.url);
  await ana.locator('.frame img').first().evaluate((image) => image.decode());
  await shoot(ana, 'lobby');

  await messages(ana, ben, clip, light.url());
  await cameos(ana, ben, light.url());
} finally {
  await theatre.close();
  await camera.close();
}

/** They write to each other: a conversation with a clip and the way into a room in it, and the list on a phone. */
async function messages(ana, ben, clip, room) {
  const line = (page, words) => page.locator('.log li[data-message]', { hasText: words });
  const write = async (page, words) => {
    await page.fill('.talk textarea', words);
    await page.keyboard.press('Enter');
    await line(page, words).waitFor();
  };
  await ana.goto(`${theatre.server.url}/m/new/ben`);
  await ana.fill('[name=words]', 'The attic take came out well. Have a look?');
  await ana.click('button:has-text("Send")');
  await line(ana, 'Have a look?').waitFor();
  const talk = ana.url();
  await ben.goto(`${theatre.server.url}/m`);
  await ben.click('.requests a');
  await ben.waitForSelector('button:has-text("Accept")');
  await shoot(ben, 'messages-request-phone');
  await ben.click('button:has-text("Accept")');
  await write(ben, 'Show me!');
  await ana.goto(clip);
  await ana.click('.actions button:has-text("Send")');
  await ana.waitForSelector('dialog[open] li:has-text("ben")');
  await shoot(ana, 'messages-send');
  await ana.click('dialog[open] li:has-text("ben") button:has-text("Send")');
  await ana.waitForSelector('dialog[open] a:has-text("Sent")');
  await ana.goto(room);
  await inRoom(ana);
  await ana.click('.people button:has-text("Invite")');
  await ana.click('dialog[open] button:has-text("Send in a message")');
  await ana.click('dialog[open] li:has-text("ben") button:has-text("Send")');
  await ana.waitForSelector('dialog[open] a:has-text("Sent")');
  await ana.goto(talk);
  await line(ben, 'Show me!').locator('.more').click();
  await ben.keyboard.press('Escape');
  await write(ben, 'The light on the stairs is lovely. Can the dog be a little quicker?');
  await line(ana, 'light on the stairs').hover();
  await line(ana, 'light on the stairs').locator('.more').click();
  await shoot(ana, 'messages-actions');
  await ana.click('dialog[open] button:has-text("Reply")');
  await write(ana, 'Twice as quick, and it skids at the end.');
  await line(ben, 'Twice as quick').locator('.more').click();
  await ben.click('dialog[open] [aria-label="React with ❤️"]');
  await ana.waitForSelector('.signs button');
  for (const page of [ana, ben]) await page.locator('.clip img').evaluate((image) => image.decode());
  await letGo(ana);
  await shoot(ana, 'messages');
  await ben.locator('.log').evaluate((log) => log.scrollTo(0, log.scrollHeight));
  await shoot(ben, 'messages-phone');
  await ana.goto(`${theatre.server.url}/m/new`);
  await ana.fill('[name=to]', 'ben ');
  await ana.keyboard.press('Enter');
  await ana.fill('[name=to]', 'caro');
  await ana.keyboard.press('Enter');
  await shoot(ana, 'messages-new');
  await ben.goto(`${theatre.server.url}/m`);
  await ben.waitForSelector('li a:has-text("ana")');
  await shoot(ben, 'messages-list-phone');
}

async function cameos(ana, ben, room) {
  const likeness = `${theatre.server.url}/likeness`;
  await camera.follow(ana);
  await ana.goto(likeness);
  const enrolling = enrol(ana);
  await ana.waitForSelector('.enrol:has-text("Turn your head")');
  await ana.waitForTimeout(1_500);
  await shoot(ana, 'enrol');
  await enrolling;
  await ana.check('input[value=approved]');
  await ana.click('.rules button:has-text("Save")');
  await ana.waitForSelector('text=Saved');

  await ben.goto(room);
  await inRoom(ben);
  await write(ben, 1, ' @ana waves and says "Good morning".');
  await letGo(ben);
  await ana.goto(room);
  await inRoom(ana);
  await take(ben);
  await ana.waitForSelector('.question:has-text("wants @ana")');
  await shoot(ana, 'question');
  await ana.click('.question button:has-text("This once")');
  await until(ana, ({ framesDecoded }) => framesDecoded > 60);
  await shoot(ana, 'cast');
  await ana.waitForSelector('a:has-text("Open clip")', { timeout: 120_000 });
  await ana.goto(likeness);
  await ana.waitForSelector('.uses li:has-text("Draft")');
  await ana.locator('.uses img').first().evaluate((image) => image.decode());
  await shoot(ana, 'likeness');
  const phone = await theatre.screen(UPRIGHT);
  await phone.context().addCookies(await ana.context().cookies());
  await phone.goto(likeness);
  await phone.waitForSelector('.uses li:has-text("Draft")');
  await shoot(phone, 'likeness-phone');
  const clip = new URL(await ana.getAttribute('.uses li:has-text("Draft") a', 'href'), likeness).href;
  await ana.click('.uses li:has-text("Draft") button:has-text("Revoke")');
  await ana.click('dialog[open] button:has-text("Take it back")');
  await ana.waitForSelector('dialog[open] .receipt');
  await shoot(ana, 'receipt');
  await ben.goto(clip);
  await ben.waitForSelector('.stage.withheld');
  await shoot(ben, 'withheld-phone');
}

/** In the page: plays until there; by then the controls are gone. */
function playedTo(video, seconds) {
  return new Promise((done) => {
    video.muted = true;
    video.addEventListener('timeupdate', () => {
      if (video.currentTime < seconds) return;
      done();
    });
    void video.play();
  });
}
