// Writes docs/images from the real thing: `npm run screenshots`. Two people at work, in the middle of a take and after it; then one of
// them enrols, is asked, is seen, and takes it back.
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PHONE, WIDE } from './lib/browser.mjs';
import { Camera, enrol } from './lib/camera.mjs';
import { letGo, prompt, putInSample, say, showTab, take, until, write } from './lib/room.mjs';
import { createRoom, inRoom, inviteLink, Theatre } from './lib/theatre.mjs';

const OUT = resolve(process.argv[2] ?? join(import.meta.dirname, '../../docs/images'));
const UPRIGHT = { ...PHONE, deviceScaleFactor: 1.5 };

await mkdir(OUT, { recursive: true });
const shoot = (page, name) => page.screenshot({ path: join(OUT, `${name}.png`), animations: 'disabled', caret: 'initial' });

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

  await cameos(ana, ben, light.url());
} finally {
  await theatre.close();
  await camera.close();
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
