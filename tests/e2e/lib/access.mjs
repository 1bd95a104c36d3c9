// What stands in the way of people who do not see the page, or see it differently: what axe-core finds, and what leaves the screen.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GRAVE = ['serious', 'critical'];

/** Nothing grave, and nothing that scrolls sideways. */
export async function look(page, name) {
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => (await window.axe.run(document)).violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes.map((node) => node.html.slice(0, 160)) })));
  assert.deepEqual(
    violations.filter(({ impact }) => GRAVE.includes(impact)),
    [],
    name,
  );
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${name} does not scroll sideways`);
}

/** In the dark and in the light. */
export async function lookTwice(page, name) {
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForFunction((theme) => document.documentElement.dataset.theme === theme && !document.getAnimations().some((each) => each instanceof CSSTransition && each.playState === 'running'), colorScheme);
    await look(page, `${name}, ${colorScheme}`);
  }
  await page.emulateMedia({ reducedMotion: null });
}
