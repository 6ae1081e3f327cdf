import { startTestServer } from './test-server.js';

/** Once before all specs, in jest's own process. */
export default startTestServer;
