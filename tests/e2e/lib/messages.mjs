// A conversation as it stands on a page.

export const line = (page, words) => page.locator('.log li[data-message]', { hasText: words });

export async function write(page, words) {
  await page.fill('.talk textarea', words);
  await page.keyboard.press('Enter');
  await line(page, words).waitFor();
}
