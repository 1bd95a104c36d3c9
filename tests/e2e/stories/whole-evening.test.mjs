// One evening in one room, lived by three: ana is the host, ben came with his phone, cleo gets the pictures over the WebSocket. They play with a
// running scene, talk over it, record it, decide what is good, cut it anew, write to each other; and the room outlives its host.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { look, lookTwice } from '../lib/access.mjs';
import { PHONE } from '../lib/browser.mjs';
import { line, write as writeTo } from '../lib/messages.mjs';
import { finished, letGo, lines, prompt, say, showTab, stats, take, until, withMember, write } from '../lib/room.mjs';
import { Microphone } from '../lib/speech.mjs';
import { applied, changed, editsSeen, glance, listenIn, loudness, noteEdits, rejected, runs, sounds } from '../lib/stage.mjs';
import { createRoom, inRoom, inviteLink, signUp, Theatre } from '../lib/theatre.mjs';
import { hears, holdKey, join, joined, quiet, speaking } from '../lib/voices.mjs';

let theatre;
let microphone;
before(async () => {
  microphone = await Microphone.make();
  theatre = await Theatre.open({ flags: microphone.flags });
});
after(async () => {
  await theatre?.close();
  await microphone?.close();
});

/** Twelve decibels, and something for what the scene does meanwhile. */
const DUCKED = 1 / 6;

const title = '.takes .cell .title';
const video = 'video[aria-label="The finished take"]';

/** Somebody whose page is listened to, at the place where a link leads. */
async function comes(handle, link, screen) {
  const page = await theatre.screen(screen);
  await listenIn(page);
  await page.goto(link);
  await signUp(page, handle);
  return page;
}

/** A hand drags across the running scene. */
async function push(page) {
  const box = await page.locator('.glass').boundingBox();
  await page.mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.7);
  await page.mouse.down();
  for (let step = 1; step <= 12; step += 1) await page.mouse.move(box.x + box.width * (0.4 + step * 0.03), box.y + box.height * (0.7 - step * 0.01));
  await page.mouse.up();
}

/** Takes only the second shot; what can be done with a shot shows where one points. */
async function takeSecond(page) {
  await page.locator('.shot').nth(1).hover();
  await page.click('[aria-label="Take only shot 2"]');
}

/** The page has loaded a clip onto its stage, and its player goes on by itself. */
const plays = (page, seconds) =>
  page.waitForFunction(
    ([selector, length]) => {
      const player = document.querySelector(selector);
      return player?.readyState >= 2 && player.currentTime > 0.3 && Math.abs(player.duration - length) < 0.2;
    },
    [video, seconds],
    { timeout: 60_000 },
  );

test('three people spend an evening in one room', async (t) => {
  const ana = await comes('ana', theatre.server.ownerLink);
  let ben;
  let cleo;
  let all;
  let attic;

  await t.test('they come in by an invitation, one of them with a phone', async () => {
    await createRoom(ana, 'The attic');
    attic = ana.url();
    const link = await inviteLink(ana);
    ben = await comes('ben', link, PHONE);
    cleo = await comes('cleo', link);
    for (const page of [ben, cleo]) await inRoom(page);
    await cleo.goto(`${attic}?transport=ws`);
    await inRoom(cleo);
    all = [ana, ben, cleo];
    for (const page of all) await page.waitForFunction(() => /3 here/.test(document.querySelector('.people h2')?.textContent ?? ''));
  });

  await t.test('the scene of their shot runs for all', async () => {
    await ana.click('button:has-text("Write a shot")');
    await write(ana, 1, 'A dog runs in the park');
    await letGo(ana);
    for (const page of [ben, cleo]) await page.waitForSelector('text=A dog runs in the park', { state: 'attached' });
    for (const page of all) await page.click('button:has-text("Turn sound on")');
    await Promise.all(all.map(noteEdits));
    await ana.click('button:has-text("Open the stage")');
    await Promise.all(all.map((page) => runs(page)));
    for (const [page, transport] of [[ana, 'webrtc'], [ben, 'webrtc'], [cleo, 'ws']]) {
      const before = await until(page, (seen) => seen.transport === transport);
      await until(page, (seen) => seen.audioPackets > before.audioPackets + 50);
    }
  });

  await t.test('each steers it, and all see who wrote what and what became of it', async () => {
    const day = await Promise.all(all.map(glance));
    await write(ben, 1, ' at night, it rains');
    await letGo(ben);
    await Promise.all(all.map((page) => applied(page, 'ben', 'at night, it rains').waitFor()));
    const night = await Promise.all(all.map((page, index) => changed(page, day[index], 18)));

    await cleo.selectOption('[aria-label="Style of shot 1"]', 'watercolor');
    await Promise.all(all.map((page) => applied(page, 'cleo', 'it rains').waitFor()));
    await Promise.all(all.map((page, index) => changed(page, night[index], 6)));

    await write(ana, 1, ' @nobody_here waves.');
    for (const page of all) {
      await rejected(page, 'ana', 'nobody_here').waitFor();
      assert.match(await rejected(page, 'ana', 'nobody_here').locator('.why').textContent(), /nobody here can be cast/);
    }
    for (let letters = ' @nobody_here waves.'.length; letters > 0; letters -= 1) await ana.keyboard.press('Backspace');
    await letGo(ana);
    await applied(ana, 'ana', 'it rains').last().waitFor();
    for (const page of all) {
      const seen = await editsSeen(page);
      for (const [who, state] of [['ben', 'pending'], ['ben', 'applied'], ['cleo', 'applied'], ['ana', 'rejected']]) {
        assert.ok(seen.some((each) => each.startsWith(`${who} |`) && each.endsWith(`| ${state}`)), `${state} of ${who} is among ${seen.join('; ')}`);
      }
    }
    await look(ana, 'a stage that three steer');
  });

  await t.test('voices are heard, and what the stage plays gives way to them', async () => {
    for (const page of all) await join(page);
    await Promise.all(all.map(joined));
    const loud = await Promise.all([ben, cleo].map((page) => sounds(page, (energy, level) => level > 0.99 && energy > 1e-6, 'the rain is heard')));
    await holdKey(ana);
    await Promise.all([hears(ben), hears(cleo)]);
    await Promise.all([speaking(ben, 'ana'), speaking(cleo, 'ana')]);
    await Promise.all([ben, cleo].map((page, index) => sounds(page, (energy, level) => level < 0.26 && energy < loud[index] * DUCKED, 'the rain gives way')));
    await ana.keyboard.up('v');
    await Promise.all([quiet(ben, 'ana'), quiet(cleo, 'ana')]);
    await Promise.all([ben, cleo].map((page, index) => sounds(page, (energy, level) => level > 0.95 && energy > loud[index] * DUCKED * 2, 'the rain is back')));

    await ben.locator('.bar .mic').dispatchEvent('pointerdown', { button: 0, pointerId: 1, isPrimary: true });
    await Promise.all([hears(ana), hears(cleo)]);
    await sounds(ana, (_, level) => level < 0.26, 'the stage gives way to ben as well');
    await lookTwice(ana, 'a stage with voices');
    await lookTwice(ben, 'a stage with voices, on a phone');
    await ben.locator('.bar .mic').dispatchEvent('pointerup', { button: 0, pointerId: 1 });
    await quiet(ana, 'ben');
    assert.ok((await loudness(ana)) > 0);
  });

  await t.test('a stretch of it becomes a take of who wrote it, recorded it and pushed in it', async () => {
    await ben.click('[aria-label="Record"]');
    await ana.locator('.badge', { hasText: 'recorded' }).waitFor();
    await push(cleo);
    await ben.locator('.record .time', { hasText: /^[5-9] s$/ }).waitFor({ timeout: 60_000 });
    await ben.click('[aria-label="Stop recording"]');
    await Promise.all(all.map((page) => finished(page, 1)));
    await ana.click('button:has-text("Close the stage")');
    for (const page of all) {
      await page.locator('.badge', { hasText: 'Live stage' }).waitFor({ state: 'detached' });
      await page.waitForFunction((selector) => document.querySelector(selector)?.readyState >= 2, video, { timeout: 60_000 });
      for (const maker of ['ana', 'ben', 'cleo']) await page.locator('.caption .what', { hasText: maker }).waitFor();
    }
  });

  await t.test('takes wait in a row, which the host puts into another order', async () => {
    await ana.click('button:has-text("Add a shot")');
    await write(cleo, 2, 'A red ball rolls down a hill.');
    await letGo(cleo);
    await prompt(ana, 2).filter({ hasText: 'down a hill.' }).waitFor();
    await take(ben);
    await ana.waitForSelector('.takes .cell:has-text("Being made")');
    const waiting = (page) => page.locator('[aria-label="Queue"] li');
    const order = (page) => page.waitForFunction(() => [...document.querySelectorAll('[aria-label="Queue"] li .by')].map((each) => each.textContent).join() === 'cleo,ana');
    await takeSecond(ana);
    await waiting(ana).nth(0).waitFor();
    await takeSecond(cleo);
    await waiting(ana).nth(1).waitFor();
    assert.equal(await cleo.locator('[aria-label="Queue"] [aria-label$=" earlier"]').count(), 0, 'who is no host has no say in it');
    await waiting(ana).nth(1).locator('[aria-label$=" earlier"]').click();
    await Promise.all(all.map(order));
    await ben.click('.caption button:has-text("Cancel")');
    await ana.waitForSelector('.takes .spoiled:has-text("Cancelled")');
    await Promise.all(all.map((page) => finished(page, 3)));
  });

  await t.test('they vote, compare, say something about a moment, and one is picked', async () => {
    for (const page of [ben, cleo]) {
      await showTab(page, 'takes');
      await page.locator('.judge [aria-label^="Vote for A red ball"]').first().click();
    }
    await ana.locator('.judge [aria-label^="Vote for A red ball"]:has-text("2")').waitFor();
    for (const index of [0, 1]) await ana.locator('.judge [aria-label^="Compare"]').nth(index).click();
    await ana.click('dialog[open] button:has-text("Play both")');
    await ana.waitForFunction(() => [...document.querySelectorAll('dialog[open] video')].filter((each) => each.currentTime > 1).length === 2);
    const [left, right] = await ana.locator('dialog[open] video').evaluateAll((both) => both.map((each) => each.currentTime));
    assert.ok(Math.abs(left - right) < 0.25, `in step: ${left} and ${right}`);
    await ana.keyboard.press('Escape');
    await ana.waitForSelector('dialog[open]', { state: 'detached' });

    await cleo.locator(title, { hasText: 'A red ball' }).first().click();
    await cleo.click('.remarks summary');
    await cleo.evaluate((selector) => {
      const player = document.querySelector(selector);
      player.pause();
      player.currentTime = 3;
    }, video);
    await cleo.waitForSelector('.remarks form .at:has-text("0:03")');
    await cleo.fill('.remarks form input', 'Here it should jump.');
    await cleo.keyboard.press('Enter');
    await ana.locator(title, { hasText: 'A red ball' }).first().click();
    await ana.click('.remarks summary');
    await ana.click('.remarks li:has-text("Here it should jump.") [aria-label="Go to 0:03"]');
    await ana.evaluate((selector) => document.querySelector(selector).pause(), video);
    await ana.waitForFunction((selector) => document.querySelector(selector).currentTime >= 2.9, video);
    await ana.locator('.judge [aria-label^="Pick A red ball"]').first().click();
    for (const page of [ben, cleo]) await page.locator('.judge .on:has-text("picked")').waitFor({ state: 'attached' });
    await letGo(cleo);
  });

  await t.test('the picked take is cut anew, and all see what it is cut from, and play it', async () => {
    await ana.locator('.takes li', { has: ana.locator('.judge .on:has-text("picked")') }).locator('[aria-label^="Re-cut"]').click();
    await ana.locator('[aria-label="End of piece 1"]').focus();
    await ana.keyboard.press('ArrowLeft');
    await ana.click('dialog[open] button:has-text("Again")');
    await ana.click('dialog[open] .lamp:has-text("Make the cut · 8 s")');
    await ana.waitForSelector('dialog[open]', { state: 'detached' });
    await Promise.all(all.map((page) => finished(page, 4)));
    for (const page of all) {
      await showTab(page, 'takes');
      const cut = page.locator('.takes li', { has: page.locator('.from:has-text("cut from A red ball rolls down a hill.")') });
      await cut.locator('.cell').click();
      await plays(page, 8);
    }
  });

  await t.test('one sends another a clip, and the way into another room', async () => {
    const clip = new URL(await cleo.getAttribute('a:has-text("Open clip")', 'href'), attic).href;
    await cleo.goto(`${theatre.server.url}/m/new/ben`);
    await cleo.fill('[name=words]', 'Ours, from tonight. Come over, I go on with it.');
    await cleo.click('button:has-text("Send")');
    await line(cleo, 'from tonight').waitFor();
    const talk = cleo.url();
    await ben.click('a[aria-label="Messages, 1 unread"]');
    await ben.click('.requests a:has-text("cleo")');
    await ben.click('button:has-text("Accept")');
    await cleo.goto(clip);
    await cleo.click('.actions button:has-text("Send")');
    await cleo.click('dialog[open] li:has-text("ben") button:has-text("Send")');
    await cleo.waitForSelector('dialog[open] a:has-text("Sent")');
    await ben.locator('.clip img').evaluate((image) => image.decode());
    await ben.click('.clip');
    await ben.waitForSelector('main video');
    await ben.goBack();

    await cleo.goto(theatre.server.url);
    await createRoom(cleo, 'The cellar');
    const cellar = cleo.url();
    await cleo.click('.people button:has-text("Invite")');
    await cleo.click('dialog[open] button:has-text("Send in a message")');
    await cleo.click('dialog[open] li:has-text("ben") button:has-text("Send")');
    await cleo.waitForSelector('dialog[open] a:has-text("Sent")');
    await ben.click('.room:has-text("The cellar") button:has-text("Come in")');
    await inRoom(ben);
    assert.equal(ben.url(), cellar);
    await ben.goto(talk);
    await cleo.goto(talk);
    await writeTo(ben, 'I have seen it.');
    await line(cleo, 'I have seen it.').waitFor();
  });

  await t.test('who is blocked can write to the other no more', async () => {
    await ben.click('[aria-label="About this conversation"]');
    await ben.click('dialog[open] button:has-text("Block cleo")');
    await ben.waitForSelector('dialog[open] button:has-text("Unblock cleo")');
    await ben.keyboard.press('Escape');
    await cleo.fill('.talk textarea', 'Are you there?');
    await cleo.keyboard.press('Enter');
    await cleo.waitForSelector('.failed');
    assert.equal(await line(ben, 'Are you there?').count(), 0);
    for (const page of [ben, cleo]) {
      await page.goto(attic);
      await inRoom(page);
    }
  });

  await t.test('a host mutes, hands the room over and leaves; it lives on', async () => {
    await withMember(ana, 'ben', 'Mute');
    await showTab(ben, 'people');
    await ben.waitForSelector('[aria-label=Message]:disabled');
    await withMember(ana, 'ben', 'Let them speak');
    await ben.waitForSelector('[aria-label=Message]:enabled');
    await withMember(ana, 'ben', 'Hand the room over');
    await ana.click('dialog[open] button:has-text("Hand over")');
    await ben.locator('.people li', { hasText: '(you)' }).filter({ hasText: /\bhost/ }).waitFor();
    await ana.click('[aria-label="Leave the room for good"]');
    await ana.click('dialog[open] button:has-text("Leave for good")');
    await ana.waitForSelector('text=Your rooms');
    for (const page of [ben, cleo]) await page.waitForFunction(() => !/\bana\b/.test(document.querySelector('.people ul').textContent));

    await say(ben, 'We go on.');
    await lines(cleo, 'We go on.').waitFor();
    await cleo.click('button:has-text("Open the stage")');
    await Promise.all([ben, cleo].map((page) => runs(page)));
  });

  await t.test('who is taken out stands before the door, and the stage runs on', async () => {
    await withMember(ben, 'cleo', 'Take out of the room');
    await ben.click('dialog[open] button:has-text("Take them out")');
    await cleo.waitForSelector('text=The door is closed');
    assert.equal(await cleo.locator('[aria-label="The take as it is made"]').count(), 0);
    const seen = await stats(ben);
    await until(ben, ({ framesDecoded }) => framesDecoded > seen.framesDecoded + 24);
    await ben.click('button:has-text("Close the stage")');
    await ben.locator('.badge', { hasText: 'Live stage' }).waitFor({ state: 'detached' });
  });
});
