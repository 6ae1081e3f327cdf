/** The one type of the browser's fetch that the typed client names and Node.js' types leave out. */
type BodyInit = NonNullable<RequestInit['body']>;
