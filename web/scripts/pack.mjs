// After the build: gathers the licences of what is shipped, writes each file's gzip beside it (the server sends that), says how large the page is, and fails when the
// first page's script passes its limit.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const LIMIT = 200 * 1024;
const dist = new URL('../dist/', import.meta.url).pathname;
const kib = (bytes) => `${(bytes / 1024).toFixed(1)} KiB`;
const sizes = new Map();
const root = new URL('../', import.meta.url).pathname;

writeFileSync(join(dist, 'licences.txt'), licences());


for (const name of readdirSync(dist, { recursive: true })) {
  if (!/\.(js|css|html|svg|txt|webmanifest)$/.test(name)) continue;
  const path = join(dist, name);
  const packed = gzipSync(readFileSync(path), { level: 9 });
  writeFileSync(`${path}.gz`, packed);
  sizes.set(name, packed.length);
}

const html = readFileSync(join(dist, 'index.html'), 'utf8');
const first = [...html.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1]);
const total = first.reduce((sum, name) => sum + sizes.get(name), 0);
for (const [name, size] of sizes) if (/\.(js|css)$/.test(name)) console.log(`${kib(size).padStart(11)}  ${name}`);
console.log(`first page: ${kib(total)} of script, gzip (limit ${kib(LIMIT)})`);
if (total > LIMIT) process.exit(1);

/** Of every package whose code or fonts are in the page. */
function licences() {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const shipped = Object.entries(lock.packages).filter(([path, { dev }]) => path && (!dev || path.includes('@fontsource')));
  return shipped
    .map(([path, { version, license }]) => {
      const folder = join(root, path);
      const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
      const text = file ? readFileSync(join(folder, file), 'utf8').trim() : `Licence: ${license}`;
      return `${path.replace(/^.*node_modules\//, '')} ${version} (${license})\n\n${text}\n`;
    })
    .join(`\n${'-'.repeat(72)}\n\n`);
}
