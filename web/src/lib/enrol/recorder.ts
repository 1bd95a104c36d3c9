// Camera, microphone and a recording of them. It leaves nothing running: closing stops both.

/** Kinds of file that the server reads, the one it likes most first. */
const KINDS = ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'];
const BITS_A_SECOND = 1_600_000;

export class NoCamera extends Error {}

export function recordable(): string | null {
  if (typeof MediaRecorder === 'undefined' || !navigator.mediaDevices) return null;
  return KINDS.find((kind) => MediaRecorder.isTypeSupported(kind)) ?? null;
}

export class Recorder {
  private recording: MediaRecorder | null = null;

  private constructor(readonly stream: MediaStream) {}

  static async open(sound: boolean): Promise<Recorder> {
    if (!recordable()) throw new NoCamera('This browser can’t record. Use a current Chrome, Edge, Firefox or Safari, on this computer or over https.');
    try {
      const video = { facingMode: 'user', width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 24, max: 30 } };
      const audio = { echoCancellation: false, noiseSuppression: true, autoGainControl: true };
      return new Recorder(await navigator.mediaDevices.getUserMedia({ video, audio: sound ? audio : false }));
    } catch (thrown) {
      throw new NoCamera(why(thrown));
    }
  }

  /** Records until `until` resolves. */
  async record(until: Promise<void>): Promise<Blob> {
    const kind = recordable() ?? '';
    const recording = new MediaRecorder(this.stream, { mimeType: kind, videoBitsPerSecond: BITS_A_SECOND });
    this.recording = recording;
    const parts: Blob[] = [];
    recording.ondataavailable = (event) => parts.push(event.data);
    const ended = new Promise<void>((resolve, reject) => {
      recording.onstop = () => resolve();
      recording.onerror = () => reject(new NoCamera('The recording broke off. Nothing was sent. Try again.'));
    });
    recording.start();
    await until;
    if (recording.state !== 'inactive') recording.stop();
    await ended;
    this.recording = null;
    return new Blob(parts, { type: kind.split(';')[0] ?? kind });
  }

  close(): void {
    if (this.recording?.state === 'recording') this.recording.stop();
    for (const track of this.stream.getTracks()) track.stop();
  }
}

function why(thrown: unknown): string {
  const name = thrown instanceof DOMException ? thrown.name : '';
  if (name === 'NotAllowedError') return 'Camera and microphone are not allowed for this page. Allow them in the browser’s address bar, then try again.';
  if (name === 'NotFoundError') return 'No camera or microphone was found. Connect one, then try again.';
  if (name === 'NotReadableError') return 'Another program uses the camera. Close it, then try again.';
  return 'The camera could not be opened. Try again.';
}
