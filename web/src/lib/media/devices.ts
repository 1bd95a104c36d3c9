// The person's own microphone and camera, and in plain words why they can't be had.

const SMALL = { width: { ideal: 320 }, height: { ideal: 240 }, frameRate: { ideal: 15, max: 20 } };

export async function openMicrophone(): Promise<MediaStreamTrack> {
  const sound = { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 };
  const track = (await devices().getUserMedia({ audio: sound })).getAudioTracks()[0];
  if (!track) throw new DOMException('', 'NotFoundError');
  return track;
}

export function openCamera(): Promise<MediaStream> {
  return devices().getUserMedia({ video: { ...SMALL, facingMode: 'user' } });
}

function devices(): MediaDevices {
  // Browsers keep them back from pages that came without encryption.
  if (!navigator.mediaDevices) throw new DOMException('', 'SecurityError');
  return navigator.mediaDevices;
}

export function busyDevice(thrown: unknown, which: 'microphone' | 'camera'): string {
  const name = thrown instanceof DOMException ? thrown.name : '';
  switch (name) {
    case 'NotAllowedError':
      return `This browser does not let the page use your ${which}. Allow it beside the address, then try again.`;
    case 'NotFoundError':
    case 'OverconstrainedError':
      return `No ${which} was found. Plug one in, then try again.`;
    case 'NotReadableError':
    case 'AbortError':
      return `Another program holds your ${which}. Close it there, then try again.`;
    case 'SecurityError':
      return `A ${which} works only at an address that begins with https. Ask who runs this server for it.`;
    default:
      return `Your ${which} could not be opened. Try again, or choose another one in the browser.`;
  }
}
