import { type ProblemCode, PROBLEMS } from './problem-codes.js';

/** One faulty field: where it is (a JSON pointer as a URI fragment, `#/name`) and what is wrong with it. */
export interface FieldFault {
  pointer: string;
  detail: string;
}

/** Seconds after which a client may try again what could not be done at the moment. */
const RETRY_AFTER = 2;

/** What a problem may say beside its code and detail. */
export interface ProblemExtras {
  errors?: FieldFault[];
  /** What the request could have meant: face_ids or identity_uuids. */
  candidates?: string[];
}

/** An error that goes to the client: everything in it is public. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;

  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly extras: ProblemExtras = {},
    /** Seconds after which to try again. */
    readonly retryAfter: number | undefined = PROBLEMS[code].status === 503 ? RETRY_AFTER : undefined,
  ) {
    super(detail);
    this.status = PROBLEMS[code].status;
    this.title = PROBLEMS[code].title;
  }
}
