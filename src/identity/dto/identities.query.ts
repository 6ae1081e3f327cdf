import { PageQuery } from '../../common/paging/page.query.js';
import { ChoiceField } from '../../common/validation/fields.js';
import {
  IDENTITY_TYPES,
  type IdentityType,
  type Source,
  SOURCES,
  type Status,
  STATUSES,
} from '../../catalogue/entities/identity.entity.js';

import { SkippedIsInactive } from './rules.js';

export const IDENTITY_SORTS = ['name', 'created_at', 'updated_at', 'face_count'] as const;
export type IdentitySort = (typeof IDENTITY_SORTS)[number];

/** Which identities, in which order, which page of them. */
export class IdentitiesQuery extends PageQuery {
  @SkippedIsInactive()
  @ChoiceField({
    description: 'Only identities of this status; `skipped` is read as `inactive`.',
    of: STATUSES,
    synonyms: ['skipped'],
    optional: true,
  })
  status?: Status;

  @ChoiceField({ description: 'Only identities from this source.', of: SOURCES, optional: true })
  source?: Source;

  @ChoiceField({
    description: 'Only identities of this type; `null`: those without one.',
    of: [...IDENTITY_TYPES, 'null'],
    optional: true,
  })
  identity_type?: IdentityType | 'null';

  @ChoiceField({
    description: 'What to order by; equal ones by uuid. Identities never updated come before the others.',
    of: IDENTITY_SORTS,
    optional: true,
    default: 'name',
  })
  sort?: IdentitySort;

  @ChoiceField({
    description: 'Ascending or descending.',
    of: ['asc', 'desc'],
    optional: true,
    default: 'asc',
  })
  order?: 'asc' | 'desc';
}
