import { commandOrigin } from '../change/origin.js';

/** Who makes the changes of an import. */
export const IMPORT = commandOrigin('import');
