import type { ProblemCode } from './problem-codes.js';

/** What a problem means to whoever meets it. Backticks mark code, two asterisks what is stressed. */
export interface Explanation {
  /** What happened. */
  happened: string;
  /** What to do about it. */
  todo: string;
}

/** What holds for all of them. */
export const INTRODUCTION =
  'Every error is a problem (RFC 9457, `application/problem+json`). Its `code` is stable: decide by it, and show `detail` to people. `errors` names every faulty field, `candidates` what an ambiguous request could have meant. `type` leads to the page of the code, `/problems/{code}`; `/problems` has them all.';

/** Every code explained: the one source of docs/errors.md and of the pages at /problems. */
export const EXPLANATIONS: Record<ProblemCode, Explanation> = {
  invalid_request: {
    happened:
      'A path parameter, a query parameter or a field of the body has a value that cannot be taken, is missing, or is not known here. Nothing was changed.',
    todo: 'Mend what `errors` lists: each entry has a `pointer` to the place (`#/page`, `#/name`) and a `detail` that says what is expected there. All faults are listed at once. A parameter that is "not known here" is most often misspelt.',
  },
  malformed_url: {
    happened:
      'The path or the query string has a `%` that does not begin a valid escape, or its escapes are not UTF-8.',
    todo: 'Encode every value before it goes into a URL, as `encodeURIComponent` or `curl --data-urlencode` do. A literal `%` is `%25`.',
  },
  malformed_json: {
    happened:
      'The body was announced as JSON and is not, or was compressed and cannot be read to its end: `detail` says what stands in the way.',
    todo: 'Send valid JSON in UTF-8, made by a JSON library rather than by hand. In a shell mind the quotes; `jq . body.json` shows where a file breaks.',
  },
  malformed_form: {
    happened: 'The body was announced as a form, and ends too early, has no boundary or has too many parts.',
    todo: 'Let the client make the form (`curl -F "image=@photo.jpg"`, `FormData` in a browser) and do not set `Content-Type` yourself: the client adds the boundary.',
  },
  image_missing: {
    happened: 'The form has no file in its field `image`, or has one in another field.',
    todo: 'Send exactly one file, in the field `image`: `curl -F "image=@photo.jpg"`. With the `@` the file is sent; without it only its name is.',
  },
  image_undecodable: {
    happened: 'The file begins like an image and is empty, damaged or cut off. The image before it stays.',
    todo: 'Open the file in a viewer, save it anew as JPEG or PNG and upload that. If it opens well, it was cut off on its way: upload it again.',
  },
  unauthorized: {
    happened:
      'The request has no API key or a wrong one. Nothing else about it was looked at, not even whether the route exists.',
    todo: 'Send the key in the header `X-API-Key`. The service prints it when it starts and keeps it in `DATA_DIR/api-key`, unless `MOMENTRY_API_KEY` sets it. In Swagger UI press **Authorize**.',
  },
  route_not_found: {
    happened: 'No route has this method and path.',
    todo: 'Compare both with the document at `/openapi.json` or the page at `/docs`. All routes but `/health` begin with `/api/v1`; a list is at `/identities`, a single one at `/identity/{identity_uuid}`.',
  },
  identity_not_found: {
    happened: 'The uuid is well-formed, and no identity has it: it was deleted, or never existed here.',
    todo: 'Find the identity with `GET /api/v1/identities/search?q=`, or create it with `POST /api/v1/identity/upload`.',
  },
  file_not_found: {
    happened: 'The `file_uuid` is well-formed, and no file of the archive has it.',
    todo: 'Take a `file_uuid` from `GET /api/v1/files`. If the file is new, create it first with `PUT /api/v1/file/{file_uuid}`.',
  },
  face_not_found: {
    happened: 'The file is known, and has no face detection with this `face_id`.',
    todo: 'Send a `face_id` as the detector delivered it and as `/faces` returns it: `{frame}_{idx}`, or `face_{frame}` where the frame has one face. `idx` counts from 0.',
  },
  trace_not_found: {
    happened: 'The file is known, and has no trace with this `trace_id`.',
    todo: 'Take the `trace_id` from a row of `/faces`. Traces are numbered within their file: mind that `file_uuid` is of the same row.',
  },
  profile_image_not_found: {
    happened: 'The identity exists and has no profile image.',
    todo: 'Show a placeholder, or upload one with `POST /api/v1/identity/{identity_uuid}/profile-image`.',
  },
  name_taken: {
    happened:
      'The upload would give an identity a new name that another one bears already. Nothing was changed.',
    todo: '`candidates` has the uuid of the other one. If both are the same person, upload under that uuid; if not, choose a name that tells them apart.',
  },
  name_ambiguous: {
    happened:
      'The uploaded uuid is unknown, and several identities bear exactly this name, so that none of them is meant for certain. Nothing was changed.',
    todo: 'Choose one of the uuids in `candidates` and upload under it.',
  },
  face_ambiguous: {
    happened:
      'The `face_id` names a frame by `face_{frame}`, and this frame has several faces. Nothing was changed.',
    todo: 'Choose one of the face_ids in `candidates` and send that.',
  },
  bound_to_another: {
    happened: 'The detection or trace to unbind belongs to another identity. Nothing was changed.',
    todo: '`candidates` has the uuids of those who have it. Unbind it there, or bind it to the right identity: a bind moves it.',
  },
  idempotency_key_in_use: {
    happened:
      'A request with this `Idempotency-Key` is being dealt with at this moment, or broke off seconds ago with the process that had it. This one was not looked at.',
    todo: 'Wait as many seconds as the header `Retry-After` says and send the request again: it gets the answer of the first one. For another change choose another key.',
  },
  precondition_failed: {
    happened:
      '`If-Match` names no state that the identity is in now: somebody else has changed it, its image or its bindings since, or it is gone. Or `If-None-Match` names the one that it is in. Nothing was changed.',
    todo: 'Read the identity again, see whether the change is still wanted, and send it with the new `ETag`.',
  },
  body_too_large: {
    happened:
      'The JSON body is larger than 1 MiB. Where rows are sent, their number is not limited, but a single row is larger than 1 MiB.',
    todo: 'Send less: `metadata` may have 256 KiB, and `file_bindings` can be left out, since an upload never applies it. An image goes to `/profile-image`, not into the metadata.',
  },
  image_too_large: {
    happened: 'The image has more than 10 MiB or more than 50 megapixels. The image before it stays.',
    todo: 'Scale it down before the upload. A portrait is well served by 1024 pixels a side.',
  },
  unsupported_media_type: {
    happened: 'The `Content-Type` of the body is missing or is not the one that the route takes.',
    todo: 'Send `Content-Type: application/json` with a JSON body, `application/x-ndjson` with rows one a line; send an image as `multipart/form-data`, as `curl -F` does. `detail` says which of them is expected.',
  },
  unsupported_image_type: {
    happened:
      'The file is neither a JPEG nor a PNG. Its bytes count: another name or declared type makes no difference.',
    todo: 'Convert it (`convert photo.webp photo.jpg`) and upload the result. Renaming is not enough.',
  },
  idempotency_key_reused: {
    happened:
      'This `Idempotency-Key` came before, less than 24 hours ago, with another body or on another route. Nothing was changed.',
    todo: 'Choose a new key for each change, such as a random UUID, and send a request again with the body that it had, byte for byte.',
  },
  internal_error: {
    happened: 'Something failed that nobody foresaw. Your request is not to blame.',
    todo: 'Try again once. If it stays, tell whoever runs the service when it happened, and the method and path: the log has the rest.',
  },
  storage_unavailable: {
    happened:
      'The folder for identity files and images cannot be written to: the disk is full, read-only, or not ours. Nothing was changed.',
    todo: 'Free space or mend the permissions of `OUTPUT_DIR`, then send the request again. The log names the file.',
  },
  database_unavailable: {
    happened:
      'The database does not answer: it is starting, restarting or out of connections. What was acknowledged before is safe.',
    todo: 'Wait as many seconds as the header `Retry-After` says and send the request again; a client should do so by itself. If it stays, look at `DATABASE_URL` and at the log of the database.',
  },
};
