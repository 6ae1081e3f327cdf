import { chmodSync, type Stats } from 'node:fs';

/** Files and folders below OUTPUT_DIR hold personal data, and the pipeline reads them by their group. */
export const FILE_MODE = 0o640;
export const FOLDER_MODE = 0o750;

/** Without the setgid bit, by which a folder passes its group on, and which is the administrator's to choose. */
const PERMISSIONS = 0o777;

export const permissionsOf = ({ mode }: Stats): number => mode & PERMISSIONS;

/**
 * Gives a file or folder that was just looked at these permissions, where it has others. One that belongs to another
 * user, or lies on a file system that keeps no modes, stays as it is.
 */
export function setPermissions(path: string, found: Stats, permissions: number): void {
  if (permissionsOf(found) === permissions) return;
  try {
    chmodSync(path, (found.mode & ~PERMISSIONS & 0o7777) | permissions);
  } catch (error) {
    if (!isUnchangeable(error as NodeJS.ErrnoException)) throw error;
  }
}

/** Not the owner; a file system without modes; and replaced or removed since. */
const isUnchangeable = ({ code }: NodeJS.ErrnoException): boolean =>
  /^(EPERM|EROFS|ENOTSUP|EOPNOTSUPP|ENOSYS|EINVAL|ENOENT)$/.test(String(code));
