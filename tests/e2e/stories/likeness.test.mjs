// Somebody enrols before a camera, is asked, says yes, is seen, takes it back; and the others make it again without them.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { look, lookTwice } from '../lib/access.mjs';
import { PHONE } from '../lib/browser.mjs';
import { Camera, enrol } from '../lib/camera.mjs';
import { letGo, prompt, take, until } from '../lib/room.mjs';
import { createRoom, inRoom, inviteLink, Theatre } from '../lib/theatre.mjs';

let camera;
let theatre;
before(async () => {
  camera = await Camera.make();
  theatre = await Theatre.open({ flags: camera.flags });
});
after(async () => {
  await theatre?.close();
  await camera?.close();
});

const named = (page, mention) => page.locator(`.named li:has-text("@${mention}")`);

test('a likeness is in the picture only while its owner says yes', async (t) => {
  const ana = await theatre.person('ana', theatre.server.ownerLink);
  await createRoom(ana, 'The roof');
  const room = ana.url();
  const ben = await theatre.person('ben', await inviteLink(ana));
  await inRoom(ben);
  let clip;

  await t.test('who is not enrolled can not be cast, and the editor says so', async () => {
    await ben.click('button:has-text("Write a shot")');
    await prompt(ben, 1).click();
    await ben.keyboard.type('@ana dances in the rain on a roof');
    await named(ben, 'ana').locator('.off').waitFor();
    await letGo(ben);
  });

  await t.test('she enrols: three turns and six digits before the camera', async () => {
    await camera.follow(ana);
    await ana.goto(`${theatre.server.url}/likeness`);
    await ana.waitForSelector('button:has-text("Open the camera")');
    await lookTwice(ana, 'likeness, before enrolling');
    await enrol(ana);
    const face = ana.locator('.cast img').first();
    await face.waitFor();
    assert.ok(await face.evaluate((image) => image.decode().then(() => image.naturalWidth > 40)), 'her face, to her');
    assert.equal(await ana.locator('input[value=only_me]').isChecked(), true, 'the strictest is the default');
  });

  await t.test('only she may cast herself, until she says otherwise', async () => {
    await named(ben, 'ana').locator('.stop').waitFor();
    await ana.check('input[value=approved]');
    await ana.click('.rules button:has-text("Save")');
    await ana.waitForSelector('text=Saved');
    await named(ben, 'ana').locator('.standby').waitFor();
  });

  await t.test('she is asked wherever she is, and the take waits for her', async () => {
    await ana.goto(theatre.server.url);
    const inTheRoom = await ana.context().newPage();
    inTheRoom.on('pageerror', (error) => ana.faults.push(error.message));
    await inTheRoom.goto(room);
    await inRoom(inTheRoom);
    await take(ben);
    await ben.waitForSelector('text=Waiting for a yes');
    await inTheRoom.waitForSelector('.question:has-text("ben wants @ana")');
    await ana.waitForSelector('.question:has-text("ben wants @ana")');
    await lookTwice(ana, 'a question');
    await ana.click('.question button:has-text("This once")');
    await ana.waitForSelector('.question', { state: 'detached' });
    await inTheRoom.waitForSelector('.question', { state: 'detached' });
    await inTheRoom.close();
    await until(ben, ({ framesDecoded }) => framesDecoded > 10);
    await ben.waitForSelector('.caption .cast:has-text("@ana")');
  });

  await t.test('the finished draft is hers as well, and shows where it is used', async () => {
    await ben.waitForSelector('a:has-text("Open clip")', { timeout: 120_000 });
    clip = new URL(await ben.getAttribute('a:has-text("Open clip")', 'href'), theatre.server.url).href;
    await ana.goto(clip);
    await ana.waitForSelector('dd:has-text("ana and ben"), dd:has-text("ben and ana")');
    await ana.goto(`${theatre.server.url}/likeness`);
    await ana.waitForSelector('.uses li:has-text("Draft")');
    await lookTwice(ana, 'likeness');
    const phone = await theatre.screen(PHONE, { reducedMotion: 'reduce' });
    await phone.context().addCookies(await ana.context().cookies());
    await phone.goto(`${theatre.server.url}/likeness`);
    await phone.waitForSelector('.uses li:has-text("Draft")');
    await look(phone, 'likeness on a phone');
    await phone.goto(`${theatre.server.url}/p/ben`);
    await phone.waitForSelector('h1:has-text("ben")');
    await lookTwice(phone, 'a person on a phone');
    await phone.context().close();
  });

  await t.test('she takes it back: nobody sees the clip any more, and she holds a receipt', async () => {
    await ana.click('.uses li:has-text("Draft") button:has-text("Revoke")');
    await ana.click('dialog[open] button:has-text("Take it back")');
    await ana.waitForSelector('dialog[open] .receipt:has-text("one clip is withheld")');
    await ana.click('dialog[open] button:has-text("Done")');
    await ben.goto(clip);
    await ben.waitForSelector('.stage.withheld:has-text("ana took their consent back")');
    assert.equal(await ben.locator('main video').count(), 0);
    await lookTwice(ben, 'a withheld clip');
    const statuses = await ben.evaluate((id) => Promise.all(['video', 'poster'].map((part) => fetch(`/api/clips/${id}/${part}`).then((answer) => answer.status))), clip.split('/').at(-1));
    assert.ok(statuses.every((status) => status >= 400), `${statuses}`);
  });

  await t.test('he makes it again with a stand-in', async () => {
    await ben.click('button:has-text("Make it again with a stand-in")');
    await inRoom(ben);
    await until(ben, ({ framesDecoded }) => framesDecoded > 10);
    await ben.waitForSelector('a:has-text("Open clip")', { timeout: 120_000 });
    const again = new URL(await ben.getAttribute('a:has-text("Open clip")', 'href'), theatre.server.url).href;
    assert.notEqual(again, clip);
    await ben.goto(again);
    await ben.waitForSelector('text=Made again from a withheld clip');
    await ben.waitForSelector('main video');
  });

  await t.test('she steps in with one press, and stops a take in its middle', async () => {
    await ana.goto(room);
    await inRoom(ana);
    await ana.click('button:has-text("Step in")');
    await ben.goto(room);
    await inRoom(ben);
    await named(ben, 'ana').first().locator('.go').waitFor();
    for (let second = 0; second < 20; second += 1) await ben.locator('[aria-label="Shot 1: one second more"]').click();
    await take(ben);
    await until(ben, ({ framesDecoded }) => framesDecoded > 10);
    const hers = await ana.context().newPage();
    await hers.goto(`${theatre.server.url}/likeness`);
    await hers.click('.uses li:has-text("Being made") button:has-text("Stop")');
    await hers.click('dialog[open] button:has-text("Take it back")');
    await hers.waitForSelector('dialog[open] .receipt:has-text("one take stopped")');
    await ben.waitForSelector('.stage:has-text("The stage is empty")');
    await ben.waitForSelector('.takes:has-text("Taken back")');
  });

  await t.test('everything at once, then the end of the cameo', async () => {
    await ana.goto(`${theatre.server.url}/likeness`);
    await ana.click('button:has-text("Revoke everything")');
    await ana.click('dialog[open] button:has-text("Take it back")');
    await ana.click('dialog[open] button:has-text("Done")');
    await ana.waitForSelector('input[value=only_me]:checked');
    await ana.click('button:has-text("End and erase")');
    await ana.click('dialog[open] button:has-text("End and erase")');
    await ana.waitForSelector('.news:has-text("has ended")');
    await ana.waitForSelector('button:has-text("Open the camera")');
  });
});
