// One media unit as it comes over the page's socket: a 40-byte header, then the payload. Numbers are big-endian.

export const HEADER = 40;
const VERSION = 1;

export interface Unit {
  kind: 'video' | 'audio';
  keyframe: boolean;
  /** 0 stills, 1 small, 2 full. */
  pass: number;
  take: string;
  /** Picture or packet number within its pass. */
  index: number;
  /** Microseconds since the take's beginning. */
  pts: number;
  width: number;
  height: number;
  /** H.264 in Annex B, or one Opus packet. */
  payload: Uint8Array;
}

/** Reads one message; null where it is none of ours. */
export function parseUnit(message: ArrayBuffer): Unit | null {
  if (message.byteLength <= HEADER) return null;
  const view = new DataView(message);
  const kind = view.getUint8(1);
  if (view.getUint8(0) !== VERSION || kind > 1) return null;
  return {
    kind: kind === 0 ? 'video' : 'audio',
    keyframe: (view.getUint8(2) & 1) === 1,
    pass: view.getUint8(3),
    take: uuid(new Uint8Array(message, 4, 16)),
    index: view.getUint32(24),
    pts: Number(view.getBigUint64(28)),
    width: view.getUint16(36),
    height: view.getUint16(38),
    payload: new Uint8Array(message, HEADER),
  };
}

function uuid(bytes: Uint8Array): string {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
