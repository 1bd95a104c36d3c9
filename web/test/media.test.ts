import { describe, expect, it } from 'vitest';
import { HEADER, parseUnit } from '../src/lib/media/frame';
import { codecOf } from '../src/lib/media/h264';
import { Timeline } from '../src/lib/media/timing';

function message(change: (view: DataView) => void = () => {}): ArrayBuffer {
  const buffer = new ArrayBuffer(HEADER + 3);
  const view = new DataView(buffer);
  view.setUint8(0, 1);
  view.setUint8(2, 1);
  view.setUint8(3, 2);
  for (let i = 0; i < 16; i++) view.setUint8(4 + i, i * 17);
  view.setUint32(20, 7);
  view.setUint32(24, 300);
  view.setBigUint64(28, 5_000_000_000n);
  view.setUint16(36, 720);
  view.setUint16(38, 1280);
  view.setUint8(42, 9);
  change(view);
  return buffer;
}

describe('a media unit', () => {
  it('reads as the server frames it', () => {
    expect(parseUnit(message())).toEqual({
      kind: 'video',
      keyframe: true,
      pass: 2,
      take: '00112233-4455-6677-8899-aabbccddeeff',
      index: 300,
      pts: 5_000_000_000,
      width: 720,
      height: 1280,
      payload: new Uint8Array([0, 0, 9]),
    });
    expect(parseUnit(message((view) => view.setUint8(1, 1)))?.kind).toBe('audio');
  });

  it('is refused where it is none of ours', () => {
    expect(parseUnit(message((view) => view.setUint8(0, 2)))).toBeNull();
    expect(parseUnit(message((view) => view.setUint8(1, 5)))).toBeNull();
    expect(parseUnit(new ArrayBuffer(HEADER))).toBeNull();
    expect(parseUnit(new ArrayBuffer(3))).toBeNull();
  });
});

describe('the codec string', () => {
  it('is read from the parameter set', () => {
    expect(codecOf(new Uint8Array([0, 0, 0, 1, 0x09, 0x10, 0, 0, 0, 1, 0x67, 0x42, 0xe0, 0x1f, 0xaa]))).toBe('avc1.42E01F');
  });

  it('is not guessed', () => {
    expect(codecOf(new Uint8Array([0, 0, 1, 0x41, 1, 2, 3, 4]))).toBeNull();
    expect(codecOf(new Uint8Array())).toBeNull();
  });
});

describe('the timeline', () => {
  it('shows evenly what arrives unevenly', () => {
    const line = new Timeline(0.12);
    const due = [0, 0.04, 0.15, 0.17].map((now, index) => line.due(index / 25, now).at);
    const steps = due.slice(1).map((at, index) => at - (due[index] ?? 0));
    expect(due[0]).toBeCloseTo(0.12);
    for (const step of steps) expect(step).toBeCloseTo(0.04);
  });

  it('begins anew when the stream jumps back to the start of a better pass', () => {
    const line = new Timeline(0.12);
    line.due(9, 100);
    expect(line.due(0, 100.1)).toEqual({ at: 100.22, jumped: true });
    expect(line.due(0.04, 100.14).jumped).toBe(false);
  });

  it('begins anew when the stream jumps ahead or stood still', () => {
    const line = new Timeline(0.12);
    line.due(0, 0);
    expect(line.due(8, 0.1).jumped).toBe(true);
    expect(line.due(8.04, 5).jumped).toBe(true);
  });

  it('knows a straggler', () => {
    const line = new Timeline(0.12);
    expect(line.fits(0, 0)).toBe(true);
    line.due(10, 0);
    expect(line.fits(10.02, 0.02)).toBe(true);
    expect(line.fits(0, 0.02)).toBe(false);
  });
});
