// A false camera and microphone: whatever the server asks of a person is cut together from recordings, before the page opens them.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const COMPOSE = resolve(import.meta.dirname, '../../fixtures/cameos/compose.py');
/** Seconds of looking ahead before it begins, while the page counts down. */
const LEAD = '2.4';

export class Camera {
  static async make() {
    const camera = new Camera();
    camera.folder = await mkdtemp(join(tmpdir(), 'greenroom-camera-'));
    camera.picture = join(camera.folder, 'camera.y4m');
    await camera.play(['left', 'up', 'right'], '314259');
    return camera;
  }

  get flags() {
    return [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${this.picture}`,
      `--use-file-for-fake-audio-capture=${this.picture.replace('.y4m', '.wav')}%noloop`,
    ];
  }

  async play(turns, digits) {
    await promisify(execFile)('python3', [COMPOSE, '--turns', turns.join(','), '--digits', digits, '--lead', LEAD, '--out', this.picture]);
  }

  /** From now on this page's camera answers each challenge as it is given. */
  async follow(page) {
    await page.route('**/api/cameos/challenge', async (route) => {
      const response = await route.fetch();
      const challenge = await response.json();
      if (response.ok()) await this.play(challenge.turns, challenge.digits);
      await route.fulfill({ response });
    });
  }

  async close() {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Enrols the person at this page. A busy machine may cut the first recording badly; a person would try again too. */
export async function enrol(page) {
  await page.click('button:has-text("Open the camera")');
  for (let tries = 1; ; tries += 1) {
    await page.click('.enrol button:has-text("Start")');
    await page.waitForSelector('.news:has-text("is enrolled"), .enrol .refused', { timeout: 90_000 });
    if ((await page.locator('.enrol .refused').count()) === 0) return;
    if (tries === 3) throw new Error(`not enrolled: ${await page.textContent('.enrol .refused')}`);
    await page.click('.enrol button:has-text("Try again")');
  }
}
