// The same take where WebRTC is not used: encoded units over the page's socket.
import { tellTake } from '../lib/take-story.mjs';

tellTake({ query: '?transport=ws', transport: 'ws' });
