import { createRequire } from 'node:module';

const description = createRequire(import.meta.url)('#package') as { version: string };

/** The version of the package, which is also the API's. */
export const { version } = description;
