/** Every code a problem can bear: its HTTP status and its title. A code, once published, keeps its meaning. */
export const PROBLEMS = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  malformed_url: { status: 400, title: 'The URL is not valid percent-encoded UTF-8' },
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  malformed_form: { status: 400, title: 'The form is not valid multipart/form-data' },
  image_missing: { status: 400, title: 'No image was sent' },
  image_undecodable: { status: 400, title: 'The image cannot be decoded' },
  unauthorized: { status: 401, title: 'A valid API key is needed' },
  route_not_found: { status: 404, title: 'There is no such route' },
  identity_not_found: { status: 404, title: 'There is no such identity' },
  file_not_found: { status: 404, title: 'There is no such file' },
  face_not_found: { status: 404, title: 'There is no such face detection' },
  trace_not_found: { status: 404, title: 'There is no such trace' },
  profile_image_not_found: { status: 404, title: 'The identity has no profile image' },
  name_taken: { status: 409, title: 'Another identity bears this name' },
  name_ambiguous: { status: 409, title: 'Several identities bear this name' },
  face_ambiguous: { status: 409, title: 'Several face detections are meant' },
  bound_to_another: { status: 409, title: 'The face belongs to another identity' },
  body_too_large: { status: 413, title: 'The body is too large' },
  image_too_large: { status: 413, title: 'The image is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  unsupported_image_type: { status: 415, title: 'The image is neither JPEG nor PNG' },
  internal_error: { status: 500, title: 'Something went wrong here' },
  storage_unavailable: { status: 503, title: 'The output folder cannot be written to' },
  database_unavailable: { status: 503, title: 'The database is away' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;
