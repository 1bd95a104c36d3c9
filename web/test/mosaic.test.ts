import { expect, test } from 'vitest';
import { readMosaic } from '../src/lib/mosaic';

test('a mosaic is read cell by cell', () => {
  const mosaic = readMosaic('2x1:ff000000ff80');
  expect(mosaic?.columns).toBe(2);
  expect(Array.from(mosaic?.pixels ?? [])).toEqual([255, 0, 0, 255, 0, 255, 128, 255]);
});

test('what is none is nothing', () => {
  for (const text of ['', '2x1:ff0000', '0x1:ff0000', '99x99:ff0000', '1x1:ff00zz', '1x1', 'x']) expect(readMosaic(text), text).toBeNull();
});
