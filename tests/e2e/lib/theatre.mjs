// A server, a browser and the people who use them: what every story begins with.
import assert from 'node:assert/strict';
import { launch, openScreen, PHONE, WIDE } from './browser.mjs';
import { Server } from './server.mjs';

const PASSWORD = 'correct horse battery';

export class Theatre {
  #pages = [];

  static async open({ flags = [] } = {}) {
    const theatre = new Theatre();
    theatre.server = await Server.start();
    try {
      theatre.browser = await launch(flags);
    } catch (error) {
      await theatre.server.stop();
      throw error;
    }
    return theatre;
  }

  async close() {
    const faults = this.#pages.flatMap((page) => page.faults);
    await this.browser.close();
    await this.server.stop();
    assert.deepEqual(faults, [], 'no page threw an error');
  }

  /** Someone without an account, before an empty page. */
  async screen(screen = WIDE, options = {}) {
    const page = await openScreen(this.browser, screen, options);
    this.#pages.push(page);
    return page;
  }

  /** Signs someone up by a link; they stand where it leads. */
  async person(handle, link, screen = WIDE, options = {}) {
    const page = await this.screen(screen, options);
    await page.goto(link);
    await signUp(page, handle);
    return page;
  }

  /** Two people in one room: the host at a wide screen, the other with a phone. */
  async pair({ query = '', name = 'The attic', phone = PHONE } = {}) {
    const ana = await this.person('ana', this.server.ownerLink);
    await createRoom(ana, name);
    const ben = await this.person('ben', await inviteLink(ana), phone);
    await inRoom(ben);
    if (query) await Promise.all([ana, ben].map((page) => page.goto(page.url() + query)));
    await Promise.all([ana, ben].map(inRoom));
    return { ana, ben };
  }
}

export async function signUp(page, handle) {
  await page.fill('[name=handle]', handle);
  await page.fill('[name=password]', PASSWORD);
  await page.fill('[name=birth_date]', '1990-05-01');
  await page.click('button:has-text("Sign up")');
}

export async function createRoom(page, name) {
  await page.waitForSelector('text=Your rooms');
  await page.fill('#room-name', name);
  await page.click('button:has-text("Open")');
  await inRoom(page);
}

/** The invitation as a member copies it. */
export async function inviteLink(page) {
  await page.click('.people button:has-text("Invite")');
  await page.click('text=Make a link');
  const link = (await page.textContent('dialog[open] code')).trim();
  await page.keyboard.press('Escape');
  await page.waitForSelector('dialog[open]', { state: 'detached' });
  return link;
}

/** Connected, and the storyboard read. */
export async function inRoom(page) {
  await page.waitForSelector('.take');
  await page.waitForSelector('.light .go');
  await page.waitForSelector('.empty .start, .shot .cm-content[contenteditable=true]');
}
