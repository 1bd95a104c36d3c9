// A mosaic as the server tells it: `COLUMNSxROWS:` and `rrggbb` for each cell, row by row.

export interface Mosaic {
  columns: number;
  rows: number;
  /** RGBA, row by row. */
  pixels: Uint8ClampedArray<ArrayBuffer>;
}

const MOST = 64;

/** Null of anything else. */
export function readMosaic(text: string): Mosaic | null {
  const found = /^(\d{1,2})x(\d{1,2}):((?:[0-9a-f]{6})+)$/.exec(text);
  if (!found) return null;
  const [columns, rows, cells] = [Number(found[1]), Number(found[2]), found[3] ?? ''];
  if (columns < 1 || rows < 1 || columns > MOST || rows > MOST || cells.length !== columns * rows * 6) return null;
  const pixels = new Uint8ClampedArray(columns * rows * 4);
  for (let cell = 0; cell < columns * rows; cell += 1) {
    for (let channel = 0; channel < 3; channel += 1) pixels[cell * 4 + channel] = parseInt(cells.slice(cell * 6 + channel * 2, cell * 6 + channel * 2 + 2), 16);
    pixels[cell * 4 + 3] = 255;
  }
  return { columns, rows, pixels };
}
