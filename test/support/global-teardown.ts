import { stopTestServer } from './test-server.js';

/** Once after all specs, in jest's own process. */
export default stopTestServer;
