// Somebody enrols before a camera, is asked, says yes, and is seen.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
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
    await take(ben);
    await ben.waitForSelector('text=Waiting for a yes');
    await ana.waitForSelector('.question:has-text("ben wants @ana")');
    await ana.click('.question button:has-text("This once")');
    await ana.waitForSelector('.question', { state: 'detached' });
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
  });
});
