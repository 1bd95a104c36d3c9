// The little of H.264 that a page must read itself: which codec string a decoder wants.

const SPS = 7;

/** `avc1.42E01F`, from the parameter set before a keyframe; null where there is none. */
export function codecOf(annexB: Uint8Array): string | null {
  for (let at = 0; at + 6 < annexB.length; at++) {
    const start = annexB[at] === 0 && annexB[at + 1] === 0 && annexB[at + 2] === 1;
    if (!start || ((annexB[at + 3] ?? 0) & 0x1f) !== SPS) continue;
    return `avc1.${[4, 5, 6].map((offset) => hex(annexB[at + offset] ?? 0)).join('')}`;
  }
  return null;
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0').toUpperCase();
}
