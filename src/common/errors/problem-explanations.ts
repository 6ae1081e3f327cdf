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
      'A path parameter, a query parameter or a field of the body has a value that cannot be taken, is missing, or is not known here; or a change came with a condition (`If-Match`, `If-None-Match`) on a route that heeds none. Nothing was changed.',
    todo: 'Mend what `errors` lists: each entry has a `pointer` to the place (`#/page`, `#/name`) and a `detail` that says what is expected there. All faults are listed at once. A parameter that is "not known here" is most often misspelt. A condition that is not heeded can only be left out.',
  },
  malformed_request: {
    happened:
      'What came is not HTTP as RFC 9112 has it: a broken request line or header, two lengths that contradict each other, no `Host`, or twice a header that may come once: `Authorization`, `Content-Type`, `Host`, `Idempotency-Key`, `Origin`, `Sec-Fetch-Site`, `X-API-Key`. The connection is closed.',
    todo: 'Leave the writing of requests to an HTTP library. Where one was used, look at what stands between it and the service: `http` sent for `https`, a proxy, a header with a line break in it.',
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
  key_in_query: {
    happened:
      'The query string has a parameter that is called like a key (`api_key`, `key`, `token`, …). URLs are kept in logs, histories and bookmarks, so no key is taken from them, not even a valid one.',
    todo: 'Send the key in the header `X-API-Key`, or as `Authorization: Bearer`. If the key in the URL was a real one, rotate it: others may have read it by now.',
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
      'The request has no API key, or one that is wrong, has expired or was revoked; or its session has ended. Nothing else about it was looked at, not even whether the route exists.',
    todo: 'Send the key in the header `X-API-Key`. The service prints its first one when it starts and keeps it in `DATA_DIR/api-key`, unless `MOMENTRY_API_KEY` sets it; `npm run key` makes others. In a browser log in, or press **Authorize** in Swagger UI.',
  },
  forbidden: {
    happened:
      'The API key is valid, and has not the scope that the route needs: `detail` names it. Nothing was changed. No scope includes another one, `admin` neither.',
    todo: 'Use a key with that scope, or have one created: `npm run key -- create --name NAME --scope SCOPE,SCOPE`. The scopes of a key are not changed afterwards. `GET /api/v1/auth/me` tells which a key has.',
  },
  cross_site: {
    happened:
      'A browser sent a change from a page of another site, as `Sec-Fetch-Site` or `Origin` says, and with it the cookie of a session. Nothing was changed.',
    todo: 'A page elsewhere needs a key in the header `X-API-Key`. Behind a proxy let it pass on the `Host` that the browser sees, or set `TRUST_PROXY` and let it send `X-Forwarded-Host`.',
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
  request_timeout: {
    happened:
      'The headers, or the body, did not come to their end in the time that they have, or nearly nothing came of them for too long. The connection is closed.',
    todo: 'Send the request again, over a better line or in smaller pieces. The limits are `HEADERS_TIMEOUT`, `BODY_TIMEOUT` and `IDLE_TIMEOUT`; rows may take as long as they like, as long as they come at 1 KiB a second.',
  },
  key_not_found: {
    happened: 'No key has this name, or the one that had it was revoked. The root key has no entry.',
    todo: 'Look at the names with `GET /api/v1/auth/keys` or `npm run key -- list`. The root key is changed by `MOMENTRY_API_KEY`, or by removing `DATA_DIR/api-key` before a start.',
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
  key_name_taken: {
    happened:
      'A key that works bears this name, or it is `root`, which is kept for the key of the first start.',
    todo: 'Choose another name. If the key is to be replaced by a new one, rotate it; if it is lost, revoke it and create it anew.',
  },
  idempotency_key_in_use: {
    happened:
      'A request with this `Idempotency-Key` is running at this moment, or its process was cut off from the database less than 30 seconds ago. This one was not looked at.',
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
  expectation_failed: {
    happened: 'The header `Expect` asks for something else than `100-continue`.',
    todo: 'Leave out the header, or let the client set it: curl sends `Expect: 100-continue` with large bodies, and that is understood.',
  },
  idempotency_key_reused: {
    happened:
      'This `Idempotency-Key` came before, less than 24 hours ago, with another body or on another route. Nothing was changed.',
    todo: 'Choose a new key for each change, such as a random UUID, and send a request again with the body that it had, byte for byte.',
  },
  rate_limited: {
    happened:
      'This API key, or this address, has made more requests in a short time than it may, or this address has sent too many wrong API keys. The request was not looked at any further.',
    todo: 'Wait as many seconds as the header `Retry-After` says and send the request again; a client should do so by itself. `RateLimit` says how many requests are left and `RateLimit-Policy` how many there are. A valid key works in spite of wrong ones from the same address. Whoever runs the service sets the limits (`RATE_LIMIT_PER_KEY`, `RATE_LIMIT_PER_ADDRESS`, `RATE_LIMIT_FAILED_KEYS`).',
  },
  headers_too_large: {
    happened:
      'The request line and the headers together are larger than 16 KiB, or there are more than 256 headers. The connection is closed.',
    todo: 'Send less: most often it is cookies of other services on the same host, or a very long query string.',
  },
  internal_error: {
    happened: 'Something failed that nobody foresaw. Your request is not to blame.',
    todo: 'Try again once. If it stays, tell whoever runs the service its `request_id`: the log has the rest.',
  },
  overloaded: {
    happened:
      'More requests came than can be served at once, and this one was refused rather than left to wait; or it waited too long for others who are changing the same identity or file, or took too long itself. Nothing was changed.',
    todo: 'Wait as many seconds as the header `Retry-After` says and send the request again; a client should do so by itself. If it happens often, send fewer requests at once, or give the service more: `WORKERS`, `MAX_REQUESTS` and the `DATABASE_…` variables say how.',
  },
  storage_unavailable: {
    happened:
      'The folder for identity files and images cannot be used: the disk is full, read-only or failing, the folder belongs to another user, or a symbolic link or another file is in the way. Nothing was changed.',
    todo: 'Free space, correct the permissions of `OUTPUT_DIR`, or remove what is in the way; then send the request again. The log names the file.',
  },
  uploads_busy: {
    happened:
      'As many images are being uploaded as the memory bears, and others wait their turn already. Nothing was changed.',
    todo: 'Wait as many seconds as the header `Retry-After` says and upload the image again, a few at a time.',
  },
  database_unavailable: {
    happened:
      'The database does not answer, since it is starting, restarting or out of connections; or it can only be read, since it is read-only or its disk is full. What was acknowledged before is safe.',
    todo: 'Wait as many seconds as the header `Retry-After` says and send the request again; a client should do so by itself. If it stays, look at `/health/ready`, at `DATABASE_URL` and at the log of the database.',
  },
};
