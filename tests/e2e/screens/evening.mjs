// Three people on a running stage, with voices; then what they do with what they recorded: compared, cut anew; and the storyboard's history.
import { letGo, prompt, say, showTab, take, finished, write } from '../lib/room.mjs';
import { Microphone } from '../lib/speech.mjs';
import { applied, changed, glance, runs } from '../lib/stage.mjs';
import { createRoom, inRoom, inviteLink, Theatre } from '../lib/theatre.mjs';
import { holdKey, join, joined, speaking } from '../lib/voices.mjs';

/** `shoot(page, name)` takes the picture. */
export async function evening(shoot, phone) {
  const microphone = await Microphone.make();
  const theatre = await Theatre.open({ flags: microphone.flags });
  try {
    const ana = await theatre.person('ana', theatre.server.ownerLink);
    await createRoom(ana, 'The attic on Elm Street');
    const link = await inviteLink(ana);
    const ben = await theatre.person('ben', link, phone);
    const cleo = await theatre.person('cleo', link);
    for (const page of [ben, cleo]) await inRoom(page);
    await shoot(ana, 'room-empty');
    await shoot(ben, 'room-empty-phone');
    await onStage(ana, ben, cleo, shoot);
    await afterwards(ana, ben, cleo, shoot);
  } finally {
    await theatre.close();
    await microphone.close();
  }
}

async function onStage(ana, ben, cleo, shoot) {
  const all = [ana, ben, cleo];
  await ana.click('button:has-text("Write a shot")');
  await write(ana, 1, 'A girl and her dog run through a park.');
  await letGo(ana);
  await prompt(ben, 1).filter({ hasText: 'a park.' }).waitFor();
  for (const page of all) await join(page);
  await Promise.all(all.map(joined));
  await say(cleo, 'Can it be evening there?');
  await say(ana, 'Write it in, it goes on meanwhile.');
  await ana.click('button:has-text("Open the stage")');
  await Promise.all(all.map((page) => runs(page)));
  const day = await glance(ana);
  await write(cleo, 1, ' It is evening.');
  await letGo(cleo);
  await applied(ana, 'cleo', 'It is evening').waitFor();
  await changed(ana, day, 6);
  await write(ben, 1, ' It snows.');
  await letGo(ben);
  await applied(ana, 'ben', 'It snows').waitFor();
  await ana.selectOption('[aria-label="Style of shot 1"]', 'watercolor');
  await applied(ana, 'ana', 'It snows').waitFor();
  await runs(ana, 60);
  await holdKey(cleo);
  await Promise.all([speaking(ana, 'cleo'), speaking(ben, 'cleo')]);
  await showTab(ben, 'people');
  await shoot(ana, 'stage');
  await shoot(ben, 'stage-phone');
  await cleo.keyboard.up('v');
  await ana.click('[aria-label="Record"]');
  await ana.locator('.record .time', { hasText: /^[6-9] s$/ }).waitFor({ timeout: 60_000 });
  await ana.click('[aria-label="Stop recording"]');
  await Promise.all(all.map((page) => finished(page, 1)));
  await ana.click('button:has-text("Close the stage")');
  await ana.locator('.badge', { hasText: 'Live stage' }).waitFor({ state: 'detached' });
}

async function afterwards(ana, ben, cleo, shoot) {
  await write(cleo, 1, ' The dog barks.');
  await letGo(cleo);
  await prompt(ana, 1).filter({ hasText: 'The dog barks.' }).waitFor();
  await take(cleo);
  await finished(ana, 2);
  for (const page of [ben, cleo]) {
    await showTab(page, 'takes');
    await page.locator('.judge [aria-label^="Vote for"]').last().click();
  }
  await ana.locator('.judge [aria-label^="Pick"]').last().click();
  await ana.locator('.takes .cell').last().click();
  await ana.click('.remarks summary');
  await ana.locator('video.clip').evaluate(standsAt, 3);
  await ana.fill('.remarks form input', 'The dog should look up here.');
  await ana.keyboard.press('Enter');
  await ana.waitForSelector('.remarks li');
  await letGo(ana);
  await shoot(ana, 'takes');
  await shoot(ben, 'takes-phone');

  for (const index of [0, 1]) await ana.locator('.judge [aria-label^="Compare"]').nth(index).click();
  await ana.click('dialog[open] button:has-text("Play both")');
  await ana.waitForFunction(() => [...document.querySelectorAll('dialog[open] video')].filter((each) => each.currentTime > 2).length === 2);
  await ana.click('dialog[open] button:has-text("Pause")');
  await shoot(ana, 'compare');
  await ana.keyboard.press('Escape');
  await ana.waitForSelector('dialog[open]', { state: 'detached' });

  await ana.locator('.judge [aria-label^="Re-cut"]').last().click();
  await ana.locator('[aria-label="End of piece 1"]').focus();
  for (const _ of [1, 2]) await ana.keyboard.press('ArrowLeft');
  await ana.click('dialog[open] button:has-text("Again")');
  await ana.waitForFunction(() => [...document.querySelectorAll('dialog[open] .pictures span')].every((each) => each.style.backgroundImage.startsWith('url')), null, { timeout: 60_000 });
  await shoot(ana, 'recut');
  await ana.keyboard.press('Escape');
  await ana.waitForSelector('dialog[open]', { state: 'detached' });

  await write(ben, 1, ' A bird sits on the lamp.');
  await letGo(ben);
  await prompt(cleo, 1).filter({ hasText: 'A bird sits on the lamp.' }).waitFor();
  await take(cleo);
  await ana.waitForSelector('.takes .cell:has-text("Being made")');
  await ana.click('.page button:has-text("History")');
  await ana.locator('dialog[open] [aria-label="Versions"] button').nth(1).waitFor();
  await ana.waitForSelector('dialog[open] ins:has-text("A bird sits on the lamp.")');
  await shoot(ana, 'history');
  await ana.keyboard.press('Escape');
}

/** In the page: stands still there, with the picture of that moment. */
function standsAt(video, seconds) {
  video.pause();
  return new Promise((done) => {
    video.addEventListener('seeked', () => done(), { once: true });
    video.currentTime = seconds;
  });
}
