import { Catalogue1763800000000 } from './1763800000000-catalogue.js';
import { Ingest1763900000000 } from './1763900000000-ingest.js';
import { Speed1764000000000 } from './1764000000000-speed.js';
import { Access1764100000000 } from './1764100000000-access.js';
import { Changes1764200000000 } from './1764200000000-changes.js';
import { NameParts1764300000000 } from './1764300000000-name-parts.js';
import { MainFile1764400000000 } from './1764400000000-main-file.js';
import { IdentityRank1764500000000 } from './1764500000000-identity-rank.js';
import { ClaimProcess1764610000000 } from './1764610000000-claim-process.js';
import { Rejection1764640000000 } from './1764640000000-rejection.js';

/** In the order in which they run. Named one by one: a leftover file in the build folder must never run. */
export const migrations = [
  Catalogue1763800000000,
  Ingest1763900000000,
  Speed1764000000000,
  Access1764100000000,
  Changes1764200000000,
  NameParts1764300000000,
  MainFile1764400000000,
  IdentityRank1764500000000,
  ClaimProcess1764610000000,
  Rejection1764640000000,
];
