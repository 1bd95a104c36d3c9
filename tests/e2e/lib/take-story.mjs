// One take from the button to the deleted clip, as two people see and hear it; told once for each way that media can come.
import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import { test } from 'node:test';
import { letGo, noteSizes, prompt, putInSample, showTab, sizesSeen, stats, take, until, write } from './room.mjs';
import { Theatre } from './theatre.mjs';

const SECOND_OF_FRAMES = 24;
const SECOND_OF_SOUND = 50;

export function tellTake({ query, transport }) {
  test(`a take over ${transport} is seen and heard by both, and becomes a clip`, async (t) => {
    const theatre = await Theatre.open();
    t.after(() => theatre.close());
    const { ana, ben } = await theatre.pair({ query });
    const both = [ana, ben];
    await putInSample(ana);
    await prompt(ben, 1).waitFor();
    await write(ben, 1, ' Ben claps.');
    await ana.waitForSelector('text=Ben claps.');
    await letGo(ben);
    for (const page of both) {
      await page.click('button:has-text("Turn sound on")');
      await until(page, (seen) => seen.transport === transport);
    }

    await t.test('frames and sound arrive in both pages while it is made', async () => {
      const before = await Promise.all(both.map(stats));
      await Promise.all(both.map(noteSizes));
      await take(ana);
      const first = await Promise.all(both.map((page, index) => until(page, grown(before[index], SECOND_OF_FRAMES, SECOND_OF_SOUND))));
      await Promise.all(both.map((page, index) => until(page, grown(first[index], 1, 1))));
    });

    await t.test('it finishes on both sides', async () => {
      await Promise.all(both.map((page) => page.waitForSelector('a:has-text("Open clip")', { timeout: 60_000 })));
    });

    await t.test('small quick pictures and full ones were both shown', async () => {
      for (const page of both) {
        const sizes = await sizesSeen(page);
        for (const size of ['360x640', '720x1280']) assert.ok(sizes.includes(size), `${size} is among ${sizes}`);
      }
    });

    const address = new URL(await ana.getAttribute('a:has-text("Open clip")', 'href'), theatre.server.url).href;
    await t.test('the clip plays on its page, with sound, and tells its origin', async () => {
      await ana.click('a:has-text("Open clip")');
      const video = ana.locator('main video');
      await video.evaluate(loaded);
      assert.deepEqual(await video.evaluate(({ videoWidth, videoHeight }) => [videoWidth, videoHeight]), [720, 1280]);
      await video.focus();
      await ana.keyboard.press('Space');
      await video.evaluate(playsFor, 1);
      assert.equal(await video.evaluate((element) => element.error), null);
      await ana.waitForSelector('h2:has-text("Origin") ~ p .go, h2:has-text("Origin") ~ p .standby');
      for (const maker of ['ana', 'ben']) assert.match(await ana.textContent('dl'), new RegExp(maker));
    });

    await t.test('it can be downloaded whole', async () => {
      const [download] = await Promise.all([ana.waitForEvent('download'), ana.click('a:has-text("Download")')]);
      assert.match(download.suggestedFilename(), /\.mp4$/);
      const file = await open(await download.path());
      const { size } = await file.stat();
      const head = Buffer.alloc(12);
      await file.read(head, 0, 12, 0);
      await file.close();
      assert.equal(head.toString('latin1', 4, 8), 'ftyp');
      assert.ok(size > 100_000, `${size} bytes`);
    });

    await t.test('deleting it is asked twice and takes it from both', async () => {
      const other = await ben.context().newPage();
      await other.goto(address);
      await other.locator('main video').evaluate(loaded);
      await ana.click('button:has-text("Delete")');
      await ana.click('dialog[open] button:has-text("Keep it")');
      await ana.locator('dialog[open]').waitFor({ state: 'detached' });
      await ana.click('button:has-text("Delete")');
      await ana.click('dialog[open] button:has-text("Delete it")');
      await ana.waitForSelector('.takes .spoiled:has-text("Deleted")');
      await showTab(ben, 'takes');
      await ben.waitForSelector('.takes .spoiled:has-text("Deleted")');
      await ben.locator('a:has-text("Open clip")').waitFor({ state: 'detached' });
      await other.reload();
      await other.waitForSelector('[role=alert]');
      assert.equal(await other.locator('video').count(), 0);
    });
  });
}

/** More of everything than `old`. */
function grown(old, frames, packets) {
  return (seen) => seen.framesDecoded >= old.framesDecoded + frames && seen.audioPackets >= old.audioPackets + packets && seen.audioEnergy > old.audioEnergy;
}

/** In the page: resolves when the video's first picture is there. */
function loaded(video) {
  return new Promise((done, fail) => {
    if (video.readyState >= 2) done();
    video.addEventListener('loadeddata', () => done(), { once: true });
    video.addEventListener('error', () => fail(new Error(video.error?.message ?? 'the video failed')), { once: true });
  });
}

/** In the page: resolves when it has played on for `seconds`, with new pictures and new sound. */
function playsFor(video, seconds) {
  const begun = { time: video.currentTime, frames: video.getVideoPlaybackQuality().totalVideoFrames };
  return new Promise((done) => {
    video.addEventListener('timeupdate', () => {
      if (video.currentTime > begun.time + seconds && video.getVideoPlaybackQuality().totalVideoFrames > begun.frames && video.webkitAudioDecodedByteCount > 0) done();
    });
  });
}
