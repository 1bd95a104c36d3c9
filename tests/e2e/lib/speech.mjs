// A false microphone: something like a voice, without end, written into a file that the browser plays as its device.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const RATE = 48_000;
const SECONDS = 8;

/** A gliding buzz in syllables: noise suppression takes a steady tone away. */
function samples() {
  const wave = new Int16Array(RATE * SECONDS);
  let phase = 0;
  for (let at = 0; at < wave.length; at++) {
    const time = at / RATE;
    phase += (140 + 60 * Math.sin(time * 2.3) + 25 * Math.sin(time * 7.1)) / RATE;
    const syllable = Math.max(0, Math.sin(time * Math.PI * 2 * 3.1)) ** 0.5;
    let voice = 0;
    for (let harmonic = 1; harmonic <= 18; harmonic++) voice += Math.sin(2 * Math.PI * phase * harmonic) / harmonic ** 0.8;
    wave[at] = Math.max(-32_000, Math.min(32_000, voice * syllable * 6_000));
  }
  return Buffer.from(wave.buffer);
}

function wav(data) {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(RATE, 24);
  head.writeUInt32LE(RATE * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}

export class Microphone {
  static async make() {
    const microphone = new Microphone();
    microphone.folder = await mkdtemp(join(tmpdir(), 'greenroom-voice-'));
    microphone.file = join(microphone.folder, 'voice.wav');
    await writeFile(microphone.file, wav(samples()));
    return microphone;
  }

  get flags() {
    return ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${this.file}`];
  }

  async close() {
    await rm(this.folder, { recursive: true, force: true });
  }
}
