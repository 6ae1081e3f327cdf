import { Injectable } from '@nestjs/common';
import { Environment } from '../config/environment.js';
import { tagOfText, withoutMark } from '../common/http/entity-tag.js';
import { identityFields, identityFileFields } from './presenters/identity.presenter.js';

/** A tag of ours: the revision, and in which form it was sent. */
const TAG = /^"([0-9a-f-]{36})\.[0-9a-f]+"$/;

/**
 * The ETags of identities: which revision it is, and in which form it goes out, so that a release that sends
 * more of it, or another OUTPUT_DIR, is not taken for what a client has kept.
 */
@Injectable()
export class IdentityTags {
  private readonly form: string;

  constructor({ OUTPUT_DIR }: Environment) {
    const form = [identityFields('$2'), identityFileFields('$2'), OUTPUT_DIR].join('\n');
    this.form = tagOfText(form).slice(1, -1);
  }

  of(revision: string): string {
    return `"${revision}.${this.form}"`;
  }
}

/** The revision that a tag stands for, whatever the form: undefined where it is a weak one, or none of ours. */
export const revisionOf = (tag: string): string | undefined => TAG.exec(tag)?.[1];

/** The same for a weak comparison. */
export const weakRevisionOf = (tag: string): string | undefined => revisionOf(withoutMark(tag));
