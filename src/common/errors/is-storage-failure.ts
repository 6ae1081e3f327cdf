/** Full (disk, quota, largest file), not writable, failing, and something else in the way: a link, a folder, a file. */
const CODES = new Set<unknown>([
  ...['ENOSPC', 'EDQUOT', 'EFBIG', 'EROFS', 'EACCES', 'EPERM', 'EIO', 'ESTALE', 'EBUSY', 'ENODEV', 'ENXIO'],
  ...[
    'ENOENT',
    'EEXIST',
    'ENOTDIR',
    'EISDIR',
    'ENOTEMPTY',
    'ELOOP',
    'ENAMETOOLONG',
    'EMFILE',
    'ENFILE',
    'EMLINK',
  ],
]);

/** Whether an error says that a file can't be read or written; ask `isDatabaseUnavailable` first, of sockets. */
export const isStorageFailure = ({ code }: Error & { code?: unknown }): boolean => CODES.has(code);
