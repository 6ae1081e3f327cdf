/** The longest key that every index takes, at four bytes a character. */
const SORTED_CHARACTERS = 500;

/**
 * The form of a name in which it is searched and ordered: compatibility decomposition, diacritics off, lower
 * case. Made here and not by the database, whose locale may know no lower case beyond ASCII. The final sigma
 * is made a plain one: which of the two JavaScript yields depends on the letters around it.
 */
export const nameKey = (name: string): string =>
  name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\p{M}/gu, '').replaceAll('ς', 'σ');

/** The head of a name's key, by which lists are ordered. */
export const sortKey = (key: string): string => [...key].slice(0, SORTED_CHARACTERS).join('');
