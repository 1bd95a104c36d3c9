// Words that are offered for a shot; others may be written.

export const STYLES = ['soft', 'realistic', 'cartoon', 'anime', 'watercolor', 'pixel art', 'film noir', 'claymation', 'comic book', 'pencil sketch'];
export const CAMERAS = ['still', 'pan left', 'pan right', 'tilt up', 'tilt down', 'zoom in', 'zoom out', 'dolly in', 'dolly out', 'orbit', 'crane up', 'track', 'close-up', 'wide shot', 'aerial view', 'low angle', 'handheld', 'slow motion', 'time-lapse'];
