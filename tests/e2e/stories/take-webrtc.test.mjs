// A take as it comes over WebRTC.
import { tellTake } from '../lib/take-story.mjs';

tellTake({ query: '', transport: 'webrtc' });
