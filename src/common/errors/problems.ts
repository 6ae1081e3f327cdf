import { type FieldFault, Problem } from './problem.js';

/** Faults named at the most in one answer. */
export const MAX_FAULTS = 50;

/** The errors of the service, by name. */
export function invalidRequest(faults: FieldFault[]): Problem {
  const errors = faults.slice(0, MAX_FAULTS);
  const detail = errors.map((fault) => `${fault.pointer}: ${fault.detail}`).join('; ');
  return new Problem('invalid_request', detail, { errors });
}
export const malformedRequest = (detail: string): Problem => new Problem('malformed_request', detail);
export const malformedUrl = (): Problem =>
  new Problem('malformed_url', 'The path or the query string is not valid percent-encoded UTF-8.');
export const malformedJson = (detail: string): Problem => new Problem('malformed_json', detail);
export const malformedForm = (detail: string): Problem => new Problem('malformed_form', detail);
export const unauthorized = (detail = 'Send a valid API key in the X-API-Key header.'): Problem =>
  new Problem('unauthorized', detail);
export const forbidden = (key: string, scope: string): Problem =>
  new Problem('forbidden', `This needs the scope ${scope}, which the key ${key} lacks.`);
export const crossSite = (): Problem =>
  new Problem('cross_site', "A session's cookie changes nothing for another site's page.");
export const keyInQuery = (): Problem =>
  new Problem('key_in_query', 'Send the key in the X-API-Key header, never in the URL.');
export const keyNotFound = (name: string): Problem =>
  new Problem('key_not_found', `There is no key ${name}.`);
export const keyNameTaken = (name: string): Problem =>
  new Problem(
    'key_name_taken',
    `There is a key ${name} already: rotate or revoke it, or choose another name.`,
  );
export const routeNotFound = (method: string, path: string): Problem =>
  new Problem('route_not_found', `There is no ${method} ${path}.`);
export const identityNotFound = (uuid: string): Problem =>
  new Problem('identity_not_found', `There is no identity ${uuid}.`);
export const fileNotFound = (uuid: string): Problem =>
  new Problem('file_not_found', `There is no file ${uuid}.`);
export const faceNotFound = (faceId: string, fileUuid: string): Problem =>
  new Problem('face_not_found', `There is no face ${faceId} in file ${fileUuid}.`);
export const traceNotFound = (traceId: number, fileUuid: string): Problem =>
  new Problem('trace_not_found', `There is no trace ${traceId} in file ${fileUuid}.`);
export const faceAmbiguous = (faceId: string, candidates: string[]): Problem =>
  new Problem('face_ambiguous', `${faceId} names a frame with several faces: choose one of them.`, {
    candidates,
  });
export const boundToAnother = (candidates: string[]): Problem =>
  new Problem('bound_to_another', `Bound to ${candidates.join(', ')}: unbind it there.`, { candidates });
export const nameTaken = (name: string, candidates: string[]): Problem =>
  new Problem('name_taken', `${candidates.join(', ')} bears the name ${JSON.stringify(name)} already.`, {
    candidates,
  });
export const nameAmbiguous = (name: string, candidates: string[]): Problem =>
  new Problem(
    'name_ambiguous',
    `${candidates.length} identities bear the name ${JSON.stringify(name)}: upload under the uuid of the one you mean.`,
    { candidates },
  );
export const profileImageNotFound = (uuid: string): Problem =>
  new Problem('profile_image_not_found', `Identity ${uuid} has no profile image.`);
export const imageMissing = (): Problem =>
  new Problem('image_missing', 'Send the image as a file in the form field "image".');
export const imageUndecodable = (): Problem =>
  new Problem('image_undecodable', 'The file is damaged or incomplete.');
export const imageTooLarge = (detail: string): Problem => new Problem('image_too_large', detail);
export const unsupportedImageType = (): Problem =>
  new Problem('unsupported_image_type', 'The file is neither a JPEG nor a PNG: use one of them.');
export const unsupportedMediaType = (expected: string): Problem =>
  new Problem('unsupported_media_type', `Send the body as ${expected}.`);
export const preconditionFailed = (header: string): Problem =>
  new Problem('precondition_failed', `The identity is not as ${header} says.`);
export const idempotencyKeyInUse = (): Problem =>
  new Problem(
    'idempotency_key_in_use',
    'The first request with this Idempotency-Key is still running.',
    {},
    1,
  );
export const idempotencyKeyReused = (): Problem =>
  new Problem('idempotency_key_reused', 'This Idempotency-Key came with another request before.');
export const bodyTooLarge = (limit: string): Problem =>
  new Problem('body_too_large', `The body may be at most ${limit}.`);
export const requestTimeout = (): Problem =>
  new Problem('request_timeout', 'The request did not come to its end in time.');
export const expectationFailed = (): Problem =>
  new Problem('expectation_failed', 'Of all expectations only 100-continue can be met.');
export const headersTooLarge = (limit: string): Problem =>
  new Problem('headers_too_large', `The request line and the headers may be at most ${limit}.`);
export const tooManyHeaders = (most: number): Problem =>
  new Problem('headers_too_large', `A request may have at most ${most} headers.`);
/** `what` there were too many of; `retryAfter`: seconds until there may be one more. */
export const rateLimited = (what: string, retryAfter: number): Problem =>
  new Problem('rate_limited', `There were too many ${what}. Try again in ${retryAfter} s.`, {}, retryAfter);
export const uploadsBusy = (): Problem =>
  new Problem('uploads_busy', 'Other images are being uploaded, and more wait already. Nothing was changed.');
export const databaseUnavailable = (): Problem =>
  new Problem('database_unavailable', 'The database is away, read-only or full at the moment. Try again.');
export const overloaded = (): Problem =>
  new Problem('overloaded', 'More is asked than can be done at once. Nothing was changed: try again.');
export const storageUnavailable = (): Problem =>
  new Problem('storage_unavailable', 'The file could not be written at the moment. Nothing was changed.');
export const internalError = (): Problem => new Problem('internal_error', 'The error was logged here.');
