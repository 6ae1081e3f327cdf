import { countAnew, TALLIES as ALL, type Tally } from '../../catalogue/tallies.js';
import type { Check } from '../check.js';

/** How many rows the lists of identities and files have. */
export const TALLIES: Check = {
  name: 'tallies',
  unit: 'tallies',
  remedy: '--fix counts anew',

  async find({ manager }) {
    for (const tally of ALL) await manager.query(comparison(tally));
    return ALL.length;
  },

  async mend({ transactions, manager }) {
    for (const tally of ALL) await transactions.runOn(manager, (own) => countAnew(own, tally));
  },
};

const comparison = ({ name, of, facets }: Tally): string => {
  const facet = facets.length > 0 ? `concat_ws(', ', ${facets.join(', ')})` : `''`;
  return `
    INSERT INTO difference (fault)
    SELECT concat_ws(' ', '${of}', nullif(facet, '')) || ' is ' || coalesce(kept, 0) || ', not ' || coalesce(anew, 0)
    FROM (SELECT ${facet} AS facet, sum(count) AS kept FROM ${name} GROUP BY 1) k
    FULL JOIN (SELECT ${facet} AS facet, count(*) AS anew FROM ${of} GROUP BY 1) a USING (facet)
    WHERE coalesce(kept, 0) <> coalesce(anew, 0)`;
};
