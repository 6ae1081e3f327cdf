/** Milliseconds that a test or a hook may take unless it says otherwise. Only a hang takes that long, on any machine. */
export const TEST_TIMEOUT = 180_000;
